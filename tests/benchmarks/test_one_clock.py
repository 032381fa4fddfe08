"""Commands are timed from outside, with everything that they start, and compared round by round."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.redaction.commands import DEFACE, OURS, CommandFailed, Cost, clean, timed
from benchmarks.redaction.speed_pairs import Pair, Runs
from benchmarks.redaction.speed_report import LONG, judged

if TYPE_CHECKING:
    from pathlib import Path

BURN = "import time\nwhile time.process_time() < .3: pass"
PAIR = Pair(Cost(2.0, 3.0, 100), Cost(8.5, 16.0, 100), 100, 750)  # a second of start, 20 ms a frame

linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are collected on Linux alone")


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_processor_time_of_children_counts() -> None:
    cost = timed(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN!r}])"))
    assert cost.cpu >= 0.3


@linux
def test_processor_time_of_a_process_that_outlives_the_command_counts() -> None:
    start = f"subprocess.Popen([sys.executable, '-c', {BURN!r}], start_new_session=True)"
    assert timed(python(f"import subprocess, sys; {start}")).cpu >= 0.3


@linux
def test_the_memory_of_the_measuring_process_doesnt_count() -> None:
    ballast = bytearray(200 * 2**20)
    ballast[::4096] = b"\1" * len(ballast[::4096])
    assert timed(python("pass")).peak_mib < 100


def test_memory_is_that_of_the_largest_process() -> None:
    large = "b'x' * 150 * 2**20"
    cost = timed(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {large!r}])"))
    assert 150 <= cost.peak_mib < 250


def test_a_command_that_fails_isnt_a_measurement() -> None:
    with pytest.raises(CommandFailed, match="out of paper"):
        timed(python("raise SystemExit('out of paper')"))


def test_a_command_that_writes_nothing_isnt_a_measurement(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="It wrote nothing"):
        timed(python("pass"), tmp_path / "result.mp4")


def test_settings_of_a_service_and_what_slows_starts_dont_reach_a_command() -> None:
    before = {
        "VIDEO_INDEXER_URL": "http://x",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SSL_CERT_FILE": "/x",
        "A": "b",
    }
    assert clean(before) == {"A": "b"}


def test_a_long_clip_is_computed_with_one_start() -> None:
    assert PAIR.start == pytest.approx(1.0)
    assert PAIR.computed(Cost(5.0, 5.0, 100), "seconds") == pytest.approx(1 + 750 * 0.04)


def test_a_frame_that_costs_more_in_a_long_clip_is_noticed() -> None:
    dearer = Pair(Cost(2.0, 2.0, 1), Cost(30.0, 30.0, 1), 100, 750)
    assert PAIR.figures()["constant"]
    assert not dearer.figures()["constant"]


def runs(*, whole: bool) -> Runs:
    """Three rounds, the second of which a neighbour disturbs."""
    result = Runs(25)
    for slow in (1, 3, 1):
        for length in (4, 30):
            result.add(OURS, length, Cost(slow * length / 4, slow * length / 4, 300))
            if length == 4:
                result.add("bare worker", length, Cost(slow * 0.8, slow * 0.8, 250))
            if whole or length == 4:
                result.add(DEFACE, length, Cost(slow * 10.0 * length / 4, slow * 10.0 * length / 4, 700))
    return result


def test_ratios_are_taken_within_a_round() -> None:
    assert runs(whole=True).rows(PAIR)[LONG]["times deface"] == 10.0


def test_what_the_service_adds_is_measured_within_a_round() -> None:
    assert runs(whole=True).rows(PAIR)["4 s"]["beyond the bare worker"] == pytest.approx(0.2)


def test_what_wasnt_measured_says_so() -> None:
    rows = runs(whole=False).rows(PAIR)
    assert rows["4 s"][DEFACE]["measured"]
    assert not rows[LONG][DEFACE]["measured"]
    assert rows[LONG]["times deface"] == pytest.approx((1 + 9 * 7.5) / 7.5, abs=0.01)


@pytest.mark.parametrize(("peak", "verdict"), [(330, "met"), (331, "missed")])
def test_bars_hold_for_the_command_that_a_user_runs(peak: int, verdict: str) -> None:
    ours = {"seconds": 20.0, "cpu": 38.0, "cores busy": 1.9, "peak_mib": peak}
    row = {OURS: ours, "times deface": 9.5, "frames": 750}
    report = {
        "sizes": {"1080p": {LONG: row}}, "parts": {"1080p": {"all to codec": 1.4}},
        "start and end alone": {"seconds": 1.2}, "tenth": {"times": 6.0},
    }  # fmt: skip
    bars = judged(report)
    assert {found for _, found in bars.values()} == {"met", verdict}
    assert bars["1080p, 30 s: largest process at most 330 MiB"] == (peak, verdict)
