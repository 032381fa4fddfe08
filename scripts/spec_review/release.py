"""Compares the contract with the last released one, and asks for the version that the changes need.

A released contract lies in `spec_releases/` under its version, and never changes: `SHA256SUMS` beside it
has its digest, as `sha256sum --check` reads it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from markdown_it import MarkdownIt

from scripts.spec_review.changes import Change, Kind
from scripts.spec_review.differ import diff
from scripts.spec_review.wellformed import faults

REPOSITORY = Path(__file__).resolve().parents[2]
RELEASES = REPOSITORY / "spec_releases"
CHANGELOG = REPOSITORY / "CHANGELOG.md"
SUMS = "SHA256SUMS"
SUM = re.compile(r"^([0-9a-f]{64}) [ *](\S+)$", re.MULTILINE)
HEADING = re.compile(r"\[?(\d+)\.(\d+)\.(\d+)(?:\]|\s|$)")
"""A version's heading in the changelog; `Unreleased` names none, nor does a version before its release."""

Version: TypeAlias = "tuple[int, int, int]"


class ReleaseRefused(Exception):
    """The contract can't be released, or there is nothing to compare it with."""


@dataclass(frozen=True)
class Comparison:
    """The contract beside the last released one."""

    released: Version
    announced: Version  # the highest in the changelog
    changes: list[Change]

    @cached_property
    def breaking(self) -> list[Change]:
        """The changes that clients of the released contract don't bear."""
        return [change for change in self.changes if change.kind is Kind.BREAKING]

    @property
    def needed(self) -> Version:
        """The least version that may break clients; below 1.0.0, the minor number tells it."""
        major, minor, _ = self.released
        return (major + 1, 0, 0) if major else (0, minor + 1, 0)

    @property
    def fault(self) -> str | None:
        """Why the contract is refused; None if it isn't."""
        if not self.breaking or self.announced >= self.needed:
            return None
        places = "1 place" if len(self.breaking) == 1 else f"{len(self.breaking)} places"
        return (
            f"The contract breaks clients of {said(self.released)} in {places}, "
            f"and CHANGELOG.md goes up to {said(self.announced)}. Give {said(self.needed)} a heading there, "
            "or let the contract keep what it said."
        )


def compare(spec: Path, releases: Path, changelog: Path) -> Comparison:
    """Compare the contract with the highest of the released ones.

    Raises:
        ReleaseRefused: There is none, one of them isn't what was released, or a file is no contract.
    """
    _check_kept(releases)
    found = sorted((version_of(path), path) for path in releases.glob("*.yaml"))
    if not found:
        raise ReleaseRefused(f"{releases} has no released contract; add the first with --release VERSION.")
    version, path = found[-1]
    return Comparison(version, announced(changelog), diff(load(path), load(spec)))


def release(version: str, spec: Path, releases: Path, changelog: Path) -> Path:
    """Keep the contract as the released one of a version; raises ReleaseRefused."""
    target = releases / f"{version}.yaml"
    wanted = version_of(target)
    if target.exists():
        raise ReleaseRefused(f"{target.name} is there already; a released contract doesn't change.")
    if announced(changelog) != wanted:
        raise ReleaseRefused(f"The highest heading of {changelog.name} isn't {version}; write it first.")
    if (stated := load(spec)["info"]["version"]) != version:
        raise ReleaseRefused(f"{spec.name} calls itself {stated}; let `info.version` say {version}.")
    if any(releases.glob("*.yaml")):
        comparison = compare(spec, releases, changelog)
        if wanted < comparison.released:
            raise ReleaseRefused(f"{said(comparison.released)} is released already.")
        if comparison.fault:
            raise ReleaseRefused(comparison.fault)
    releases.mkdir(exist_ok=True)
    target.write_bytes(spec.read_bytes())
    with (releases / SUMS).open("a", encoding="utf-8") as sums:
        sums.write(f"{_digest(target)}  {target.name}\n")
    return target


def _check_kept(releases: Path) -> None:
    """Whether each released contract is there, and is what was released."""
    sums = releases / SUMS
    text = sums.read_text("utf-8") if sums.exists() else ""
    noted = {name: digest for digest, name in SUM.findall(text)}
    there = {path.name: path for path in releases.glob("*.yaml")}
    for name in sorted(noted.keys() | there.keys()):
        if name not in there:
            raise ReleaseRefused(f"{name} is in {SUMS}, but not in {releases.name}; bring it back.")
        if name not in noted:
            raise ReleaseRefused(f"{name} isn't in {SUMS}; releases are made with --release VERSION.")
        if _digest(there[name]) != noted[name]:
            raise ReleaseRefused(f"{name} isn't what was released; a released contract doesn't change.")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def announced(changelog: Path) -> Version:
    """The highest version that has a heading in the changelog."""
    return max(headings(changelog), default=(0, 0, 0))


def headings(changelog: Path) -> list[Version]:
    """The versions that have a heading in the changelog."""
    try:
        tokens = MarkdownIt().parse(changelog.read_text("utf-8"))  # examples and comments are no headings
    except (OSError, UnicodeDecodeError) as error:
        raise ReleaseRefused(f"{changelog} can't be read: {error}") from error
    titles = [
        words.content for mark, words in pairwise(tokens) if (mark.type, mark.tag) == ("heading_open", "h2")
    ]
    found = [tuple(map(int, match.groups())) for match in map(HEADING.match, titles) if match]
    return [(major, minor, patch) for major, minor, patch in found]


def version_of(path: Path) -> Version:
    """The version that a released contract is named for."""
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", path.stem)
    if match is None:
        raise ReleaseRefused(f"{path.name} isn't named like 1.2.3.yaml.")
    return int(match[1]), int(match[2]), int(match[3])


def said(version: Version) -> str:
    """A version with its dots."""
    return ".".join(map(str, version))


def load(path: Path) -> dict[str, Any]:
    """Read a contract; raises ReleaseRefused for what is none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml is there
    try:
        document: dict[str, Any] = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - both are safe
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ReleaseRefused(f"{path} can't be read: {error}") from error
    if found := faults(document):
        raise ReleaseRefused("\n".join([f"{path} isn't a contract in OpenAPI 3.1:", *found]))
    return document
