"""Findings of the linters are mended or waived, and no waiver outlives its finding."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from scripts.spec_review import lint
from scripts.spec_review.lint import Finding, Waiver, judge
from scripts.spec_review.tools import ToolFailed

UNUSED = Finding("redocly", "no-unused-components", "#/components/schemas/Old", "It is never used.")
WAIVER = Waiver("redocly", "no-unused-components", "#/components/*/Old", "It is for files.")


def test_a_finding_without_a_waiver_is_a_fault() -> None:
    """It is named with its tool, rule and place."""
    judged = judge([UNUSED], [])

    assert judged.faults == ["redocly no-unused-components at #/components/schemas/Old: It is never used."]


def test_a_waived_finding_is_none() -> None:
    """It is kept with the reason, for the page."""
    judged = judge([UNUSED], [WAIVER])

    assert judged.faults == []
    assert judged.waived == [(UNUSED, WAIVER)]


@pytest.mark.parametrize(
    "other",
    [
        Waiver("spectral", WAIVER.rule, WAIVER.pointer, "x"),
        Waiver(WAIVER.tool, "info-license", WAIVER.pointer, "x"),
        Waiver(WAIVER.tool, WAIVER.rule, "#/components/*/New", "x"),
    ],
)
def test_a_waiver_that_covers_nothing_is_a_fault_itself(other: Waiver) -> None:
    """Another tool, rule or place isn't meant; both lines say so."""
    judged = judge([UNUSED], [other])

    assert judged.open == [UNUSED]
    assert judged.needless == [other]
    assert len(judged.faults) == 2


def test_every_waiver_here_has_a_reason_and_no_other_parts(tmp_path: Path) -> None:
    """Ours are whole; one without a reason is refused."""
    assert all(len(waiver.reason) > 20 for waiver in lint.read_waivers())
    path = tmp_path / "waivers.yaml"
    path.write_text(
        yaml.safe_dump([{"tool": "spectral", "rule": "x", "pointer": "#", "reason": " "}]), "utf-8"
    )
    with pytest.raises(ToolFailed, match="reason"):
        lint.read_waivers(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{tool: spectral}", "isn't a list"),
        ("- [", "can't be read"),
        ("- {tool: spectrall, rule: x, pointer: '#', reason: because}", "nobody asks a tool `spectrall`"),
    ],
)
def test_waivers_that_cover_nothing_by_mistake_are_refused(tmp_path: Path, text: str, words: str) -> None:
    """A mistyped tool would never be missed."""
    path = tmp_path / "waivers.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ToolFailed, match=words):
        lint.read_waivers(path)


def test_without_node_nothing_is_called_linted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message says what to install, and nothing is written."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolFailed, match="Node is missing"):
        lint.install(tmp_path / "linters")
    assert not (tmp_path / "linters").exists()


def test_what_fails_is_not_taken_for_an_empty_report(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A linter that ends badly, or says something else, is told of."""
    installed(tmp_path, monkeypatch, spectral="exit 2", redocly="exit 0")
    with pytest.raises(ToolFailed, match="spectral ended with 2"):
        lint.lint(tmp_path / "openapi.yaml", tmp_path)
    installed(tmp_path, monkeypatch, spectral="echo hello", redocly="exit 0")
    with pytest.raises(ToolFailed, match="spectral gave no report: hello"):
        lint.lint(tmp_path / "openapi.yaml", tmp_path)


def test_the_reports_of_both_are_read_and_neither_is_told_of_us(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Places come out as JSON pointers; telemetry and updates are off, and no other variable gets through."""
    monkeypatch.setenv("SOME_SECRET", "x")
    one = [{"code": "info-contact", "path": ["paths", "/a/b", 0], "message": "No."}]
    other = {"problems": [{"ruleId": "r", "message": "m", "location": [{"pointer": "#/info"}]}]}
    installed(
        tmp_path,
        monkeypatch,
        spectral=f"env > env.txt; echo '{json.dumps(one)}'; exit 1",
        redocly=f"echo '{json.dumps(other)}'",
    )

    found = lint.lint(tmp_path / "openapi.yaml", tmp_path)

    assert found == [
        Finding("spectral", "info-contact", "#/paths/~1a~1b/0", "No."),
        Finding("redocly", "r", "#/info", "m"),
    ]
    told = (tmp_path / "env.txt").read_text("utf-8")
    assert "REDOCLY_TELEMETRY=off" in told
    assert "REDOCLY_SUPPRESS_UPDATE_NOTICE=true" in told
    assert "SOME_SECRET" not in told


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch, **scripts: str) -> None:
    """Shell scripts in place of the linters."""
    binaries = folder / "node_modules" / ".bin"
    binaries.mkdir(parents=True, exist_ok=True)
    for name, body in scripts.items():
        (binaries / name).write_text(f"#!/bin/sh\n{body}\n", "utf-8")
        (binaries / name).chmod(0o755)
    monkeypatch.setattr(lint, "install", lambda _folder: None)
    monkeypatch.setattr("shutil.copyfile", lambda *_: None)


def test_the_versions_are_exact() -> None:
    """The lock and the list agree, and each package has its checksum."""
    wanted = json.loads((lint.LINTERS / "package.json").read_text("utf-8"))["dependencies"]
    lock = json.loads((lint.LINTERS / lint.LOCK).read_text("utf-8"))["packages"]

    assert all(version[0].isdigit() for version in wanted.values())
    assert lock[""]["dependencies"] == wanted
    assert all(node.get("integrity") for name, node in lock.items() if name)
