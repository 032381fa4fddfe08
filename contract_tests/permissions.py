"""What the tests of access share: a request of each operation, spoilt tokens, proof that nothing changed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from .absence import UNKNOWN_THUMBNAIL
from .conftest import Clip, Indexed
from .contract import Operation, contract
from .service import AuthForm, Service
from .target import Aim

DATA_PLANE = [operation for operation in contract().operations.values() if operation.permission]
"""All operations that take an access token."""

READS = [operation for operation in DATA_PLANE if operation.permission == "Reader"]
WRITES = [operation for operation in DATA_PLANE if operation.permission == "Contributor"]
OPEN = [operation for operation in DATA_PLANE if "" in operation.security]
"""Operations that need no token for a public video."""

ONE_UPLOAD = "it would make or delete more videos than a live run may"
FORMS: tuple[AuthForm, ...] = ("bearer", "query")
TWO_HOURS = 7200  # seconds; tokens and signed URLs don't live that long

NOBODY = frozenset({"USER_NOT_AUTHENTICATED", "UNAUTHORIZED"})
"""ErrorTypes that fit a request without a token."""

SPOILT_TOKEN = frozenset({"ACCESS_TOKEN_VALIDATION_FAILED", "USER_NOT_AUTHENTICATED", "UNAUTHORIZED"})
EXPIRED_TOKEN = frozenset({"ACCESS_TOKEN_EXPIRED"})
NOT_COVERED = frozenset({"USER_NOT_ALLOWED"})
"""The one that is documented, for a genuine token that doesn't permit the request."""


@dataclass(frozen=True)
class Shown:
    """A token that must not be enough, how failures call it, and the ErrorTypes that fit its refusal."""

    token: str
    what: str
    words: frozenset[str]


REDACTION = {"faces": {"blurringKind": "Black"}}


@dataclass(frozen=True)
class Stage:
    """What requests are about: a video, a finished job, and the redacted video that it made."""

    video_id: str
    thumbnail_id: str
    job_id: str
    redacted_id: str
    clip: Path
    locations: tuple[str, str]  # of the accepted redaction and of the finished job
    external_id: str = ""  # of the video; empty where it has none

    def subject(self, operation: Operation) -> str:
        """The video that a request is about; what deletes gets the one that can be missed."""
        return self.redacted_id if operation.id == "deleteVideo" else self.video_id

    def how(self, operation: Operation, video_id: str | None = None) -> dict[str, Any]:
        """Arguments of Service.call with which the operation succeeds."""
        places = {
            "videoId": video_id or self.subject(operation),
            "thumbnailId": self.thumbnail_id,
            "jobId": self.job_id,
        }
        how: dict[str, Any] = {"places": places}
        if operation.id == "uploadVideo":
            how |= {"params": {"name": "access"}, "files": {"file": ("access.mp4", self.clip.read_bytes())}}
        elif operation.id == "getVideoArtifactUrl":
            how |= {"params": {"type": "Faces"}}
        elif operation.id == "getIdByExternalId":
            how |= {"params": {"externalId": self.external_id or "neverwas"}}
        elif operation.id == "redactVideo":
            how |= {"params": {"name": "access"}, "json": REDACTION}
        return how


SUCCESS = {
    "redactVideo": {202},
    "getJob": {303},
    "deleteVideo": {200, 204},
    "getVideoInsightsWidget": {301},
    "getVideoPlayerWidget": {301},
}
"""Statuses of a success, where 200 isn't the one; the job is a finished one."""


def assert_taken(operation: Operation, answer: httpx.Response, what: str) -> None:
    """The request was let through and did its work."""
    wanted = SUCCESS.get(operation.id, {200})
    assert answer.status_code in wanted, (
        f"{operation.id} with {what} answered {answer.status_code} instead of {sorted(wanted)}: {answer.text}"
    )


