"""The contract drives the service: everything in it is read, and nothing is passed over in silence."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from video_indexer_emulator.errors import UnknownContract
from video_indexer_emulator.http.handlers import HANDLERS, ONE_ROW, STREAMING
from video_indexer_emulator.http.spec import Contract, Credential
from video_indexer_emulator.service.access import Permission, Scope

VIDEOS = "/{location}/Accounts/{accountId}/Videos"
REDACT = f"{VIDEOS}/{{videoId}}/redact"


def test_every_operation_has_a_handler_and_the_other_way_round(contract: Contract) -> None:
    """The contract and the handlers name the same operations."""
    assert set(HANDLERS) == set(contract.operations)
    assert set(HANDLERS) >= STREAMING | ONE_ROW


def test_every_operation_of_the_data_plane_asks_for_a_permission(contract: Contract) -> None:
    """Only those of Azure Resource Manager, and those for a subscription key, go without one."""
    for operation in contract.operations.values():
        of_data_plane = operation.segments[0] == "{location}"
        assert (operation.requirement is not None) == of_data_plane, operation.id
        assert (operation.credential is Credential.ACCESS_TOKEN) == of_data_plane, operation.id


def test_a_token_is_optional_for_reading_one_video_alone(contract: Contract) -> None:
    """Whatever changes something, or shows more than one video, wants a token."""
    optional = {operation.id for operation in contract.operations.values() if operation.token_optional}

    assert optional == {
        "getVideoIndex", "getVideoArtifactUrl", "getVideoThumbnail", "getVideoSourceFileDownloadUrl",
        "getVideoInsightsWidget", "getVideoPlayerWidget",
    }  # fmt: skip
    assert all(contract.operations[name].method == "GET" for name in optional)


def test_permissions_are_read_from_the_contract(contract: Contract) -> None:
    """What changes a video asks for a contributor, what reads it for a reader."""
    redact, listing = contract.operations["redactVideo"], contract.operations["listVideos"]

    assert redact.requirement
    assert redact.requirement.permission is Permission.CONTRIBUTOR
    assert listing.requirement
    assert listing.requirement.permission is Permission.READER
    assert listing.requirement.scopes == {Scope.ACCOUNT}


def _schema(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"]["FaceFilter"]
    return found


def _nested_schema(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _schema(document)["properties"]["ids"]["items"]
    found.pop("$ref")
    return found


def _parameter(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["parameters"]["VideoName"]
    return found


def _parameter_schema(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _parameter(document)["schema"]
    return found


def _operation(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][VIDEOS]["get"]
    return found


def _path_item(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][VIDEOS]
    return found


def _body(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][REDACT]["post"]["requestBody"]
    return found


def _media_type(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _body(document)["content"]["application/json"]
    return found


PLACES = [_schema, _nested_schema, _parameter, _parameter_schema, _operation, _path_item, _body, _media_type]


@pytest.mark.parametrize("place", PLACES)
def test_a_keyword_that_nobody_would_enforce_stops_the_start(
    document: dict[str, Any], place: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Wherever a request is described, an unknown word is refused."""
    changed = copy.deepcopy(document)
    place(changed)["mustBeHappy"] = True

    with pytest.raises(UnknownContract, match="mustBeHappy"):
        Contract.read(changed)


@pytest.mark.parametrize("place", PLACES)
def test_an_extension_is_no_promise_and_stops_nothing(
    document: dict[str, Any], place: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Words that begin with x- are notes."""
    changed = copy.deepcopy(document)
    place(changed)["x-happy"] = True

    assert Contract.read(changed).operations


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (_parameter, {"in": "cookie"}),
        (_parameter, {"style": "spaceDelimited"}),
        (_operation, {"x-permission": {"permission": "King", "scopes": ["Account"]}}),
        (_operation, {"x-permission": {"permission": "Reader", "scopes": ["Galaxy"]}}),
        (_operation, {"x-permission": {"scopes": ["Account"]}}),
        (_operation, {"security": [{"bearerToken": []}, {"subscriptionKey": []}]}),
        (_operation, {"security": [{"handshake": []}]}),
        (_parameter_schema, {"pattern": "("}),
        (_schema, {"type": "rainbow"}),
    ],
)
def test_a_known_keyword_with_a_meaning_beyond_this_reader_stops_the_start(
    document: dict[str, Any],
    place: Callable[[dict[str, Any]], dict[str, Any]],
    change: dict[str, Any],
) -> None:
    """Cookies, other styles, unknown permissions and broken schemas are refused."""
    changed = copy.deepcopy(document)
    place(changed).update(change)

    with pytest.raises(UnknownContract):
        Contract.read(changed)


def test_an_operation_without_a_permission_is_not_open_to_data_plane_tokens(
    document: dict[str, Any],
) -> None:
    """A forgotten x-permission stops the start instead of changing who may call."""
    changed = copy.deepcopy(document)
    del _operation(changed)["x-permission"]

    with pytest.raises(UnknownContract, match="x-permission"):
        Contract.read(changed)


def test_a_literal_segment_comes_before_a_parameter(document: dict[str, Any]) -> None:
    """Whatever their order in the contract, and for every method (OpenAPI 3.1, Paths Object)."""
    changed = copy.deepcopy(document)
    item = changed["paths"][f"{VIDEOS}/{{videoId}}"]
    item["get"] = {**item["delete"], "operationId": "byId"}
    newest = {"get": {**changed["paths"][VIDEOS]["get"], "operationId": "newest"}}
    changed["paths"][f"{VIDEOS}/Newest"] = newest | {
        "parameters": changed["paths"][VIDEOS].get("parameters", [])
    }
    contract = Contract.read(changed)

    found = {
        (method, last): contract.match(method, ["trial", "accounts", "a", "videos", last])
        for method in ("GET", "DELETE")
        for last in ("nEWEST", "v1")
    }

    assert {key: match and match.operation.id for key, match in found.items()} == {
        ("GET", "nEWEST"): "newest",
        ("GET", "v1"): "byId",
        ("DELETE", "nEWEST"): None,
        ("DELETE", "v1"): "deleteVideo",
    }
    assert contract.allowed(["trial", "accounts", "a", "videos", "newest"]) == ["GET", "HEAD"]
