"""What programs that use the generated client miss, where clients on the wire miss nothing."""

from __future__ import annotations

import copy

import pytest

from scripts.spec_review.changes import Change, Kind
from scripts.spec_review.contract import Refused
from scripts.spec_review.differ import breaking, diff
from scripts.spec_review.signatures import compare
from tests.spec.changes_of_answers import CASES as ANSWERS
from tests.spec.changes_of_operations import CASES as OPERATIONS
from tests.spec.changes_of_schemas import CASES as SCHEMAS
from tests.spec.edits import (
    VIDEO,
    VIDEOS,
    Edit,
    answer,
    drop,
    operation,
    put,
    reordered,
    schema,
    with_parameter,
)
from tests.spec.walks import Node
from tests.spec.workplace import dumped

THUMBNAIL = f"{VIDEO}/Thumbnails/{{thumbnailId}}"
TEXT = {"type": "string"}


def missed(old: Node, new: Node, told: list[Change]) -> list[Change]:
    """What programs miss beyond what was told."""
    return compare((dumped(old), dumped(new)), (old, new), told)


def listed_again(name: str) -> Edit:
    """A second operation that lists videos."""

    def edit(document: Node) -> None:
        item = copy.deepcopy(document["paths"][VIDEOS])
        item["get"]["operationId"] = name
        del item["post"]
        document["paths"][f"{VIDEOS}/shared"] = item

    return edit


def named_item(document: Node) -> None:
    """Give an item that was described in its place a name."""
    document["components"]["schemas"]["Info"] = {"type": "object"}
    schema("ArmError", "properties", "additionalInfo")(document)["items"] = {
        "$ref": "#/components/schemas/Info"
    }


CASES: dict[str, tuple[Edit, str]] = {
    "argument renamed by another one": (
        with_parameter(name="pageSize", **{"in": "header"}),
        "`listVideos` in the generated client: `page_size` is called `page_size_query` now.",
    ),
    "argument taken over": (
        with_parameter(name="page_size"),
        "`page_size` is `page_size` in the query now, `pageSize` in the query before.",
    ),
    "attribute taken over": (
        put(schema("Video", "properties"), external_id=TEXT),
        "class `Video` of the generated client (listVideos, searchVideos, uploadVideo): "
        "`external_id` is `external_id` now, `externalId` before.",
    ),
    "argument made ready for another one": (
        with_parameter(name="json_partitions"),
        "`listVideos` in the generated client:",
    ),
    "argument that the function needs for itself": (
        with_parameter(name="quote"),
        "`quote` is an argument now, and the function's own: no request can be made.",
    ),
    "member that the class needs for itself": (
        put(schema("Job", "properties"), d=TEXT),
        "`d` is a member now, and something else: one of the two is hidden.",
    ),
    "method hidden": (
        put(schema("Video", "properties"), to_dict=TEXT),
        "`to_dict` is a member now, and something else: one of the two is hidden.",
    ),
    "attribute hidden": (
        put(schema("Video", "properties"), additional_properties=TEXT),
        "`additional_properties` is a member now, and something else",
    ),
    "operation taken over": (
        listed_again("list_videos"),
        "`listVideos` in the generated client: "
        "The module `api.videos.list_videos` is that of `list_videos` now.",
    ),
    "methods gone": (
        put(schema("Face"), additionalProperties=False),
        "class `Face` of the generated client (getVideoIndex): Its objects have no `__contains__`, "
        "`__delitem__`, `__getitem__`, `__setitem__`, `additional_keys`, `additional_properties` any more.",
    ),
    "class renamed": (named_item, "The class `ArmErrorAdditionalInfoItem` is gone."),
    "order of a class that clients read": (
        lambda d: reordered(schema("Job", "properties")(d)),
        "class `Job` of the generated client (getJob): "
        "Its arguments come as `state`, `failure_message`, `job_type`,",
    ),
    "optional member among others": (
        lambda d: reordered(schema("Job", "properties")(d), {"owner": TEXT}),
        "Its arguments come as `state`,",
    ),
    "argument needed": (
        lambda d: schema("Job", "required")(d).append("failureMessage"),
        "class `Job` of the generated client (getJob): `failure_message` must be given now.",
    ),
    "list of values gone": (
        drop(schema("FilterScope"), "enum"),
        "`models.filter_scope` of the generated client (redactVideo): "
        "It has no `FILTER_SCOPE_VALUES`, `FilterScope`, `check_filter_scope` any more.",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_programs_miss_is_told_once_and_in_words(document: Node, case: tuple[Edit, str]) -> None:
    """The contract's own comparison takes the change for compatible; this one names what is missing."""
    edit, words = case
    changed = copy.deepcopy(document)
    edit(changed)
    told = diff(document, changed)
    assert breaking(told) == []

    (found,) = missed(document, changed, told)

    assert found.kind is Kind.BREAKING
    assert words in str(found)


def test_an_answer_that_is_parsed_to_another_kind_is_told(document: Node) -> None:
    """The generator reads the first form; where the contract's comparison said so, it isn't said again."""
    changed = copy.deepcopy(document)
    node = answer(THUMBNAIL, "200")(changed)
    node["content"] = dict(reversed(node["content"].items()))
    told = diff(document, changed)

    (found,) = missed(document, changed, [])

    assert "The answer 200 is parsed to `str` now, to `File` before." in str(found)
    assert [change.where for change in breaking(told)] == ["`getVideoThumbnail`, answer 200"]
    assert missed(document, changed, told) == []


def grown(document: Node) -> None:
    """Everything that may be added."""
    with_parameter(name="tag")(document)
    listed_again("listShared")(document)
    put(schema("Job", "properties"), owner=TEXT)(document)
    put(operation(VIDEOS), description="Other.")(document)
    schema("FilterScope", "enum")(document).append("Blur")
    document["components"]["schemas"]["Owner"] = {"type": "object", "properties": {"name": TEXT}}


def test_what_only_grows_breaks_no_program(document: Node) -> None:
    """New operations, classes, optional arguments and members at the end are borne."""
    changed = copy.deepcopy(document)
    grown(changed)

    assert missed(document, changed, []) == []


TOLD = {
    "operation gone": OPERATIONS["operation gone"],
    "operation renamed": OPERATIONS["operation renamed"],
    "tag changed": OPERATIONS["tag changed"],
    "argument of the path renamed": OPERATIONS["path's argument renamed"],
    "parameter gone": OPERATIONS["parameter gone"],
    "parameter required": OPERATIONS["parameter new and required"],
    "member gone": SCHEMAS["answer's member gone"],
    "member required": ANSWERS["member required"],
}


@pytest.mark.parametrize("edit", [case[0] for case in TOLD.values()], ids=TOLD.keys())
def test_what_was_told_of_the_contract_isnt_told_again(document: Node, edit: Edit) -> None:
    """Nobody reads of one change twice."""
    changed = copy.deepcopy(document)
    edit(changed)
    told = diff(document, changed)
    assert breaking(told)

    assert [str(change) for change in missed(document, changed, told)] == []


def test_a_contract_of_which_no_whole_client_can_be_made_is_refused(document: Node) -> None:
    """Two schemas that become one class, say."""
    changed = copy.deepcopy(document)
    changed["components"]["schemas"]["video"] = {"type": "object", "properties": {"a": TEXT}}

    with pytest.raises(Refused, match="duplicate models with name"):
        missed(document, changed, [])
