"""The emulator answers what was recorded, member by member; each difference has its reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.recorded.forms import Forms, forms
from contract_tests.recorded.headers import header_forms
from contract_tests.recorded.parity import Difference, Explanation, differences, statuses, unexplained
from contract_tests.recorded.recorder import Golden, Recorder, load
from tests.recorded.conftest import HERE, recordings

GOLDENS = HERE / "goldens"
EXPLANATIONS = HERE / "differences.yaml"


def explanations(path: Path = EXPLANATIONS) -> list[Explanation]:
    """All reasons."""
    return [Explanation(**entry) for entry in yaml.safe_load(path.read_text("utf-8"))]


def by_operation(bodies: list[tuple[str, Any]]) -> dict[str, Forms]:
    """The forms of all answers of one kind, good ones and errors apart."""
    grouped: dict[str, list[Any]] = {}
    for kind, body in bodies:
        grouped.setdefault(kind, []).append({"": body} if not isinstance(body, dict) else body)
    return {kind: forms(found) for kind, found in grouped.items()}


def recorded() -> dict[str, Forms]:
    """Of the corpus."""
    found = [(f"{each.operation} {each.status}", each.body) for each in recordings() if each.operation]
    return by_operation(found)


def answered(ours: Recorder) -> dict[str, Forms]:
    """Of the emulator."""
    return by_operation(
        [(f"{golden.operation} {golden.status}", golden.body) for golden in ours.kept.values()]
    )


def replayed(goldens: Iterable[Golden]) -> dict[str, Forms]:
    """The forms of goldens, with those of their headers."""
    grouped: dict[str, list[Golden]] = {}
    for golden in goldens:
        grouped.setdefault(f"{golden.operation} {golden.status}", []).append(golden)
    bodies = by_operation([(kind, each.body) for kind, found in grouped.items() for each in found])
    return {
        kind: bodies[kind] | header_forms(each.headers for each in found) for kind, found in grouped.items()
    }


def found_differences(theirs: dict[str, Forms], mine: dict[str, Forms]) -> list[Difference]:
    """Of all kinds that both have, and of statuses that only one of them has."""
    return statuses(theirs, mine) + [
        each
        for kind in sorted(theirs.keys() & mine.keys())
        for each in differences(kind, theirs[kind], mine[kind])
    ]


def test_every_difference_from_what_was_recorded_is_explained(ours: Recorder) -> None:
    """And nothing is explained that isn't there."""
    found = found_differences(recorded(), answered(ours))

    open_ones, unused = unexplained(found, explanations())

    assert [str(each) for each in open_ones] == []
    assert unused == []


def test_enough_kinds_are_compared(ours: Recorder) -> None:
    """A walk that stops early would explain everything."""
    assert len(recorded().keys() & answered(ours).keys()) >= 7


def test_the_emulator_is_replayed_against_goldens(ours: Recorder) -> None:
    """Against those of a live run, once somebody has recorded one: `nox -s contract -- --live --record`."""
    goldens = load(GOLDENS)
    if not goldens:
        pytest.skip(f"no goldens of a live run in {GOLDENS.name}: record one with an account")

    found = found_differences(replayed(goldens), replayed(ours.kept.values()))

    open_ones, _ = unexplained(found, explanations())

    assert [str(each) for each in open_ones] == []


VIDEO = {"state": "Processed", "privacyMode": "Private", "name": "a b", "created": "2020-01-01T00:00:00.5Z"}
ALTERED: dict[str, tuple[Golden, Golden, str]] = {
    "a word that nobody knows": (
        Golden("listVideos", 200, {}, {"results": [VIDEO]}),
        Golden("listVideos", 200, {}, {"results": [VIDEO | {"privacyMode": "Wombat"}]}),
        "listVideos 200 results[].privacyMode: sent as unknown word, recorded as known word",
    ),
    "a state of another's": (
        Golden("getJob", 200, {}, {"state": "Processing"}),
        Golden("getJob", 200, {}, {"state": "Bananas"}),
        "getJob 200 state: sent as unknown word, recorded as known word",
    ),
    "an error's word": (
        Golden("getVideoIndex", 404, {}, {"ErrorType": "BREAKDOWN_NOT_FOUND"}),
        Golden("getVideoIndex", 404, {}, {"ErrorType": "FOO"}),
        "getVideoIndex 404 ErrorType: sent as unknown word, recorded as known word",
    ),
    "another success": (
        Golden("redactVideo", 202, {}, None),
        Golden("redactVideo", 200, {}, None),
        "redactVideo status: answered with 200, recorded with 202",
    ),
    "another error": (
        Golden("getVideoIndex", 404, {}, None),
        Golden("getVideoIndex", 410, {}, None),
        "getVideoIndex status: answered with 410, recorded with 404",
    ),
    "a text that is an address": (
        Golden("listVideos", 200, {}, {"results": [VIDEO]}),
        Golden("listVideos", 200, {}, {"results": [VIDEO | {"name": "https://x/y"}]}),
        "listVideos 200 results[].name: sent as address, recorded as text",
    ),
    "a fraction of a whole number": (
        Golden("getVideoIndex", 200, {}, {"durationInSeconds": 5}),
        Golden("getVideoIndex", 200, {}, {"durationInSeconds": 5.25}),
        "getVideoIndex 200 durationInSeconds: sent as number, recorded as integer",
    ),
    "a time without its fraction": (
        Golden("listVideos", 200, {}, {"results": [VIDEO]}),
        Golden("listVideos", 200, {}, {"results": [VIDEO | {"created": "2020-01-01T00:00:00Z"}]}),
        "listVideos 200 results[].created: "
        "sent as time Z, without a fraction, recorded as time Z, with a fraction",
    ),
    "a Location elsewhere": (
        Golden("redactVideo", 202, {"location": "https://a.example/x/Accounts/y/Jobs/z"}, None),
        Golden("redactVideo", 202, {"location": "https://a.example/x/Accounts/y/Videos/z"}, None),
        "redactVideo 202 header location: sent as absolute URL .../Accounts/*/Videos/*, "
        "recorded as absolute URL .../Accounts/*/Jobs/*",
    ),
    "a wait as a date": (
        Golden("getJob", 200, {"retry-after": "5"}, None),
        Golden("getJob", 200, {"retry-after": "Wed, 01 Jan 2020 00:00:00 GMT"}, None),
        "getJob 200 header retry-after: sent as date, recorded as seconds",
    ),
}


@pytest.mark.parametrize("case", ALTERED.values(), ids=ALTERED.keys())
def test_what_is_answered_otherwise_than_recorded_is_named(case: tuple[Golden, Golden, str]) -> None:
    """Only that, and nothing of what is the same."""
    theirs, mine, expected = case

    found = found_differences(replayed([theirs]), replayed([mine]))

    assert [str(each) for each in found] == [expected]
    assert found_differences(replayed([theirs]), replayed([theirs])) == []