def assert_refused(
    aim: Aim, operation: Operation, answer: httpx.Response, what: str, words: frozenset[str]
) -> None:
    """The request was refused with 401 and a word that fits; of a live service any word of a 401 will do."""
    assert answer.status_code == 401, f"{operation.id} with {what} answered {answer.status_code}, not 401"
    fitting = operation.answers[401].error_types if aim.live else words
    word = answer.json()["ErrorType"]
    assert word in fitting, f"{operation.id} with {what} gave the ErrorType {word}, not {sorted(fitting)}"


def tidy(service: Service, operation: Operation, answer: httpx.Response) -> None:
    """Delete what a request has made."""
    if operation.id == "uploadVideo":
        service.delete(str(answer.json()["id"]))
    elif operation.id == "redactVideo":
        ended = service.wait_job(str(answer.headers["location"]).rsplit("/", 1)[1])
        service.delete(new_video(ended))


def each(operations: list[Operation]) -> pytest.MarkDecorator:
    """Run a test for each of the operations."""
    return pytest.mark.parametrize("operation", operations, ids=lambda operation: operation.id)


def refuse(service: Service, stage: Stage, operation: Operation, shown: Shown) -> None:
    """Send a request in both forms, neither of which may succeed or have an effect."""
    with unchanged(service, operation):
        for form in FORMS:
            answer = service.call(operation.id, token=shown.token, auth=form, **stage.how(operation))
            assert_refused(service.aim, operation, answer, f"{shown.what} as {form}", shown.words)


@contextmanager
def staged(service: Service, indexed: Indexed, clip: Clip, form: AuthForm = "bearer") -> Iterator[Stage]:
    """Redact the video, and delete the new one in the end; `form` is how the token was sent."""
    how: dict[str, Any] = {"places": {"videoId": indexed.id}, "params": {"name": "access"}, "json": REDACTION}
    started = service.call("redactVideo", auth=form, **how)
    assert started.status_code == 202, f"redactVideo answered {started.status_code}: {started.text}"
    job_id = started.headers["location"].rsplit("/", 1)[1]
    ended = service.wait_job(job_id)
    assert ended.status_code == 303, f"the job ended with {ended.status_code}: {ended.text}"
    redacted_id = new_video(ended)
    locations = (str(started.headers["location"]), str(ended.headers["location"]))
    # A stub without an index can still be asked for its tokens.
    told = not service.guard.lacks("getVideoIndex")
    thumbnail_id = indexed.thumbnail_id if told else UNKNOWN_THUMBNAIL
    external_id = str(indexed.index["videos"][0].get("externalId") or "") if told else ""
    yield Stage(indexed.id, thumbnail_id, job_id, redacted_id, clip.path, locations, external_id)
    service.delete(redacted_id)


def new_video(ended: httpx.Response) -> str:
    """The video that a finished job has made."""
    return str(ended.headers["location"]).split("/Videos/")[1].split("/")[0]


@contextmanager
def unchanged(service: Service, operation: Operation) -> Iterator[None]:
    """Make sure that a refused request has made nothing and deleted nothing."""
    if operation not in WRITES or service.guard.lacks("listVideos"):
        yield  # a stub without a list can still be asked whether it refuses
        return
    before = {video["id"] for video in service.videos()}
    yield
    after = {video["id"] for video in service.videos()}
    assert after == before, (
        f"{operation.id} was refused and had an effect all the same: "
        f"new videos {sorted(after - before)}, lost videos {sorted(before - after)}"
    )


@contextmanager
def later(service: Service, seconds: int = TWO_HOURS) -> Iterator[None]:
    """Let the service think that it is later."""
    service.control("PUT", "clock", json={"aheadSeconds": seconds})
    try:
        yield
    finally:
        service.control("PUT", "clock", json={"aheadSeconds": 0})


def no_live(aim: Aim, why: str) -> None:
    """Skip the test on a live service."""
    if aim.live:
        pytest.skip(f"not on a live service: {why}")


# tokens, taken apart and spoilt


