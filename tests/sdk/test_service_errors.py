"""Every error that the contract documents becomes the right class, with all that the answer tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from tests.emulator.api import Api
from tests.sdk.conftest import ONCE
from video_indexer_redaction import RedactionClient, development_target
from video_indexer_redaction.errors import (
    BadRequest,
    Conflict,
    Gone,
    NotFound,
    ServerFailure,
    ServiceError,
    TooManyRequests,
    Unauthorized,
)

CLASSES: dict[int, type[ServiceError]] = {
    400: BadRequest,
    401: Unauthorized,
    404: NotFound,
    409: Conflict,
    410: Gone,
    429: TooManyRequests,
    500: ServerFailure,
    504: ServerFailure,
}

COMMON = {400, 401, 404, 429, 500, 504}
STATUSES = {
    "uploadVideo": COMMON | {409},
    "getVideoIndex": COMMON,
    "getVideoArtifactUrl": COMMON,
    "redactVideo": COMMON | {409},
    "getJob": COMMON,
    "getVideoSourceFileDownloadUrl": COMMON | {410},
    "listVideos": COMMON,
    "deleteVideo": COMMON,
    "getVideoThumbnail": COMMON,
}


def calls(clip: Path, target: Path, indexed: str) -> dict[str, Callable[[RedactionClient], Any]]:
    """A way to each operation that the SDK uses."""
    return {
        "uploadVideo": lambda client: client.upload(clip),
        "getVideoIndex": lambda client: client.faces("v"),
        "getVideoArtifactUrl": lambda client: client.faces_artifact("v"),
        "redactVideo": lambda client: client.redact("v"),
        "getJob": lambda client: client.wait_for_job("j"),
        "getVideoSourceFileDownloadUrl": lambda client: client.download("v", target),
        "listVideos": lambda client: client.find("m"),
        "getVideoThumbnail": lambda client: client.save_thumbnails(indexed, target),
        "deleteVideo": lambda client: client.delete("v"),
    }


@pytest.mark.parametrize(
    "fault", [(name, status) for name, known in STATUSES.items() for status in sorted(known)], ids=str
)
def test_a_documented_error_becomes_its_class(
    emulator: Api, indexed: str, sample_clip: Path, tmp_path: Path, fault: tuple[str, int]
) -> None:
    """With status, error type, message, request id, and the seconds to wait."""
    operation, status = fault
    plan = {"operationId": operation, "status": status, "message": "Planned words.", "retryAfter": 7}
    assert emulator.control("POST", "faults", json=plan).status_code == 201

    # A fixed token isn't renewed: after a 401 the client would retry with a new one.
    target = evolve(development_target(emulator.url), access_token=emulator.token)
    with RedactionClient(target, retry=ONCE) as client, pytest.raises(ServiceError) as caught:
        calls(sample_clip, tmp_path / "out.mp4", indexed)[operation](client)

    error = caught.value
    assert (CLASSES[status], status) == (type(error), error.status)
    assert error.request_id
    assert error.request_id in str(error)
    if status == 429:
        assert (error.retry_after, error.error_type) == (7, None)
    else:
        assert (error.retry_after, error.message) == (None, "Planned words.")
        assert error.error_type
        assert error.error_type in str(error)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 504])
def test_an_error_of_the_token_operation_is_read_from_its_own_envelope(emulator: Api, status: int) -> None:
    """Azure Resource Manager says `error.code` where the data plane says `ErrorType`."""
    plan = {"operationId": "generateAccessToken", "status": status, "message": "Planned words."}
    assert emulator.control("POST", "faults", json=plan).status_code == 201

    once = RedactionClient(development_target(emulator.url), retry=ONCE)
    with once as client, pytest.raises(ServiceError) as caught:
        client.faces("v")

    error = caught.value
    assert (CLASSES.get(status, Unauthorized), status) == (type(error), error.status)
    assert error.error_type
    assert error.message == "Planned words."
