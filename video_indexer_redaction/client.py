"""The SDK's face: upload, wait, list faces, redact, wait, download."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Literal, TypeVar, cast, get_args
from urllib.parse import quote

import httpx
from attrs import frozen
from video_indexer_client import AuthenticatedClient
from video_indexer_client.api.videos import (
    delete_video,
    get_video_artifact_url,
    get_video_index,
    list_videos,
    redact_video,
)
from video_indexer_client.models import (
    FaceFilter,
    FaceRedaction,
    RedactionRequest,
    Video,
    VideoIndex,
    VideoList,
)

from video_indexer_redaction.answers import raise_for_answer, translated
from video_indexer_redaction.errors import IndexingFailed, NotFound, UnexpectedAnswer, UsageError
from video_indexer_redaction.jobs import DONE_STATUSES, JOB_IN_LOCATION, JobStatus, in_location, read_job
from video_indexer_redaction.target import Target
from video_indexer_redaction.tokens import (
    ArmToken,
    FixedToken,
    TokenAuth,
    TokenSource,
    keep_secrets_out_of_logs,
)
from video_indexer_redaction.transfers import CountingReader, Progress, download
from video_indexer_redaction.waiting import DEADLINE, looks

BlurringKind = Literal["MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black"]
BLURRING_KINDS: tuple[BlurringKind, ...] = get_args(BlurringKind)

TIMEOUT = httpx.Timeout(60.0, connect=10.0)
"""Seconds; the gateway itself gives up after about 60."""

PAGE = 1000
"""Videos asked for at once; the contract's limit."""

T = TypeVar("T")


@frozen
class Face:
    """A person that the index lists."""

    id: int
    name: str
    confidence: float  # 0 to 1
    seen_seconds: float


def _ignore(_fraction: float) -> None:
    """Progress that nobody watches."""


