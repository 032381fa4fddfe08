"""Models by datamodel-code-generator: every request body is made by them, every JSON answer read by them."""

from __future__ import annotations

import json
from typing import Any, TypeVar

import models
import whole_way as way
from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)
account_url = way.URL + way.ACCOUNT_PATH


def body_of(model: BaseModel) -> Any:
    """A model as it is sent."""
    return json.loads(model.model_dump_json(by_alias=True, exclude_none=True, exclude_unset=True))


def get(url: str, token: str, kind: type[M]) -> M:
    """Ask, and read the answer by a model."""
    return kind.model_validate_json(way.plain("GET", url, token).body)


def upload(token: str) -> models.Video:
    """Send the clip as a form."""
    head = b'--line\r\nContent-Disposition: form-data; name="file"; filename="clip.mp4"\r\n\r\n'
    form = head + way.CLIP.read_bytes() + b"\r\n--line--\r\n"
    url = f"{account_url}/Videos?name=clip"
    answer = way.plain("POST", url, token, form, "multipart/form-data; boundary=line")
    return models.Video.model_validate_json(answer.body)


arm_url = (
    f"{way.URL}/subscriptions/{way.SUBSCRIPTION_ID}/resourceGroups/{way.RESOURCE_GROUP}/providers/"
    f"Microsoft.VideoIndexer/accounts/{way.ACCOUNT_NAME}/generateAccessToken?api-version=2024-01-01"
)
wanted = models.AccessTokenRequest(permissionType="Contributor", scope="Account")
raw = way.plain("POST", arm_url, way.ARM_TOKEN, body_of(wanted)).body
token = models.AccessTokenResponse.model_validate_json(raw).accessToken
way.report("token")

video = upload(token)
video_url = f"{account_url}/Videos/{video.id.root}"
way.report("upload")

index = way.wait_for(
    lambda: get(f"{video_url}/Index", token, models.VideoIndex), lambda seen: seen.state.root == "Processed"
)
way.report("index")

artifact_url = get(f"{video_url}/ArtifactUrl?type=Faces", token, models.SignedUrl)
artifact = models.FacesArtifact.model_validate_json(way.plain("GET", str(artifact_url.root)).body)
listed = {face.id.root for face in index.videos[0].insights.faces}
assert listed == {person.id.root for person in artifact.faces if person.listed}
way.report("faces")

choice = models.FaceFilter(ids=sorted(listed)[:1], scope="Include")
faces = models.FaceRedaction(blurringKind="Black", filter=choice)
request = models.RedactionRequest(faces=faces)
job_url = way.plain("POST", f"{video_url}/redact", token, body_of(request)).headers["location"]
way.report("redact", faces=body_of(faces))


def look() -> str | None:
    """Read the job; returns where its file is, once there is one."""
    answer = way.plain("GET", job_url, token)
    if answer.status == 303:
        return str(answer.headers["location"])
    job = models.Job.model_validate_json(answer.body)
    assert job.state.root != "Failed", job
    return None


file_url = way.wait_for(look, lambda seen: seen is not None)
assert file_url
way.report("job")
way.save(str(get(file_url, token, models.SignedUrl).root))
way.report("download")

redacted_id = way.video_id_in(file_url)
redacted = get(f"{account_url}/Videos/{redacted_id}/Index", token, models.VideoIndex)
assert redacted.videos[0].insights is None
page = get(f"{account_url}/Videos", token, models.VideoList)
assert {video.id.root, redacted_id} <= {each.id.root for each in page.results}
way.report("list")

for each in (video.id.root, redacted_id):
    way.plain("DELETE", f"{account_url}/Videos/{each}", token)
refused = way.refusal("GET", f"{video_url}/Index", token)
assert models.ErrorResponse.model_validate_json(refused).Message
way.report("delete")
