"""Specmatic's second opinion: what it is shown, how it is read, and what becomes of a disagreement."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from subprocess import CompletedProcess as Done

import pytest

from scripts.spec_review import crosscheck
from scripts.spec_review.crosscheck import NoOpinion, Objection, Opinion, comparable, opinion, read
from scripts.spec_review.differ import breaking, diff
from scripts.spec_review.lint import Waiver
from scripts.spec_review.tools import ToolFailed
from tests.spec.changes_of_answers import CASES
from tests.spec.edits import JOB, parameter, put, schema
from tests.spec.walks import Node

FOUR = ("enum value removed", "member required", "type narrowed", "status removed")

REPORT = """\
[Compatibility Check] Verdict: FAIL
In scenario "GET /(location:string)/Accounts/(accountId:uuid)/Jobs/(jobId:string). Response: -"
API: GET /(location:string)/Accounts/(accountId:uuid)/Jobs/(jobId:string) -> 303

      It was there, and is gone. (old.yaml:655:9)

In scenario "POST /(location:string)/Accounts/(accountId:uuid)/Videos. Response: -"
API: POST /(location:string)/Accounts/(accountId:uuid)/Videos -> 200

  >> REQUEST.PARAMETERS.QUERY.description (new.yaml:89:9)

      R1001: Type mismatch
      Documentation: https://example.com/r1001
      Summary: What such a mismatch is

      It was a text,
      it is a number.

  >> RESPONSE.BODY.name (new.yaml:95:9)

      It may be null.

In scenario "POST /(location:string)/Accounts/(accountId:uuid)/Videos. Response: -"
API: POST /(location:string)/Accounts/(accountId:uuid)/Videos -> 400

  >> REQUEST.PARAMETERS.QUERY.description (new.yaml:89:9)

      It was a text,
      it is a number.

The newer contract is not backward compatible.
"""

CONSENT = "The newer contract is backward compatible.\n"
REFUSAL = "The newer contract is not backward compatible.\n"


def done(report: str, status: int) -> Done[str]:
    """A run of Specmatic that came to its end."""
    return Done(["java"], status, report, "")


def changed(document: Node, *names: str) -> Node:
    """The contract with some of the differ's own examples of breaking changes."""
    copied = copy.deepcopy(document)
    for name in names:
        edit, _, _ = CASES[name]
        edit(copied)
    return copied


def answering(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """A shell script in place of Java, and nothing to install."""
    program = folder / "bin" / "java"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setattr(crosscheck, "install", lambda folder: folder / "specmatic.jar")


def test_what_specmatic_cant_bear_is_left_out_and_names_are_not(document: Node) -> None:
    """A keyword goes, a property of the same name stays; the contract itself isn't touched."""
    contract = copy.deepcopy(document)
    schema("Job", "properties")(contract).update(
        pattern={"type": "string", "pattern": "^a{1,80}$", "enum": [{"pattern": "kept"}], "x-source": {}}
    )
    before = copy.deepcopy(contract)

    shown = comparable(contract)

    assert schema("Job", "properties", "pattern")(shown) == {"type": "string", "enum": [{"pattern": "kept"}]}
    assert "security" not in shown["paths"][JOB]["get"]
    assert shown["paths"][JOB]["get"]["responses"]["200"]["description"] == "-"
    assert contract == before


def test_a_report_is_read_and_repetitions_are_told_once(document: Node) -> None:
    """Operations have their names, answers their status, a message is one line."""
    assert read(done(REPORT, 1), document, document) == [
        Objection("getJob", "answer 303", "It was there, and is gone."),
        Objection("uploadVideo", "REQUEST.PARAMETERS.QUERY.description", "It was a text, it is a number."),
        Objection("uploadVideo", "answer 200, RESPONSE.BODY.name", "It may be null."),
    ]
    assert read(done(CONSENT, 0), document, document) == []


@pytest.mark.parametrize(
    ("report", "status"),
    [
        ("", 0),
        ("", 1),
        (CONSENT, 1),
        (CONSENT + REPORT, 0),
        (CONSENT + REPORT, 1),
        (REPORT, 0),
        (REFUSAL, 1),
        (REPORT.replace("It may be null.", ""), 0),
        (REPORT.replace("      It was there, and is gone. (old.yaml:655:9)", ""), 1),
        (REPORT.replace("In scenario", "In a scenario", 2).replace("In a", "In", 1), 1),
        (REPORT.rpartition("The newer")[0], 1),
    ],
)
def test_what_is_no_report_is_no_opinion(document: Node, report: str, status: int) -> None:
    """Only what says so in every way is consent, and only what can be read whole is an objection."""
    with pytest.raises(ToolFailed, match="Specmatic gave no report"):
        read(done(report, status), document, document)


def test_a_disagreement_must_be_mended_or_waived(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Node
) -> None:
    """What the differ finds in the same operation is shared; of the rest, one of the two is wrong."""
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    answering(monkeypatch, tmp_path, f"cat {tmp_path}/report.txt; exit 1")
    new = changed(document, "status removed")
    found = breaking(diff(document, new))
    where = "uploadVideo REQUEST.PARAMETERS.QUERY.description"
    waived = Waiver("specmatic", "breaks-clients", where, "It is wrong.")
    other = Waiver("redocly", "r", "#/", "of a linter")

    told = opinion(document, new, found, [waived, other], tmp_path / "out")

    assert isinstance(told, Opinion)
    assert [each.operation for each in told.shared] == ["getJob"]
    assert [each.pointer for each, _ in told.alone.waived] == [where]
    assert told.faults == [
        "specmatic breaks-clients at uploadVideo answer 200, RESPONSE.BODY.name: It may be null."
    ]


def test_a_change_of_the_whole_contract_explains_every_objection(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Node
) -> None:
    """Another OpenAPI is no operation's change, and changes them all."""
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    answering(monkeypatch, tmp_path, f"cat {tmp_path}/report.txt; exit 1")
    new = {**document, "openapi": "3.0.3"}

    told = opinion(document, new, breaking(diff(document, new)), [], tmp_path / "out")

    assert isinstance(told, Opinion)
    assert told.faults == []
    assert len(told.shared) == 3


def test_a_change_that_reaches_no_operation_explains_no_objection(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Node
) -> None:
    """A schema that is gone, of which no operation speaks, has nothing to do with one."""
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    answering(monkeypatch, tmp_path, f"cat {tmp_path}/report.txt; exit 1")
    old = copy.deepcopy(document)
    old["components"]["schemas"]["Extra"] = {"type": "string"}

    told = opinion(old, document, breaking(diff(old, document)), [], tmp_path / "out")

    assert len(told.faults) == 3


def test_without_java_the_review_does_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Node
) -> None:
    """It says so, installs nothing, and that is no fault."""
    monkeypatch.setenv("PATH", str(tmp_path))

    told = opinion(document, changed(document, "status removed"), [], [], tmp_path / "out")

    assert isinstance(told, NoOpinion)
    assert told.faults == []
    assert "Java is missing" in told.reason
    assert not (tmp_path / "out").exists()


