"""Compares the contract with the last released one, and asks for the version that the changes need."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from scripts.spec_review.changelog import announced, headings
from scripts.spec_review.changes import Change, Kind
from scripts.spec_review.contract import Refused, load
from scripts.spec_review.differ import diff
from scripts.spec_review.kept import keep, kept, version_of
from scripts.spec_review.versions import Version, breaking_after, said

REPOSITORY = Path(__file__).resolve().parents[2]
RELEASES = REPOSITORY / "spec_releases"
CHANGELOG = REPOSITORY / "CHANGELOG.md"


@dataclass(frozen=True)
class Comparison:
    """The contract beside the last released one."""

    released: Version
    announced: Version  # the highest in the changelog
    wire: list[Change]  # of what is sent and answered
    client: list[Change] = field(default_factory=list)  # of the generated client, beyond those

    @property
    def changes(self) -> list[Change]:
        """All changes, the breaking ones first."""
        return sorted([*self.wire, *self.client], key=lambda change: change.kind is not Kind.BREAKING)

    @cached_property
    def breaking(self) -> list[Change]:
        """The changes that clients of the released contract don't bear."""
        return [change for change in self.changes if change.kind is Kind.BREAKING]

    @property
    def needed(self) -> Version:
        """The least version that may break clients."""
        return breaking_after(self.released)

    @property
    def fault(self) -> str | None:
        """Why the contract is refused; None if it isn't."""
        if not self.breaking or self.announced >= self.needed:
            return None
        needed = said(self.needed)
        return (
            f"The contract breaks clients of {said(self.released)} in {_places(self.breaking)}, "
            f"and CHANGELOG.md goes up to {said(self.announced)}. Give {needed} a heading there, "
            f"`## {needed}` and nothing more, or let the contract keep what it said."
        )


def _places(breaking: list[Change]) -> str:
    return "1 place" if len(breaking) == 1 else f"{len(breaking)} places"


def compare(spec: Path, releases: Path, changelog: Path, making: Version | None = None) -> Comparison:
    """Compare the contract with the highest of the released ones; `making` is the release that it will be.

    Raises:
        Refused: There is none, one of them isn't what was released or breaks the one before it without the
            version for it, a version has a date and no contract, or a file is no contract.
    """
    found = kept(releases)
    if not found:
        raise Refused(f"{releases} has no released contract; add the first with --release VERSION.")
    for version, dated in headings(changelog).items():
        if dated and version != making and version not in dict(found):
            raise Refused(
                f"{changelog.name} says when {said(version)} was released, and {releases.name} has no "
                f"{said(version)}.yaml: bring it back, or keep it with --release {said(version)}."
            )
    for old, new in pairwise(found):
        _check_pair(old, new)
    version, path = found[-1]
    return Comparison(version, announced(changelog), *_changes(path, spec))


def _check_pair(old: tuple[Version, Path], new: tuple[Version, Path]) -> None:
    """A release that was kept by hand breaks clients like any other."""
    if new[0] >= breaking_after(old[0]):
        return
    comparison = Comparison(old[0], new[0], *_changes(old[1], new[1]))
    if comparison.breaking:
        where = f"The released {said(new[0])} breaks clients of {said(old[0])}"
        told = f"{where} in {_places(comparison.breaking)}; that takes {said(comparison.needed)}:"
        raise Refused("\n".join([told, *map(str, comparison.breaking)]))


def _changes(old: Path, new: Path) -> tuple[list[Change], list[Change]]:
    """What changed on the wire, and what else in the generated client."""
    before, now = load(old), load(new)
    contracts = old.read_bytes(), new.read_bytes()
    if contracts[0] == contracts[1]:
        return [], []
    from scripts.spec_review import signatures  # noqa: PLC0415 - the generator takes half a second to import

    wire = diff(before, now)
    return wire, signatures.compare(contracts, (before, now), wire)


def release(version: str, spec: Path, releases: Path, changelog: Path) -> Path:
    """Keep the contract as the released one of a version; raises Refused."""
    target = releases / f"{version}.yaml"
    wanted = version_of(target)
    if target.exists():
        raise Refused(f"{target.name} is there already; a released contract doesn't change.")
    if announced(changelog) != wanted:
        raise Refused(f"The highest heading of {changelog.name} isn't {version}; write it first.")
    if (stated := load(spec)["info"]["version"]) != version:
        raise Refused(f"{spec.name} calls itself {stated}; let `info.version` say {version}.")
    if any(releases.glob("*.yaml")):
        comparison = compare(spec, releases, changelog, making=wanted)
        if wanted < comparison.released:
            raise Refused(f"{said(comparison.released)} is released already.")
        if comparison.fault:
            raise Refused(comparison.fault)
    keep(spec, target)
    return target
