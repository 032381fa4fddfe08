"""Compares the forms of what was recorded with those of what the emulator answers, member by member."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .forms import Forms

FREE = {
    "text",
    "guid",
    "video id",
    "empty text",
    "token",
    "file name of a picture",
}
"""Forms that a text may have where any text was recorded."""


@dataclass(frozen=True)
class Difference:
    """What the emulator does otherwise than was recorded."""

    operation: str
    place: str
    what: str  # missing, never recorded, or another form

    def __str__(self) -> str:
        return f"{self.operation} {self.place}: {self.what}"


@dataclass(frozen=True)
class Explanation:
    """Why differences are as they are; `place` and `what` are matched with *."""

    operation: str
    place: str
    what: str
    reason: str
    sometimes: bool = False  # depends on the moment, so it may be there or not

    def fits(self, difference: Difference) -> bool:
        """Whether it explains that one."""
        return all(
            fnmatchcase(told, pattern.replace("[]", "[[]]"))
            for told, pattern in (
                (difference.operation, self.operation),
                (difference.place, self.place),
                (difference.what, self.what),
            )
        )


def differences(operation: str, recorded: Forms, ours: Forms) -> list[Difference]:
    """Members that only one of the two has, and forms that were never recorded.

    Of a member that is missing as a whole, its own members aren't told.
    """
    found = []
    for place in sorted(recorded.keys() | ours.keys()):
        if place not in ours:
            what = "recorded, not sent"
        elif place not in recorded:
            what = "sent, never recorded"
        elif odd := _odd(recorded[place], ours[place]):
            what = f"sent as {', '.join(odd)}, recorded as {', '.join(sorted(recorded[place]))}"
        else:
            continue
        found.append(Difference(operation, place, what))
    whole = {each.place: each.what for each in found}
    return [each for each in found if not any(whole.get(above) == each.what for above in _above(each.place))]


def statuses(recorded: Iterable[str], ours: Iterable[str]) -> list[Difference]:
    """Operations that succeed, or fail, with one status here and with another there.

    Kinds are "operation status". That only one side saw a status says nothing: it may not have asked for it.
    """
    theirs, mine = _by_class(recorded), _by_class(ours)
    found = []
    for operation, success in sorted(theirs.keys() & mine.keys()):
        only_theirs, only_ours = (
            theirs[operation, success] - mine[operation, success],
            mine[operation, success] - theirs[operation, success],
        )
        if only_theirs and only_ours:
            what = f"answered with {_listed(only_ours)}, recorded with {_listed(only_theirs)}"
            found.append(Difference(operation, "status", what))
    return found


def _by_class(kinds: Iterable[str]) -> dict[tuple[str, bool], set[str]]:
    """The statuses of each operation, successes and errors apart."""
    grouped: dict[tuple[str, bool], set[str]] = {}
    for kind in kinds:
        operation, status = kind.split(" ")
        grouped.setdefault((operation, int(status) < 400), set()).add(status)
    return grouped


def _listed(statuses_seen: set[str]) -> str:
    return ", ".join(sorted(statuses_seen))


def unexplained(
    found: Iterable[Difference], explanations: Iterable[Explanation]
) -> tuple[list[Difference], list[Explanation]]:
    """The differences that nothing explains, and the explanations of nothing."""
    found, explanations = list(found), list(explanations)
    open_ones = [each for each in found if not any(known.fits(each) for known in explanations)]
    expected = [known for known in explanations if not known.sometimes]
    unused = [known for known in expected if not any(known.fits(each) for each in found)]
    return open_ones, unused


def _odd(recorded: set[str], ours: set[str]) -> list[str]:
    """The forms that we send and nobody recorded."""
    allowed = recorded | FREE if "text" in recorded else recorded
    return sorted(ours - allowed)


def _above(place: str) -> list[str]:
    """The places that hold this one."""
    parts = place.replace("[]", ".[]").split(".")
    wholes = [".".join(parts[:count]).replace(".[]", "[]") for count in range(1, len(parts))]
    return [each for each in wholes if each]
