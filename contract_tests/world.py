"""Real things for drawn requests to meet: videos and jobs in every state that can be had here."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .service import Service

NOT_A_VIDEO = b"\x00\x01 this is no video"


@dataclass(frozen=True)
class World:
    """Ids of what is there and stays there, while drawn requests come and go."""

    service: Service
    clip: bytes = field(repr=False)
    clip_url: str  # a signed URL, good for `videoUrl` where private addresses are taken
    callback_url: str
    video_id: str  # Processed, with faces
    external_id: str  # of that video
    thumbnail_id: str
    face_ids: list[int]
    expired_id: str  # Processed, and its file is gone where the service has a control for that
    done_job: str
    failed_job: str  # the done one where no job can be made to fail
    kept: frozenset[str]  # ids of the videos that were there before the drawn requests

    def disposable(self) -> str:
        """The id of a new video that nobody needs."""
        file = {"file": ("x.mp4", NOT_A_VIDEO)}
        answer = self.service.call("uploadVideo", params={"name": "x"}, files=file)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id"])

    def tidy(self) -> None:
        """Delete whatever was added."""
        for video in self.service.videos():
            if video["id"] not in self.kept:
                self.service.delete(video["id"])


def build(service: Service, clip: Path, callback_url: str, given: str | None = None) -> World:
    """Upload and redact what drawn requests shall meet; `given` is a video to use instead of an upload."""
    video_id = given or service.upload(clip, name="kept", externalId="kept")
    index = service.wait_indexed(video_id)
    assert index["state"] == "Processed", f"the clip's indexing ended in the state {index['state']}"
    video = index["videos"][0]
    done_job = service.redact(video_id, {"blurringKind": "Black"})
    service.wait_job(done_job)
    expired_id, failed_job = _broken(service, clip) if service.aim.controls else (video_id, done_job)
    return World(
        service=service,
        clip=clip.read_bytes(),
        clip_url=service.signed_url("getVideoSourceFileDownloadUrl", video_id),
        callback_url=callback_url,
        video_id=video_id,
        external_id=str(video.get("externalId") or "neverwas"),
        thumbnail_id=video["thumbnailId"],
        face_ids=[face["id"] for face in video["insights"]["faces"]],
        expired_id=expired_id,
        done_job=done_job,
        failed_job=failed_job,
        kept=frozenset(listed["id"] for listed in service.videos()),
    )


def _broken(service: Service, clip: Path) -> tuple[str, str]:
    """A video whose file is gone, and the job that failed for it."""
    expired_id = service.upload(clip, name="expired")
    service.wait_indexed(expired_id)
    service.control("POST", f"videos/{service.target.account_id}/{expired_id}/expire-source")
    failed_job = service.redact(expired_id, {"blurringKind": "Black"})
    ended = service.wait_job(failed_job)
    assert ended.status_code == 200, f"a redaction without a file ended with {ended.status_code}"
    return expired_id, failed_job


@contextmanager
def callback_taker() -> Iterator[str]:
    """An address that takes every POST: one that doesn't answer would be retried, and delay the work."""

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """Take it."""
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taker) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/taken"
        server.shutdown()
