from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from contract_tests.contract import Reading
from scripts.spec_notes import resolve
from tests.spec.walks import Node, breaches, examples, operations, responses

RESOURCE_MANAGER = {"generateAccessToken", "getAccount", "listAccounts", "listResourceGroupAccounts"}
WITH_A_KEY = {
    "getAccountsAuthorization",
    "getAccountAccessToken",
    "getAccountAccessTokenWithPermission",
    "getVideoAccessToken",
    "getUserAccessToken",
}
OPERATIONS = (
    RESOURCE_MANAGER
    | WITH_A_KEY
    | {
        "searchVideos",
        "getIdByExternalId",
        "uploadVideo",
        "listVideos",
        "getVideoIndex",
        "deleteVideo",
        "getVideoArtifactUrl",
        "getVideoThumbnail",
        "getVideoInsightsWidget",
        "getVideoPlayerWidget",
        "redactVideo",
        "getJob",
        "getVideoSourceFileDownloadUrl",
    }
)
OTHER_SUCCESSES = {
    "deleteVideo": {"200", "204"},
    "redactVideo": {"202"},
    "getJob": {"200", "303"},
    "getVideoInsightsWidget": {"301"},
    "getVideoPlayerWidget": {"301"},
}
COMMON_ERRORS = {"400", "401", "404", "429", "500", "504"}
FURTHER_ERRORS = {operation_id: {"403"} for operation_id in RESOURCE_MANAGER} | {
    "uploadVideo": {"409"},
    "redactVideo": {"409"},
    "getVideoSourceFileDownloadUrl": {"410"},
}
NO_404 = WITH_A_KEY - {"getVideoAccessToken"}
"""Operations that answer an unknown account with 401, as the vendor's export has it."""

PUBLIC_READS = {
    "getVideoIndex",
    "getVideoArtifactUrl",
    "getVideoThumbnail",
    "getVideoInsightsWidget",
    "getVideoPlayerWidget",
    "getVideoSourceFileDownloadUrl",
}


def test_the_contract_is_valid_openapi_3_1(document: Node) -> None:
    """The contract breaks no rule of OpenAPI 3.1."""
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_has_exactly_these_operations(document: Node) -> None:
    """Each operation is there once, under one tag that the contract describes."""
    found = list(operations(document))
    described = {tag["name"] for tag in document["tags"]}
    assert {operation.id for operation in found} == OPERATIONS
    assert len(found) == len(OPERATIONS)
    assert all(len(operation.node["tags"]) == 1 for operation in found)
    assert {operation.node["tags"][0] for operation in found} == described


@pytest.mark.parametrize("operation_id", sorted(OPERATIONS))
def test_an_operation_lists_every_status_it_can_answer(document: Node, operation_id: str) -> None:
    """Successes and errors are listed one by one, with no catch-all that would hide others."""
    listed = {status for owner, status, _ in responses(document) if owner == operation_id}
    expected = OTHER_SUCCESSES.get(operation_id, {"200"}) | COMMON_ERRORS
    expected |= FURTHER_ERRORS.get(operation_id, set())
    expected -= {"404"} if operation_id in NO_404 else set()
    assert listed == expected


def test_every_operation_declares_who_may_call_it(document: Node) -> None:
    """Data operations take a bearer or the query token; only reads of public videos go without."""
    for operation in operations(document):
        security = operation.node["security"]
        if operation.id in RESOURCE_MANAGER:
            assert security == [{"armToken": []}]
            continue
        if operation.id in WITH_A_KEY:
            assert security == [{"subscriptionKey": []}, {"subscriptionKeyQuery": []}]
            continue
        assert security[:2] == [{"bearerToken": []}, {"accessTokenQuery": []}], operation.id
        assert ({} in security) == (operation.id in PUBLIC_READS), operation.id
        assert operation.node["x-permission"]["permission"] in {"Reader", "Contributor"}


def test_every_response_carries_a_request_id(document: Node) -> None:
    """The x-ms-request-id header is a required UUID on each response."""
    for owner, status, response in responses(document):
        header = resolve(document, response["headers"]["x-ms-request-id"])
        assert header["required"], (owner, status)
        assert header["schema"]["format"] == "uuid"


def test_throttling_says_when_to_come_back(document: Node) -> None:
    """429 has a required Retry-After, and no body on the data plane."""
    for owner, status, response in responses(document):
        header = response["headers"].get("Retry-After")
        assert (header is not None) == (status == "429"), (owner, status)
        if header:
            assert resolve(document, header)["required"]
            assert breaches(document, resolve(document, header)["schema"], -1)
            assert ("content" in response) == (owner in RESOURCE_MANAGER)


