"""Real things for generated requests to meet: an account, videos in every state, jobs that have ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.emulator.api import Api

NOT_A_VIDEO = b"\x00\x01 this is no video"


@dataclass(frozen=True)
class World:
    """Ids of what is there and stays there, while the tests come and go."""

    api: Api
    clip: bytes = field(repr=False)
    clip_url: str  # a signed URL, good for `videoUrl`
    callback_url: str
    video_id: str  # Processed, with faces
    thumbnail_id: str
    face_ids: list[int]
    expired_id: str  # Processed; in a whole world its file is gone
    done_job: str
    failed_job: str  # in a whole world

    @property
    def url(self) -> str:
        """The service's address."""
        return self.api.url

    def clear(self) -> None:
        """Delete every video of the account."""
        listed = self.api.get("Videos", params={"pageSize": 1000}).json()["results"]
        for video in listed:
            self.api.call("DELETE", f"Videos/{video['id']}")

    def disposable(self) -> str:
        """The id of a new video that nobody needs."""
        answer = self.api.post("Videos", params={"name": "x"}, files={"file": ("x.mp4", NOT_A_VIDEO)})
        return str(answer.json()["id"])


def small_world(api: Api, clip: Path, callback_url: str) -> World:
    """One indexed video and one finished job."""
    video_id = api.upload(clip, name="kept")
    assert api.wait_indexed(video_id) == "Processed"
    job = api.redact(video_id, {"blurringKind": "Black"})
    assert api.wait_job(job).status_code == 303
    video: dict[str, Any] = api.get(f"Videos/{video_id}/Index").json()["videos"][0]
    return World(
        api=api,
        clip=clip.read_bytes(),
        clip_url=api.get(f"Videos/{video_id}/SourceFile/DownloadUrl").json(),
        callback_url=callback_url,
        video_id=video_id,
        thumbnail_id=video["thumbnailId"],
        face_ids=[face["id"] for face in video["insights"]["faces"]],
        expired_id=video_id,
        done_job=job,
        failed_job=job,
    )


def whole_world(api: Api, clip: Path, callback_url: str) -> World:
    """A small world, and beside it a video whose file is gone, with the job that failed for it."""
    expired_id = api.upload(clip, name="expired")
    assert api.wait_indexed(expired_id) == "Processed"
    assert api.control("POST", f"videos/{api.account.id}/{expired_id}/expire-source").status_code == 204
    failed_job = api.redact(expired_id, {"blurringKind": "Black"})
    assert api.wait_job(failed_job).json()["state"] == "Failed"
    return replace(small_world(api, clip, callback_url), expired_id=expired_id, failed_job=failed_job)
