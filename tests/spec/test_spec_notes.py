from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import spec_notes
from tests.spec.walks import Node

CONFLICTS = [
    "Token parameter",
    "DownloadUrl answer",
    "Status of a finished job",
    "Target of a finished job's Location",
    "Type of a job's state",
    "Case of error members",
    "ErrorType of 400, 404 and 409 of a redaction",
    "ErrorType of a missing video",
    "Headers of 429",
    "Whether name is required",
    "Preset called Standard",
    "Faces artifact",
    "Trailing comma in the redact-all example",
    "Type of language fields",
    "Get-Video operation",
    "Case of a callback's face id",
    "Error body of the token operation",
]
"""Known contradictions between sources; each must have been decided."""

VIDEOS = "/{location}/Accounts/{accountId}/Videos"
REDACT = f"{VIDEOS}/{{videoId}}/redact"
JOB = "/{location}/Accounts/{accountId}/Jobs/{jobId}"

NODES: list[tuple[list[Any], str]] = [
    (["paths", REDACT, "post"], "an operation"),
    (["paths", REDACT, "post", "x-permission"], "a permission"),
    (["paths", REDACT, "post", "requestBody"], "a request body"),
    (["paths", REDACT, "post", "responses", "202"], "a response"),
    (["paths", REDACT, "post", "parameters", 6], "a parameter of an operation"),
    (
        ["paths", REDACT, "post", "callbacks", "redactionEnded", "{$request.query.callbackUrl}", "post"],
        "a callback",
    ),
    (["components", "parameters", "VideoId"], "a shared parameter"),
    (["components", "responses", "Unauthorized"], "a shared response"),
    (["components", "headers", "RetryAfter"], "a header"),
    (["components", "schemas", "Job"], "a schema"),
    (["components", "securitySchemes", "bearerToken"], "a security scheme"),
]


def pick(node: Any, path: list[Any]) -> Any:
    """Follow keys and positions into a document."""
    for part in path:
        node = node[part]
    return node


@pytest.fixture
def draft(document: Node) -> Node:
    """A copy of the contract, to be spoilt."""
    return copy.deepcopy(document)


def test_every_statement_of_the_contract_has_a_source(document: Node) -> None:
    """Nothing is claimed without saying where it is from and how sure it is."""
    assert spec_notes.problems(document) == []


@pytest.mark.parametrize("path", [path for path, _ in NODES], ids=[what for _, what in NODES])
def test_a_statement_without_a_source_is_refused_by_name(draft: Node, path: list[Any]) -> None:
    """Taking the source away from any one node is noticed, and the node's pointer is named."""
    del pick(draft, path)["x-source"]
    pointer = spec_notes.join("#", *map(str, path))
    assert spec_notes.problems(draft) == [f"{pointer}: no x-source"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"from": "S99"}, "unknown source 'S99'"),
        ({"from": "S1, S99"}, "unknown source 'S99'"),
        ({"from": None}, "unknown source 'None'"),
        ({"certainty": "certain"}, "unknown certainty 'certain'"),
        ({"certainty": "decided"}, "certainty decided needs a note"),
        ({"certainty": "inferred", "note": ""}, "certainty inferred needs a note"),
        ({"and so on": None}, "is a note unquoted?"),
    ],
)
def test_an_unsound_source_is_refused(draft: Node, change: Node, complaint: str) -> None:
    """Unknown keys, unknown certainties, and choices without a reason don't pass."""
    draft["components"]["schemas"]["FilterScope"]["x-source"] |= change
    (problem,) = spec_notes.problems(draft)
    assert problem.startswith("#/components/schemas/FilterScope: ")
    assert complaint in problem


def test_a_member_may_have_a_source_of_its_own_and_then_a_sound_one(draft: Node) -> None:
    """A schema's members share its source, unless they say otherwise."""
    draft["components"]["schemas"]["Job"]["properties"]["failureMessage"]["x-source"]["from"] = "hearsay"
    assert spec_notes.problems(draft) == [
        "#/components/schemas/Job/properties/failureMessage: unknown source 'hearsay'"
    ]


@pytest.mark.parametrize("point", CONFLICTS)
def test_a_known_conflict_is_decided(document: Node, point: str) -> None:
    """Each known contradiction has both sides, their sources, a decision, and a line in the ledger."""
    (conflict,) = [entry for entry in document["info"]["x-conflicts"] if entry["point"] == point]
    assert conflict["a"]["says"] != conflict["b"]["says"]
    assert conflict["decision"]
    assert f"| {point} |" in spec_notes.NOTES.read_text("utf-8")