def test_data_plane_errors_share_one_body(document: Node) -> None:
    """Each error of the data plane but 429 has ErrorType and Message; Resource Manager has its own."""
    for owner, status, response in responses(document):
        if status < "400" or "content" not in response:
            continue
        expected = "ArmErrorResponse" if owner in RESOURCE_MANAGER else "ErrorResponse"
        schema = response["content"]["application/json"]["schema"]
        assert schema == {"$ref": f"#/components/schemas/{expected}"}, (owner, status)


def test_error_types_named_beside_responses_are_known(document: Node) -> None:
    """A response names no ErrorType that the list of known ones lacks."""
    known = set(document["components"]["schemas"]["ErrorType"]["x-extensible-enum"])
    named = {word for _, _, response in responses(document) for word in response.get("x-error-types", [])}
    named |= {
        parameter["x-error-type"]
        for operation in operations(document)
        for parameter in operation.parameters
        if "x-error-type" in parameter
    }
    assert len(known) == 122  # 118 of the 2022 export and four later ones
    assert named <= known


def test_what_the_server_sends_is_no_closed_list(document: Node) -> None:
    """No schema of a response has an enum, so that a new word of the server breaks no client."""
    for owner, status, response in responses(document):
        for media in response.get("content", {}).values():
            assert not _has_enum(document, media["schema"], set()), (owner, status)


def _has_enum(document: Node, node: Any, seen: set[str]) -> bool:
    if isinstance(node, list):
        return any(_has_enum(document, child, seen) for child in node)
    if not isinstance(node, dict):
        return False
    reference = node.get("$ref")
    if reference in seen:
        return False
    if reference:
        seen.add(reference)
        return _has_enum(document, resolve(document, node), seen)
    return "enum" in node or any(_has_enum(document, child, seen) for child in node.values())


def test_every_example_is_a_valid_one(document: Node) -> None:
    """Each example satisfies the schema that it stands beside, formats included."""
    found = list(examples(document))
    wrong = {where: breaches(document, schema, value) for where, schema, value in found}
    assert len(found) > 50
    assert {where: errors for where, errors in wrong.items() if errors} == {}


def test_every_json_answer_has_an_example(document: Node) -> None:
    """A reader sees one for each response with a JSON body."""
    for owner, status, response in responses(document):
        media = response.get("content", {}).get("application/json")
        assert media is None or media.get("examples"), (owner, status)


def test_links_lead_somewhere_and_carry_the_whole_address(document: Node) -> None:
    """A link passes location, account and every id of its target, by the target's own names."""
    targets = {operation.id: operation for operation in operations(document)}
    count = 0
    for owner, status, response in responses(document):
        for name, link in response.get("links", {}).items():
            target = targets[link["operationId"]]
            in_path = {parameter["name"] for parameter in target.parameters if parameter["in"] == "path"}
            assert in_path <= link["parameters"].keys() <= target.parameter_names(), (owner, status, name)
            for key, ends in {"location": ("location",), "accountId": ("accountId", "0/id")}.items():
                assert key not in in_path or link["parameters"][key].endswith(ends), (owner, status, name)
            count += 1
    assert count > 15


def test_links_have_no_body_that_generators_refuse(document: Node) -> None:
    """OpenAPI's `requestBody` of a link is one expression; ours are in a member of their own."""
    for owner, status, response in responses(document):
        for name, link in response.get("links", {}).items():
            assert isinstance(link.get("requestBody", ""), str), (owner, status, name)


def test_numbered_words_have_other_names_than_the_words(document: Node) -> None:
    """Generators that merge a `oneOf`'s choices into one object would lose words of the same name."""
    schemas = document["components"]["schemas"]
    choices = [schemas[choice["$ref"].rsplit("/", 1)[1]] for choice in schemas["BlurringKind"]["oneOf"]]
    names = [name for choice in choices for name in choice.get("x-enum-varnames", choice["enum"])]
    assert len(set(names)) == len(names) == 10


def test_links_find_their_values_in_the_examples(document: Node) -> None:
    """Each value that a link takes from a response is in that response's example, and fits its target."""
    targets = {operation.id: operation for operation in operations(document)}
    for owner, status, response in responses(document):
        for name, link in response.get("links", {}).items():
            for key, expression in link["parameters"].items():
                if not expression.startswith("$response"):
                    continue
                value = _evaluate(document, response, expression)
                wanted = next(p for p in targets[link["operationId"]].parameters if p["name"] == key)
                assert breaches(document, wanted["schema"], value) == [], (owner, status, name, key)


