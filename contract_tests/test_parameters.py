"""Every parameter that the contract has is taken, by itself and with all others; and the account counts."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from .conftest import Indexed
from .contract import Operation, contract
from .permissions import DATA_PLANE, Stage, each, no_live
from .receiver import SMALL, uploaded
from .service import Service

APART = {"videoUrl", "callbackUrl", "preventDuplicates", "includedInsights", "excludedInsights", "type"}
"""Parameters with tests of their own: they don't go with every request."""

TAKEN = {"json": {"faces": {"blurringKind": "Black"}}}


def _values(node: dict[str, Any]) -> list[str]:
    """Lawful values of a query parameter; of open words, all that the contract knows."""
    schema = contract().resolve(node["schema"])
    if schema.get("type") == "array":
        schema = contract().resolve(schema["items"])
    words = schema.get("enum") or schema.get("x-extensible-enum")
    if words:
        return list(words)
    if schema.get("type") == "boolean":
        return ["true", "false"]
    if schema.get("type") == "integer":
        return [str(schema["minimum"]), str(min(schema["maximum"], 1000))]
    if schema.get("format") == "date-time":
        return ["2026-01-01T10:00:00Z"]
    return ["https://example.com/x"] if schema.get("format") == "uri" else ["some-text"]


def _lawful(operation_id: str) -> dict[str, list[str]]:
    """The parameters of an operation that go with any request, with their values."""
    parameters = contract().operations[operation_id].query_parameters()
    return {name: _values(node) for name, node in parameters.items() if name not in APART}


def _cases(operation_id: str) -> pytest.MarkDecorator:
    """Each parameter with each of its values."""
    pairs = [(name, value) for name, values in _lawful(operation_id).items() for value in values]
    return pytest.mark.parametrize(("name", "value"), pairs, ids=[f"{name}={value}" for name, value in pairs])


@_cases("uploadVideo")
def test_an_upload_takes_every_parameter(service: Service, name: str, value: str) -> None:
    """Those too that change nothing here."""
    no_live(service.aim, "it would upload more than a live run may")
    params: dict[str, Any] = {name: value}
    with uploaded(service, **params) as video:
        assert video["state"] == "Uploaded"


@pytest.mark.parametrize("operation_id", ["uploadVideo", "redactVideo"])
def test_all_parameters_together_are_taken(service: Service, indexed: Indexed, operation_id: str) -> None:
    """None of them excludes another."""
    no_live(service.aim, "it would upload and redact more than a live run may")
    params = {name: values[-1] for name, values in _lawful(operation_id).items()}  # the priority is High
    if operation_id == "redactVideo":
        service.delete(service.redacted(indexed.id, TAKEN["json"]["faces"], **params))
        return
    answer = service.call(operation_id, params=params, files={"file": ("x.mp4", SMALL)})
    assert answer.status_code == 200, f"an upload with {params} got {answer.status_code}: {answer.text}"
    service.delete(answer.json()["id"])


@_cases("getVideoIndex")
def test_an_index_takes_every_parameter(service: Service, indexed: Indexed, name: str, value: str) -> None:
    """Wishes for a language or for streaming change nothing about the faces."""
    wanted = "en-US" if name == "language" else value
    index = service.index(indexed.id, **{name: wanted})
    faces = index["videos"][0]["insights"]["faces"]
    assert faces == indexed.index["videos"][0]["insights"]["faces"], f"{name}={wanted} changed the faces"


@_cases("searchVideos")
def test_a_search_takes_every_parameter(service: Service, name: str, value: str) -> None:
    """By itself."""
    answer = service.call("searchVideos", params={name: value})
    assert answer.status_code == 200, f"{name}={value} got {answer.status_code}: {answer.text}"


@_cases("listVideos")
def test_a_list_takes_every_parameter(service: Service, name: str, value: str) -> None:
    """By itself."""
    answer = service.call("listVideos", params={name: value})
    assert answer.status_code == 200, f"{name}={value} got {answer.status_code}: {answer.text}"


@each(DATA_PLANE)
def test_an_account_that_isnt_there_has_nothing(
    service: Service, indexed: Indexed, tmp_path: Any, operation: Operation
) -> None:
    """The account in the path counts: with another one, our token opens nothing and our ids mean nothing."""
    clip = tmp_path / "x.mp4"
    clip.write_bytes(SMALL)
    stage = Stage(indexed.id, indexed.thumbnail_id, "neverwas00", "neverwas00", clip, ("", ""))
    how = stage.how(operation)
    how["places"] |= {"accountId": str(uuid.uuid4())}
    before = {video["id"] for video in service.videos()}
    answer = service.call(operation.id, **how)
    assert answer.status_code in {401, 404}, f"{operation.id} in no account got {answer.status_code}"
    assert answer.json()["ErrorType"] in operation.answers[answer.status_code].error_types, answer.text
    assert {video["id"] for video in service.videos()} == before, (
        f"{operation.id} had an effect on our account"
    )