def test_a_conflict_with_an_unknown_source_is_refused(draft: Node) -> None:
    """Conflicts are held to the same rules as statements."""
    draft["info"]["x-conflicts"][2]["b"]["from"] = "S0"
    assert spec_notes.problems(draft) == ["#/info/x-conflicts/2: unknown source 'S0'"]


def test_each_tolerance_is_a_statement_with_a_source_and_a_line_in_the_ledger(draft: Node) -> None:
    """Wherever it stands; one without a source is refused by its place."""
    text = spec_notes.render(draft).partition("## Tolerances")[2].partition("\n## ")[0]
    for name in ("null-members", "joined-words` of `excludedAI", "former-words` of `IndexingPreset"):
        assert f"| Tolerance `{name}`: " in text
    assert "body-beside-video-url` of `uploadVideo`" in text

    del draft["components"]["schemas"]["IndexingPreset"]["x-tolerates"][0]["x-source"]

    place = "#/components/schemas/IndexingPreset/x-tolerates/0"
    assert spec_notes.problems(draft) == [f"{place}: no x-source"]


def test_every_source_is_used(document: Node) -> None:
    """The list of sources has no entry that nothing rests on."""
    used = {
        key
        for statement in spec_notes.statements(document)
        for key in spec_notes.source_keys(statement.source["from"])
    }
    for conflict in document["info"]["x-conflicts"]:
        for side in ("a", "b"):
            used |= set(spec_notes.source_keys(conflict[side]["from"]))
    assert document["info"]["x-sources"].keys() - used == set()


def test_each_operation_and_departure_is_in_the_ledger(document: Node) -> None:
    """The ledger has a table for each operation, and numbers whatever was decided here."""
    text = spec_notes.render(document)
    departures = text.partition("## Departures")[2].partition("## Unknown")[0]
    decided = [statement for statement in spec_notes.statements(document) if statement.departure]
    for item in document["paths"].values():
        for method in spec_notes.METHODS:
            assert method not in item or f"### {item[method]['operationId']}\n" in text
    assert len(decided) > 10
    assert all(f"| {number} | " in departures for number in range(1, len(decided) + 1))


def test_what_nobody_knows_is_said(document: Node) -> None:
    """The ledger lists each open question."""
    questions = document["info"]["x-unknowns"]
    text = spec_notes.render(document)
    assert len(questions) > 10
    assert all(f"- {question}\n" in text for question in questions)


def test_the_ledger_is_up_to_date() -> None:
    """docs/spec_notes.md says what the script would write."""
    assert spec_notes.main(["--check"]) == 0


def test_the_check_notices_a_changed_ledger_and_writes_nothing(tmp_path: Path) -> None:
    """An edited or absent ledger is an error, and stays as it is."""
    notes = tmp_path / "NOTES.md"
    assert spec_notes.main(["--check", "--notes", str(notes)]) == 1
    assert not notes.exists()
    assert spec_notes.main(["--notes", str(notes)]) == 0
    notes.write_text(notes.read_text("utf-8").replace("documented", "known", 1), "utf-8")
    assert spec_notes.main(["--check", "--notes", str(notes)]) == 1


def test_an_unsound_contract_leaves_the_ledger_alone(
    draft: Node, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script names the node, exits with 1, and writes no ledger."""
    del draft["paths"][JOB]["get"]["x-source"]
    spec, notes = tmp_path / "openapi.yaml", tmp_path / "NOTES.md"
    spec.write_text(yaml.safe_dump(draft, sort_keys=False), "utf-8")
    assert spec_notes.main(["--spec", str(spec), "--notes", str(notes)]) == 1
    assert f"{spec_notes.join('#/paths', JOB, 'get')}: no x-source" in capsys.readouterr().out
    assert not notes.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"from": "S99"}, "unknown source 'S99'"),
        ({"operations": {"Get-Nothing": "FETCH /nothing"}}, "Get-Nothing has no method and path"),
        ({"operations": {"List-Videos": f"GET {VIDEOS}"}}, "List-Videos is described and left out"),
        ({"surely": True}, "because, from, operations"),
    ],
)
def test_a_group_of_what_is_left_out_must_be_sound(document: Node, change: Node, told: str) -> None:
    """A reason, a known source, and operations that aren't described."""
    changed = copy.deepcopy(document)
    changed["x-left-out"][0].update(change)

    (problem,) = spec_notes.problems(changed)

    assert problem.startswith("#/x-left-out/0: ")
    assert told in problem


def test_what_is_left_out_stands_in_the_notes(document: Node) -> None:
    """By its name, with the reason."""
    notes = spec_notes.render(document)

    assert "| Get-Video-Captions | `GET " in notes
