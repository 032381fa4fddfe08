"""What openapi-generator's `python` makes of openapi.yaml."""

from __future__ import annotations

from uuid import UUID

import openapi_client as generated
import whole_way as way
from openapi_client.models.blurring_kind_name import BlurringKindName

account = UUID(way.ACCOUNT_ID)


def client_with(token: str) -> generated.ApiClient:
    """A client that sends this token.

    One path has a server of its own in the contract, which would stand in place of the client's address.
    """
    settings = generated.Configuration(host=way.URL, access_token=token, ignore_operation_servers=True)
    return generated.ApiClient(settings)


tokens = generated.AccessTokensApi(client_with(way.ARM_TOKEN))
wanted = generated.AccessTokenRequest(permission_type="Contributor", scope="Account")
token = tokens.generate_access_token(
    UUID(way.SUBSCRIPTION_ID), way.RESOURCE_GROUP, way.ACCOUNT_NAME, "2024-01-01", wanted
).access_token
way.report("token")

client = client_with(token)
videos, jobs = generated.VideosApi(client), generated.JobsApi(client)
video = videos.upload_video(way.LOCATION, account, name="clip", file=("clip.mp4", way.CLIP.read_bytes()))
way.report("upload")

index = way.wait_for(
    lambda: videos.get_video_index(way.LOCATION, account, video.id), lambda seen: seen.state == "Processed"
)
way.report("index")
chosen = index.videos[0].insights.faces[0].id
way.report("faces")

choice = generated.FaceFilter(ids=[chosen], scope="Include")
kind = generated.BlurringKind(BlurringKindName.BLACK)
request = generated.RedactionRequest(faces=generated.FaceRedaction(blurring_kind=kind, filter=choice))
accepted = videos.redact_video_with_http_info(way.LOCATION, account, video.id, request)
job_id = accepted.headers["location"].rsplit("/", 1)[1]
way.report("redact", faces=request.faces.to_dict())

# It follows the redirect of a finished job by itself, and sends the token again; where to, the address says.
ended = way.wait_for(
    lambda: jobs.get_job_without_preload_content(job_id, way.LOCATION, account),
    lambda answer: "/Videos/" in answer.geturl(),
)
redacted_id = way.video_id_in(ended.geturl())
way.report("job")

way.save(videos.get_video_source_file_download_url(way.LOCATION, account, redacted_id))
way.report("download")

listed = {each.id for each in videos.list_videos(way.LOCATION, account).results}
assert {video.id, redacted_id} <= listed, listed
way.report("list")

for each in (video.id, redacted_id):
    videos.delete_video(way.LOCATION, account, each)
way.report("delete")