def test_nothing_is_asked_where_nothing_has_changed_that_it_compares(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Node
) -> None:
    """Words, sources and patterns aren't shown to it; nothing is fetched for them."""
    answering(monkeypatch, tmp_path, "exit 9")
    new = copy.deepcopy(document)
    put(schema("Job"), description="Other words.")(new)
    put(lambda d: parameter(JOB, "jobId")(d)["schema"], pattern="^a+$")(new)

    told = opinion(document, new, [], [], tmp_path / "out")

    assert told == NoOpinion("nothing that Specmatic compares has changed.", excused=True)


def test_a_waiver_covers_nothing_where_nothing_is_asked(document: Node, tmp_path: Path) -> None:
    """It would wave through an objection of another release."""
    waiver = Waiver("specmatic", "breaks-clients", "*", "It was wrong once.")

    told = opinion(document, document, [], [waiver], tmp_path / "out")

    assert told.faults == ["waivers.yaml: nothing is found any more by specmatic breaks-clients at *"]


def test_an_installation_without_its_archive_is_made_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Else it would fail for ever."""
    (tmp_path / "installed.txt").write_bytes(crosscheck.REQUIREMENT.read_bytes())
    asked: list[list[str]] = []
    monkeypatch.setattr(crosscheck, "run", lambda command, *_, **__: asked.append(command))

    crosscheck.install(tmp_path)

    assert "specmatic.txt" in asked[0][-1]


def test_a_run_that_fails_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Node) -> None:
    """It isn't the same as having no Java."""
    answering(monkeypatch, tmp_path, "echo broken >&2; exit 3")

    told = opinion(document, changed(document, "status removed"), [], [], tmp_path / "out")

    assert told.faults == ["Not cross-checked: java ended with 3: broken"]


def test_it_keeps_to_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Node) -> None:
    """Its telemetry is off, and none of our variables gets through."""
    monkeypatch.setenv("SOME_SECRET", "x")
    answering(monkeypatch, tmp_path, "env > env.txt; echo 'The newer contract is backward compatible.'")

    told = opinion(document, changed(document, "status removed"), [], [], tmp_path / "out")

    assert told.faults == []
    environment = (tmp_path / "out" / "env.txt").read_text("utf-8")
    assert "SPECMATIC_DISABLE_TELEMETRY=true" in environment
    assert "SOME_SECRET" not in environment


def test_its_version_is_exact_and_has_a_digest() -> None:
    """Another archive under the same name isn't taken."""
    (line,) = (
        line for line in crosscheck.REQUIREMENT.read_text("utf-8").splitlines() if not line.startswith("#")
    )
    package, _, digest = line.partition(" --hash=sha256:")

    assert package.startswith("specmatic==")
    assert len(digest) == 64


@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java")
def test_specmatic_finds_the_four_changes_too(tmp_path: Path, document: Node) -> None:
    """A value, a status and a type that are gone, and a member that is required now, and nothing besides."""
    told = opinion(document, new := changed(document, *FOUR), breaking(diff(document, new)), [], tmp_path)

    assert isinstance(told, Opinion), told
    assert told.faults == []
    assert {(each.operation, each.place) for each in told.shared} == {
        ("redactVideo", "REQUEST.BODY.faces.blurringKind"),
        ("uploadVideo", "REQUEST.PARAMETERS.QUERY.description"),
        ("getJob", "answer 303"),
    }
