"""What openapi-python-client makes of openapi.yaml by itself, without settings and templates of ours."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import whole_way as way
from azure_ai_video_indexer_face_redaction_client import AuthenticatedClient
from azure_ai_video_indexer_face_redaction_client.api.access_tokens import generate_access_token
from azure_ai_video_indexer_face_redaction_client.api.jobs import get_job
from azure_ai_video_indexer_face_redaction_client.api.videos import (
    delete_video,
    get_video_index,
    get_video_source_file_download_url,
    list_videos,
    redact_video,
    upload_video,
)
from azure_ai_video_indexer_face_redaction_client.models import (
    AccessTokenRequest,
    AccessTokenResponse,
    BlurringKindName,
    FaceFilter,
    FaceRedaction,
    FilterScope,
    Insights,
    PermissionType,
    RedactionRequest,
    TokenScope,
    UploadBody,
    Video,
    VideoIndex,
    VideoList,
)
from azure_ai_video_indexer_face_redaction_client.types import File

account = UUID(way.ACCOUNT_ID)
answer = generate_access_token.sync(
    UUID(way.SUBSCRIPTION_ID),
    way.RESOURCE_GROUP,
    way.ACCOUNT_NAME,
    client=AuthenticatedClient(way.URL, way.ARM_TOKEN),
    body=AccessTokenRequest(PermissionType.CONTRIBUTOR, TokenScope.ACCOUNT),
    api_version="2024-01-01",
)
assert isinstance(answer, AccessTokenResponse), answer
way.report("token")
client = AuthenticatedClient(way.URL, answer.access_token)

file = File(BytesIO(way.CLIP.read_bytes()), "clip.mp4", "video/mp4")
video = upload_video.sync(way.LOCATION, account, client=client, body=UploadBody(file), name="clip")
assert isinstance(video, Video), video
way.report("upload")


def look() -> VideoIndex:
    """Ask for the index."""
    seen = get_video_index.sync(way.LOCATION, account, video.id, client=client)
    assert isinstance(seen, VideoIndex), seen
    return seen


index = way.wait_for(look, lambda seen: seen.state == "Processed")
way.report("index")
insights = index.videos[0].insights
assert isinstance(insights, Insights), insights
assert insights.faces, "no face was found"
chosen = insights.faces[0].id
way.report("faces")

faces = FaceRedaction(BlurringKindName.BLACK, FaceFilter([chosen], FilterScope.INCLUDE))
accepted = redact_video.sync_detailed(
    way.LOCATION, account, video.id, client=client, body=RedactionRequest(faces)
)
job_id = accepted.headers["location"].rsplit("/", 1)[1]
way.report("redact", faces=faces.to_dict())

job = way.wait_for(
    lambda: get_job.sync_detailed(way.LOCATION, account, job_id, client=client),
    lambda seen: seen.status_code != 200 or seen.parsed.state == "Failed",
)
redacted_id = way.video_id_in(job.headers["location"])
way.report("job")

url = get_video_source_file_download_url.sync(way.LOCATION, account, redacted_id, client=client)
assert isinstance(url, str), url
way.save(url)
way.report("download")

page = list_videos.sync(way.LOCATION, account, client=client)
assert isinstance(page, VideoList), page
assert {video.id, redacted_id} <= {each.id for each in page.results}
way.report("list")

for each in (video.id, redacted_id):
    assert delete_video.sync_detailed(way.LOCATION, account, each, client=client).status_code == 204
way.report("delete")