def _evaluate(document: Node, response: Node, expression: str) -> Any:
    if found := re.fullmatch(r"\$response\.header\.(\w+)#regex:(.+)", expression):
        header = resolve(document, response["headers"][found[1]])
        match = re.search(found[2], header["example"])
        assert match, expression
        return match[1]
    media = response["content"]["application/json"]
    value = resolve(document, next(iter(media["examples"].values())))["value"]
    for part in expression.removeprefix("$response.body").split("/")[1:]:
        value = value[int(part) if isinstance(value, list) else part]
    return value


@pytest.mark.parametrize(
    "kind", ["MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black", 0, 1, 2, 3, 4, 1.0]
)
def test_a_kind_of_blurring_goes_by_name_or_number(document: Node, kind: object) -> None:
    """All five kinds are taken either way; 1.0 is an integer to JSON Schema."""
    assert breaches(document, _redaction(document), {"faces": {"blurringKind": kind}}) == []


@pytest.mark.parametrize("kind", [-1, 5, 1.5, True, None, "1", "highblur", "", []])
def test_other_kinds_are_refused(document: Node, kind: object) -> None:
    """Numbers out of range, booleans and misspelt names are no kinds."""
    assert breaches(document, _redaction(document), {"faces": {"blurringKind": kind}})


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"faces": None},
        {"face": {}},
        {"faces": {}, "objects": {}},
        {"faces": {"filters": {"ids": [1000], "scope": "Include"}}},
        {"faces": {"filter": {}}},
        {"faces": {"filter": {"ids": [1000]}}},
        {"faces": {"filter": {"scope": "Include"}}},
        {"faces": {"filter": {"ids": [], "scope": "Include"}}},
        {"faces": {"filter": {"ids": ["1000"], "scope": "Include"}}},
        {"faces": {"filter": {"ids": "1000,1001", "scope": "Include"}}},
        {"faces": {"filter": {"ids": [1000], "scope": "include"}}},
        {"faces": {"filter": {"ids": [1000], "scope": "Include", "invert": True}}},
    ],
)
def test_a_redaction_that_could_hide_the_wrong_people_is_refused(document: Node, body: Node) -> None:
    """Half a filter, unknown members and other types than documented satisfy no schema."""
    assert breaches(document, _redaction(document), body)


def _redaction(document: Node) -> Node:
    schema: Node = document["components"]["schemas"]["RedactionRequest"]
    return schema


@pytest.mark.parametrize(
    ("body", "fits"),
    [
        ({"permissionType": "Reader", "scope": "Account"}, True),
        ({"permissionType": "Reader", "scope": "Video", "videoId": "5s4rvyf3pb"}, True),
        ({"permissionType": "Reader", "scope": "Video"}, False),
        ({"permissionType": "Owner", "scope": "Account"}, False),
        ({"scope": "Account"}, False),
    ],
)
def test_a_token_for_a_video_must_name_it(document: Node, body: Node, fits: bool) -> None:
    """The scope Video goes with a videoId, the scope Account without."""
    assert (breaches(document, document["components"]["schemas"]["AccessTokenRequest"], body) == []) == fits


def test_unknown_members_of_answers_are_tolerated(document: Node) -> None:
    """The vendor may add to a video, an index or an error; only of our own errors the form is closed."""
    schemas = document["components"]["schemas"]
    video = resolve(document, document["components"]["examples"]["UploadedVideo"])["value"]
    assert breaches(document, schemas["Video"], {**video, "brandNew": 1}) == []
    assert breaches(document, schemas["Video"], {**video, "state": 3})
    assert breaches(document, schemas["ErrorResponse"], {"ErrorType": "GENERAL", "Message": None}) == []
    assert breaches(document, schemas["ErrorResponse"], {"errorType": "GENERAL", "message": None})
    more = {"ErrorType": "GENERAL", "Message": "", "Trace": ""}
    assert breaches(document, schemas["ErrorResponse"], more) == []
    assert Reading.PROMISED.of(schemas["ErrorResponse"])["additionalProperties"] is False


def test_a_callback_is_addressed_by_the_caller(document: Node) -> None:
    """Upload and redaction post id and state to the callbackUrl of the request."""
    for operation in operations(document):
        callbacks = operation.node.get("callbacks", {})
        assert bool(callbacks) == ("callbackUrl" in operation.parameter_names()), operation.id
        names = [
            {resolve(document, parameter)["name"] for parameter in item["post"]["parameters"]}
            for callback in callbacks.values()
            for url, item in callback.items()
            if url == "{$request.query.callbackUrl}"
        ]
        assert len(names) == len(callbacks)
        assert not callbacks or {"id", "state"} in names