def decoded(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token; the test is skipped where tokens aren't JWTs."""
    try:
        return jwt_of(token)
    except ValueError:
        pytest.skip("the service's access token isn't a JWT, so it can't be taken apart")


def jwt_of(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token; raises ValueError where it is no JWT."""
    header, claims = (json.loads(_unpacked(part)) for part in token.split(".")[:2])
    return header, claims


def with_claims(token: str, **changes: Any) -> str:
    """A token whose claims were changed, under the signature of the old ones."""
    header, _, signature = token.split(".")
    return f"{header}.{_packed(decoded(token)[1] | changes)}.{signature}"


def signed_by(token: str, algorithm: str, key: bytes | None) -> str:
    """The claims of a token under another algorithm; without a key there is no signature."""
    header, claims = decoded(token)
    text = f"{_packed(header | {'alg': algorithm})}.{_packed(claims)}"
    if key is None:
        return f"{text}."
    return f"{text}.{_encoded(hmac.new(key, text.encode(), hashlib.sha256).digest())}"


def _other_ending(token: str) -> str:
    return token[:-8] + ("AAAAAAAA" if not token.endswith("AAAAAAAA") else "BBBBBBBB")


def _exchanged_signature(service: Service) -> str:
    """The claims of one genuine token under the signature of another."""
    claims, signature = service.token, service.issue_token("Reader")
    return f"{claims.rpartition('.')[0]}.{signature.rpartition('.')[2]}"


def _credential(service: Service) -> str:
    """What opens Azure Resource Manager, and doesn't open the data plane."""
    arm = service.target.arm
    if arm is None or arm.bearer is None:
        pytest.skip("needs a credential for Azure Resource Manager, and only an access token was given")
    return arm.bearer


SPOILT: dict[str, Callable[[Service], str]] = {
    "garbage": lambda _: "garbage",
    "three parts of nothing": lambda _: "a.b.c",
    "an altered signature": lambda service: _other_ending(service.token),
    "a truncated signature": lambda service: service.token[:-20],
    "no signature": lambda service: service.token.rpartition(".")[0] + ".",
    "another token's signature": _exchanged_signature,
    "a prolonged life": lambda service: with_claims(
        service.token, exp=decoded(service.token)[1]["exp"] + TWO_HOURS
    ),
    "a raised permission": lambda service: with_claims(
        service.issue_token("Reader"), Permission="Contributor"
    ),
    "a widened scope": lambda service: with_claims(
        service.issue_token("Contributor", "Video", videoId="nosuchvideo"), Scope="Account"
    ),
    "the algorithm none": lambda service: signed_by(service.token, "none", None),
    "the algorithm None": lambda service: signed_by(service.token, "None", None),
    "HS256 and an empty key": lambda service: signed_by(service.token, "HS256", b""),
    "HS256 and a guessed key": lambda service: signed_by(service.token, "HS256", b"secret"),
    "RS256 claimed and HS256 done": lambda service: signed_by(service.token, "RS256", b"secret"),
    "nothing but Resource Manager's credential": _credential,
    "lower case": lambda service: service.token.lower(),
    "upper case": lambda service: service.token.upper(),
}
"""Tokens that nobody issued, by what is wrong with them."""

MISPLACED: dict[str, Callable[[str], dict[str, Any]]] = {
    "no token": lambda _: {},
    "the page's query parameter token": lambda token: {"params": {"token": token}},
    "the page's header bearertoken": lambda token: {"headers": {"bearertoken": token}},
    "the query parameter access_token": lambda token: {"params": {"access_token": token}},
    "a header accessToken": lambda token: {"headers": {"accessToken": token}},
    "a cookie": lambda token: {"headers": {"Cookie": f"accessToken={token}"}},
    "the scheme Basic": lambda token: {"headers": {"Authorization": f"Basic {token}"}},
    "the scheme Token": lambda token: {"headers": {"Authorization": f"Token {token}"}},
    "no scheme": lambda token: {"headers": {"Authorization": token}},
    "an empty bearer": lambda _: {"headers": {"Authorization": "Bearer"}},
    "an empty accessToken": lambda _: {"params": {"accessToken": ""}},
}
"""Requests that carry no token as far as the contract goes."""


def _packed(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def merged(how: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Two sets of arguments of Service.call; the query parameters of both are sent."""
    params = how.get("params", {}) | more.get("params", {})
    return how | more | ({"params": params} if params else {})