class RedactionClient:
    """One account of one service. Use it as a context manager.

    Each method raises ServiceError for an answer that says no, ConnectionFailed for none at all, and
    UnexpectedAnswer for one that the contract doesn't have. `on_progress` is told the fraction done.
    """

    def __init__(self, target: Target) -> None:
        """Nothing is sent before the first call."""
        keep_secrets_out_of_logs()
        self._target = target
        # Two clients on purpose: the plain one never carries a token, so no blob host can get it.
        self._plain = httpx.Client(timeout=TIMEOUT)
        self._http = httpx.Client(
            base_url=target.url,
            timeout=TIMEOUT,
            auth=TokenAuth(self._token_source(), target.url),
            event_hooks={"response": [raise_for_answer]},
        )
        # The token is TokenAuth's business, so the generated client is given none to show in its repr.
        self._api = AuthenticatedClient(
            base_url=target.url, token="", raise_on_unexpected_status=True
        ).set_httpx_client(self._http)
        self._marks: dict[str, str] = {}  # by job: the externalId that its video was given
        self._account: dict[str, Any] = {
            "location": target.location,
            "account_id": _account_id(target),
            "client": self._api,
        }

    def __repr__(self) -> str:
        return f"RedactionClient({self._target!r})"

    def __enter__(self) -> RedactionClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._plain.close()
        self._http.close()

    def upload(
        self,
        clip: Path,
        *,
        name: str | None = None,
        external_id: str | None = None,
        on_progress: Progress | None = None,
    ) -> str:
        """Upload a clip, streamed; returns the new video's id. `name` defaults to the file's.

        By an `external_id` of your own you find the video with `find`, should the call be cut off.
        """
        params = {"name": (name or clip.name)[-80:]} | ({"externalId": external_id} if external_id else {})
        with clip.open("rb") as file, translated():
            # The generated operation would read the whole file into memory.
            response = self._http.post(
                self._path("Videos"),
                params=params,
                files={"file": (clip.name, cast(BinaryIO, CountingReader(file, on_progress or _ignore)))},
            )
            return Video.from_dict(response.json()).id

    def wait_until_indexed(
        self, video_id: str, *, deadline: float = DEADLINE, on_progress: Progress | None = None
    ) -> None:
        """Wait until a video is indexed; raises IndexingFailed, or DeadlineExceeded (deadline: s)."""
        for _ in looks(deadline, "The indexing"):
            with translated():
                index = self._index(video_id)
                video = index.videos[0]
                progress = _percent(video.processing_progress)
            if index.state == "Processed":
                return
            if index.state in {"Failed", "Quarantined"}:
                raise IndexingFailed(
                    f"The video could not be indexed: {video.failure_message or index.state}"
                )
            (on_progress or _ignore)(progress)

    def faces(self, video_id: str) -> list[Face]:
        """List the people whom the index shows: those seen long and surely enough."""
        with translated():
            insights = self._index(video_id).videos[0].insights
            found = (insights and insights.faces) or ()
            return [_face(face.to_dict()) for face in found]

    def faces_artifact(self, video_id: str) -> dict[str, Any]:
        """Fetch the Faces artifact: every face of every frame. Its schema is the service's own."""
        with translated():
            parsed = get_video_artifact_url.sync(video_id=video_id, type_="Faces", **self._account)
            response = self._plain.get(_expect(str, parsed), follow_redirects=True)
            raise_for_answer(response)
            return _expect(dict, response.json())

    def redact(
        self,
        video_id: str,
        kind: BlurringKind = "MediumBlur",
        *,
        name: str | None = None,
        only: Sequence[int] | None = None,
        but: Sequence[int] | None = None,
    ) -> str:
        """Start a redaction; returns the job's id. Hides all faces, or `only` these, or all `but` these."""
        if only is not None and but is not None:
            raise UsageError("Give either `only` or `but`, not both.")
        faces = FaceRedaction(blurring_kind=kind)
        if only is not None:
            faces.filter_ = FaceFilter(ids=list(only), scope="Include")
        if but is not None:
            faces.filter_ = FaceFilter(ids=list(but), scope="Exclude")
        # The answer doesn't name the new video; by this mark it can be found before the job is done.
        mark = str(uuid.uuid4())
        with translated():
            response = redact_video.sync_detailed(
                video_id=video_id,
                body=RedactionRequest(faces),
                name=name or f"redacted {video_id}",
                external_id=mark,
                **self._account,
            )
        job_id = in_location(JOB_IN_LOCATION, response.headers.get("location"))
        self._marks[job_id] = mark
        return job_id

    def wait_for_job(
        self, job_id: str, *, deadline: float = DEADLINE, on_progress: Progress | None = None
    ) -> str:
        """Wait until a job is done; returns the redacted video's id.

        Raises JobFailed, or DeadlineExceeded after `deadline` seconds. The redirect by which a job ends
        is read here and not followed, so that the token goes nowhere else.
        """
        for _ in looks(deadline, "The redaction"):
            status = self._job(job_id)
            if status.done:
                return status.video_id or self.redacted_video(job_id)
            (on_progress or _ignore)(status.progress)
        raise AssertionError("unreachable: looks() ends by raising")

    def redacted_video(self, job_id: str) -> str:
        """Find the video of a job that this client has started, done or not, by the mark it was given."""
        mark = self._marks.get(job_id)
        found = self.find(mark) if mark else None
        if found is None:
            raise NotFound(404, None, f"The video of job {job_id} isn't listed.")
        return found

    def find(self, external_id: str) -> str | None:
        """Find the newest video that carries this external id; returns its id, or None."""
        return next((video.id for video in self._videos() if video.external_id == external_id), None)

    def download(self, video_id: str, target: Path, *, on_progress: Progress | None = None) -> None:
        """Download a video's file; it appears under its name only when whole."""
        with translated():
            response = self._http.get(self._path("Videos", video_id, "SourceFile", "DownloadUrl"))
            if response.status_code in DONE_STATUSES:  # so says the vendor's page, though nobody has seen it
                url = str(response.url.join(response.headers["location"]))
            else:
                url = _expect(str, response.json())
        download(self._plain, url, target, on_progress or _ignore)

    def delete(self, video_id: str) -> None:
        """Delete a video with everything that was found in it."""
        with translated():
            delete_video.sync_detailed(video_id=video_id, **self._account)

    def _index(self, video_id: str) -> VideoIndex:
        with translated():
            return _expect(VideoIndex, get_video_index.sync(video_id=video_id, **self._account))

    def _job(self, job_id: str) -> JobStatus:
        """Ask once. The generated operation knows 200 and 303 only, and takes no number for a state."""
        with translated():
            return read_job(self._http.get(self._path("Jobs", job_id)))

    def _videos(self) -> Iterator[Video]:
        skip = 0
        while True:
            with translated():
                page = _expect(VideoList, list_videos.sync(page_size=PAGE, skip=skip, **self._account))
                done, onward = page.next_page.done, page.next_page.skip
            yield from page.results
            if done or onward <= skip:
                return
            skip = onward

    def _path(self, *parts: str) -> str:
        account = (self._target.location, "Accounts", self._target.account_id)
        return "/" + "/".join(quote(part, safe="") for part in (*account, *parts))

    def _token_source(self) -> TokenSource:
        if self._target.access_token is not None:
            return FixedToken(self._target.access_token)
        if self._target.arm is not None:
            return ArmToken(self._target.arm, self._plain)
        raise UsageError("The target has neither an access token nor an ARM account to get one from.")


def _expect(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise UnexpectedAnswer(
            f"The service answered with {type(value).__name__} instead of {kind.__name__}."
        )
    return value


def _account_id(target: Target) -> uuid.UUID:
    try:
        return uuid.UUID(target.account_id)
    except ValueError:
        raise UsageError("The account id must be the account's GUID.") from None


def _percent(text: object) -> float:
    digits = str(text or "").rstrip("%")
    return int(digits) / 100 if digits.isdigit() else 0.0


def _face(fields: dict[str, Any]) -> Face:
    seen = sum(_seconds(part["end"]) - _seconds(part["start"]) for part in fields.get("instances", ()))
    return Face(fields["id"], fields["name"], fields.get("confidence") or 0.0, seen)


def _seconds(span: str) -> float:
    hours, minutes, seconds = span.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
