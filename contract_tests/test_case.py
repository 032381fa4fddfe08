"""Names of query parameters, listed words and the fixed parts of paths are compared without case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from .conftest import Indexed
from .contract import Operation, contract
from .permissions import DATA_PLANE, each, no_live
from .receiver import listed, uploaded
from .service import Service
from .target import API_VERSION

CASES: list[Callable[[str], str]] = [str.lower, str.upper, str.swapcase]
OTHER_CASE = pytest.mark.parametrize("change", CASES, ids=["lower", "upper", "swapped"])
FAR = "2077-01-01T00:00:00Z"

SHOWN: dict[str, tuple[str, str, Callable[[httpx.Response], bool]]] = {
    "pageSize": ("listVideos", "1", lambda answer: len(answer.json()["results"]) == 1),
    "skip": ("listVideos", "100000", lambda answer: answer.json()["results"] == []),
    "createdAfter": ("listVideos", FAR, lambda answer: answer.json()["results"] == []),
    "createdBefore": ("listVideos", "2001-01-01T00:00:00Z", lambda answer: answer.json()["results"] == []),
    "partitions": ("listVideos", "nobody's", lambda answer: answer.json()["results"] == []),
    "includedInsights": ("getVideoIndex", "labels", lambda answer: "faces" not in _insights(answer)),
    "excludedInsights": ("getVideoIndex", "faces", lambda answer: "faces" not in _insights(answer)),
    "includeSummarizedInsights": (
        "getVideoIndex",
        "false",
        lambda answer: not answer.json().get("summarizedInsights"),
    ),
    "format": ("getVideoThumbnail", "Base64", lambda answer: answer.headers["content-type"][:5] == "text/"),
    "type": ("getVideoArtifactUrl", "Faces", lambda answer: answer.status_code == 200),
}
"""Query parameters of reads: the operation, a value, and what shows that it was heard."""

UNKNOWN: dict[str, dict[str, Any]] = {
    "uploadVideo": {},
    "redactVideo": {"json": {"faces": {}}},
    "deleteVideo": {},
    "getJob": {},
}
"""Operations that are asked about nothing that is there, so that nothing comes of it."""


def _insights(answer: httpx.Response) -> dict[str, Any]:
    return dict(answer.json()["videos"][0]["insights"])


def _other_path(operation: Operation, change: Callable[[str], str]) -> str:
    """The path's template with its fixed parts in another case."""
    parts = operation.template.split("/")
    return "/".join(part if part.startswith("{") else change(part) for part in parts)


@OTHER_CASE
@pytest.mark.parametrize("name", SHOWN)
def test_a_query_parameter_is_heard_by_its_name_in_any_case(
    service: Service, indexed: Indexed, name: str, change: Callable[[str], str]
) -> None:
    """PAGESIZE is pageSize, and so for every parameter of a read."""
    operation_id, value, is_heard = SHOWN[name]
    places = {"videoId": indexed.id, "thumbnailId": indexed.thumbnail_id}
    answer = service.call(operation_id, places=places, params={change(name): value})
    assert answer.status_code == 200, f"{change(name)}={value} got {answer.status_code}: {answer.text[:300]}"
    assert is_heard(answer), f"{change(name)}={value} was passed over"


@OTHER_CASE
def test_what_an_upload_says_is_heard_in_any_case(service: Service, change: Callable[[str], str]) -> None:
    """Names of parameters and listed words alike."""
    no_live(service.aim, "it would upload more than a live run may")
    said = {"name": "named", "description": "d", "externalId": "e", "metadata": "m", "partition": "p"}
    words = {"privacy": "Public", "streamingPreset": "NoStreaming", "indexingPreset": "VideoOnly"}
    params: dict[str, Any] = {change(name): text for name, text in said.items()}
    params |= {change(name): change(word) for name, word in words.items()}
    with uploaded(service, **params) as video:
        entry = listed(service, video["id"])
    assert {name: entry[name] for name in said} == said
    shown = {name: entry["privacyMode" if name == "privacy" else name] for name in words}
    assert shown == words


@OTHER_CASE
def test_what_a_redaction_says_is_heard_in_any_case(
    service: Service, indexed: Indexed, change: Callable[[str], str]
) -> None:
    """Names of parameters and listed words alike."""
    no_live(service.aim, "it would redact more than a live run may")
    said = {"name": "named", "description": "d", "externalId": "e"}
    words = {"privacy": "Public", "streamingPreset": "SingleBitrate", "priority": "High"}
    params: dict[str, Any] = {change(name): text for name, text in said.items()}
    params |= {change(name): change(word) for name, word in words.items()}
    new_id = service.redacted(indexed.id, {"blurringKind": "Black"}, **params)
    entry = listed(service, new_id)
    service.delete(new_id)
    assert {name: entry[name] for name in said} == said
    assert (entry["privacyMode"], entry["streamingPreset"]) == ("Public", "SingleBitrate")


@OTHER_CASE
@each(DATA_PLANE)
def test_the_fixed_parts_of_a_path_are_the_same_in_any_case(
    service: Service, indexed: Indexed, operation: Operation, change: Callable[[str], str]
) -> None:
    """What is asked is understood, whether it succeeds or not."""
    if operation.id in UNKNOWN:
        no_live(service.aim, "what it makes of wrong input isn't known")
    video_id = "neverwas00" if operation.id in UNKNOWN else indexed.id
    names = {"location": service.target.location, "accountId": service.target.account_id}
    names |= {"videoId": video_id, "thumbnailId": indexed.thumbnail_id, "jobId": "neverwas00"}
    how: dict[str, Any] = UNKNOWN.get(operation.id, {})
    if operation.id == "getVideoArtifactUrl":
        how = {"params": {"type": "Faces"}}
    headers = {"Authorization": f"Bearer {service.token}"}
    path = _other_path(operation, change).format_map(names)
    answer = service.http.request(operation.method, path, headers=headers, **how)
    usual = service.call(operation.id, places=names, **how)
    assert answer.status_code == usual.status_code, f"{path} got {answer.status_code}: {answer.text[:300]}"
    if usual.status_code >= 400:
        assert answer.json()["ErrorType"] == usual.json()["ErrorType"], f"{path}: {answer.text}"


@OTHER_CASE
def test_resource_manager_has_no_case_in_its_paths(service: Service, change: Callable[[str], str]) -> None:
    """A token is issued whatever the case of the fixed parts."""
    arm = service.target.arm
    if arm is None:
        pytest.skip("needs generateAccessToken, and only an access token was given")
    path = _other_path(contract().operations["generateAccessToken"], change)
    answer = service.http.post(
        arm.url.rstrip("/") + path.format_map(service.arm_places()),
        params={"api-version": API_VERSION},
        headers={"Authorization": f"Bearer {arm.bearer}"},
        json={"permissionType": "Reader", "scope": "Account"},
    )
    assert answer.status_code == 200, f"{path} got {answer.status_code}: {answer.text[:300]}"
