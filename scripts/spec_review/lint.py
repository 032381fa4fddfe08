"""Runs Spectral and the Redocly command over the contract, and sets aside the findings that are waived.

Both come from npm in the exact versions of `linters/package-lock.json`. They are told to keep to themselves:
no telemetry, no look for updates, no settings of the user's own.
"""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from scripts.spec_review.tools import ToolFailed, run
from scripts.spec_statements import join

LINTERS = Path(__file__).parent / "linters"
LOCK = "package-lock.json"
SECOND_OPINION = "specmatic"
"""Waived like a linter's findings, in `crosscheck.py`, are its objections."""

WAIVER_KEYS = {"tool", "rule", "pointer", "reason"}

QUIET = {
    "CI": "true",
    "NO_COLOR": "1",
    "NO_UPDATE_NOTIFIER": "1",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "REDOCLY_TELEMETRY": "off",
    "SCARF_ANALYTICS": "false",
}

COMMANDS: dict[str, list[str]] = {
    "spectral": ["lint", "--quiet", "--format=json", "--ruleset=spectral.yaml", "--fail-severity=hint"],
    "redocly": ["lint", "--format=json", "--config=redocly.yaml", "--max-problems=10000"],
}


@dataclass(frozen=True)
class Finding:
    """What a linter doesn't like."""

    tool: str
    rule: str
    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.tool} {self.rule} at {self.pointer}: {self.message}"


@dataclass(frozen=True)
class Waiver:
    """Why findings of one kind are let be; `pointer` may hold a `*`."""

    tool: str
    rule: str
    pointer: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        alike = (self.tool, self.rule) == (finding.tool, finding.rule)
        return alike and fnmatch.fnmatchcase(finding.pointer, self.pointer)


@dataclass(frozen=True)
class Judged:
    """Findings, and what was said of them beforehand."""

    open: list[Finding] = field(default_factory=list)
    waived: list[tuple[Finding, Waiver]] = field(default_factory=list)
    needless: list[Waiver] = field(default_factory=list)  # they cover nothing any more

    @property
    def faults(self) -> list[str]:
        """A line for each finding without a waiver and each waiver without a finding."""
        return [str(finding) for finding in self.open] + [
            f"waivers.yaml: nothing is found any more by {each.tool} {each.rule} at {each.pointer}"
            for each in self.needless
        ]


def judge(findings: list[Finding], waivers: list[Waiver]) -> Judged:
    """Set aside what is waived."""
    waived = [(one, next((each for each in waivers if each.covers(one)), None)) for one in findings]
    used = {waiver for _, waiver in waived if waiver}
    return Judged(
        [finding for finding, waiver in waived if waiver is None],
        [(finding, waiver) for finding, waiver in waived if waiver],
        [waiver for waiver in waivers if waiver not in used],
    )


def read_waivers(path: Path = LINTERS / "waivers.yaml") -> list[Waiver]:
    """The waivers; raises ToolFailed where one lacks a part, or is for a tool that nobody asks."""
    try:
        rows = yaml.safe_load(path.read_text("utf-8")) or []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ToolFailed(f"{path.name} can't be read: {error}") from error
    if not isinstance(rows, list):
        raise ToolFailed(f"{path.name} isn't a list of waivers.")
    for row in rows:
        if not _is_waiver(row):
            raise ToolFailed(
                f"{path.name}: a waiver has {', '.join(sorted(WAIVER_KEYS))}; this one hasn't: {row}"
            )
        if row["tool"] not in {*COMMANDS, SECOND_OPINION}:
            raise ToolFailed(f"{path.name}: nobody asks a tool `{row['tool']}`")
    return [Waiver(**row) for row in rows]


def _is_waiver(row: Any) -> bool:
    whole = isinstance(row, dict) and row.keys() == WAIVER_KEYS
    return whole and all(isinstance(part, str) and part.strip() for part in row.values())


def lint(spec: Path, folder: Path) -> list[Finding]:
    """Every finding of both linters, which are installed into `folder`; raises ToolFailed."""
    folder = folder.resolve()
    install(folder)
    shutil.copyfile(spec, folder / "openapi.yaml")
    reported = {tool: _run(tool, folder) for tool in COMMANDS}
    return [*READERS["spectral"](reported["spectral"]), *READERS["redocly"](reported["redocly"])]


def install(folder: Path) -> None:
    """Install the linters, unless these versions are there already."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise ToolFailed("Node is missing; install Node 20.19 or later, with npm.")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("spectral.yaml", "redocly.yaml"):
        shutil.copyfile(LINTERS / name, folder / name)
    lock = (LINTERS / LOCK).read_bytes()
    done = folder / "installed.json"  # the lock of what is there whole
    if done.is_file() and done.read_bytes() == lock:
        return
    done.unlink(missing_ok=True)
    for name in ("package.json", LOCK):
        shutil.copyfile(LINTERS / name, folder / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    run(command, folder, {**os.environ, **QUIET}, expected={0})
    done.write_bytes(lock)


def _run(tool: str, folder: Path) -> Any:
    """What a linter reports, as JSON."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **QUIET}
    command = [str(folder / "node_modules" / ".bin" / tool), *COMMANDS[tool], "openapi.yaml"]
    text = run(command, folder, environment, expected={0, 1}).stdout
    try:
        return json.loads(text)
    except ValueError as error:
        raise ToolFailed(f"{tool} gave no report: {text[:500]}") from error


def _spectral(report: Any) -> list[Finding]:
    return [
        Finding("spectral", row["code"], join("#", *map(str, row["path"])), row["message"]) for row in report
    ]


def _redocly(report: Any) -> list[Finding]:
    return [
        Finding("redocly", row["ruleId"], row["location"][0].get("pointer", "#"), row["message"])
        for row in report["problems"]
    ]


READERS: dict[str, Callable[[Any], list[Finding]]] = {"spectral": _spectral, "redocly": _redocly}
