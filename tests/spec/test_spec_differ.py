"""What the differ says of single changes of our own contract."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from scripts.spec_review.annotations import same
from scripts.spec_review.differ import diff
from tests.spec import changes_of_answers, changes_of_operations, changes_of_schemas
from tests.spec.edits import BREAKING, COMPATIBLE, VIDEOS, Case, Edit, parameter, put, schema
from tests.spec.walks import Node

CASES = changes_of_answers.CASES | changes_of_operations.CASES | changes_of_schemas.CASES


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_change_is_found_and_said_in_words(document: Node, case: Case) -> None:
    """The change is among those found, with its kind; a compatible one brings nothing that breaks."""
    edit, kind, words = case
    changed = copy.deepcopy(document)
    edit(changed)

    found = diff(document, changed)

    said = "\n".join(map(str, found))
    assert any(change.kind is kind and words in str(change) for change in found), said
    if kind is COMPATIBLE:
        assert {change.kind for change in found} == {COMPATIBLE}, said


@pytest.mark.parametrize(
    ("one", "other", "equal"), [(True, 1, False), (0, False, False), (1, 1.0, True), ([True], [1], False)]
)
def test_true_is_no_number(one: object, other: object, equal: bool) -> None:
    """Python takes them for equal; JSON doesn't, and neither does the service."""
    assert same(one, other) is equal


def test_a_shared_part_is_told_once_with_the_operations_that_it_reaches(document: Node) -> None:
    """The whole data plane answers with an ErrorResponse; what changed in it is one change."""
    changed = copy.deepcopy(document)
    schema("ErrorResponse", "required")(changed).remove("ErrorType")
    data_plane = {
        each["operationId"]
        for path, item in document["paths"].items()
        for each in item.values()
        if "operationId" in each and not path.startswith("/subscriptions/")
    }

    (found,) = diff(document, changed)

    assert found.pointer == "#/components/schemas/ErrorResponse/properties/ErrorType"
    assert set(found.operations) == data_plane


def test_a_schema_that_holds_itself_is_compared(document: Node) -> None:
    """A tree of videos ends the comparison like any other schema."""
    before, after = copy.deepcopy(document), copy.deepcopy(document)
    for each, kind in ((before, "string"), (after, "integer")):
        schema("Job", "properties")(each).update(
            parent={"$ref": "#/components/schemas/Job"}, name={"type": kind}
        )

    texts = {str(change) for change in diff(before, after)}

    assert diff(before, copy.deepcopy(before)) == []
    assert len(texts) == 2
    assert all("schema `Job`, `name` (getJob)" in text for text in texts)


def test_each_schema_that_no_operation_reaches_is_compared(document: Node) -> None:
    """There may be many forms of files beside the operations; a change in each is told."""
    before = copy.deepcopy(document)
    names = [f"File{number}" for number in range(20)]
    before["components"]["schemas"] |= {name: {"type": "string", "enum": ["a", "b"]} for name in names}
    after = copy.deepcopy(before)
    for name in names:
        schema(name, "enum")(after).append("c")

    assert [change.where for change in diff(before, after)] == [f"schema `{name}`" for name in names]


def test_what_is_written_in_place_and_what_is_referred_to_are_the_same(document: Node) -> None:
    """A list of values moved into a schema of its own changes nothing for anybody."""
    changed = copy.deepcopy(document)
    changed["components"]["schemas"]["ListSkip"] = parameter(VIDEOS, "skip")(changed)["schema"]
    parameter(VIDEOS, "skip")(changed)["schema"] = {"$ref": "#/components/schemas/ListSkip"}

    assert [str(change) for change in diff(document, changed)] == [
        "compatible: schema `ListSkip`: The schema `ListSkip` is new."
    ]


NULLABLE = schema("Video", "properties", "description")
SCOPE = {"$ref": "#/components/schemas/TokenScope"}

SAME: dict[str, Edit] = {
    "at least no member, taken": put(schema("AccessTokenRequest"), minProperties=0),
    "at least no member, given": put(schema("Face"), minProperties=0),
    "text or null": lambda d: instead(NULLABLE(d), oneOf=[{"type": "string"}, {"type": "null"}]),
    "null or text": lambda d: instead(NULLABLE(d), anyOf=[{"type": "null"}, {"type": "string"}]),
    "reference alone": lambda d: instead(
        schema("AccessTokenRequest", "properties", "scope")(d), allOf=[dict(SCOPE)]
    ),
}


def instead(node: Node, **keywords: object) -> None:
    """Write a schema otherwise."""
    node.clear()
    node.update(keywords)


@pytest.mark.parametrize("edit", SAME.values(), ids=SAME.keys())
def test_the_same_in_another_spelling_is_no_change(document: Node, edit: Edit) -> None:
    """What no value, no client and no reader notices isn't told."""
    changed = copy.deepcopy(document)
    edit(changed)
    assert changed != document

    assert [str(change) for change in diff(document, changed)] == []


@pytest.mark.parametrize(
    "choices",
    [
        [{"type": "string"}, {"type": "null"}, {"type": "integer"}],
        [{"type": "string", "maxLength": 5}, {"type": "null"}],
        [{"enum": ["a"]}, {"type": "null"}],
        [{"type": "string"}, False],
    ],
)
def test_what_only_resembles_another_spelling_is_a_change(document: Node, choices: list[Any]) -> None:
    """A third choice, a limit or a list of values isn't lost on the way."""
    changed = copy.deepcopy(document)
    instead(NULLABLE(changed), oneOf=choices)

    assert diff(document, changed)


def test_what_stands_beside_a_reference_holds_as_well(document: Node) -> None:
    """A wider limit beside it doesn't cover that the schema referred to allows less now."""
    before, after = copy.deepcopy(document), copy.deepcopy(document)
    for each in (before, after):
        each["components"]["schemas"]["Short"] = {"type": "string", "maxLength": 5}
        schema("AccessTokenRequest", "properties")(each).update(
            note={"$ref": "#/components/schemas/Short", "maxLength": 9}
        )
    after["components"]["schemas"]["Short"]["maxLength"] = 3

    assert BREAKING in {change.kind for change in diff(before, after)}
