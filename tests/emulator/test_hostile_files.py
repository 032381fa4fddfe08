"""A sample of the hostile files: each ends with a reason, none opens another file, the service goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.hostile.campaign import Tally, send_files
from benchmarks.hostile.canary import Watch
from benchmarks.hostile.media import corpus
from tests.emulator.api import Api

EVERY = 199  # takes some twenty of the corpus, of most families

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify watches the canary")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """A canary file and a canary address."""
    with Watch(tmp_path) as made:
        yield made


def test_a_canary_notices_who_reads_it(watch: Watch) -> None:
    """Else its silence would say nothing."""
    assert not watch.file_was_touched()

    Path(watch.canaries.file).read_bytes()

    assert watch.file_was_touched()


def test_hostile_files_get_nowhere(emulator: Api, watch: Watch) -> None:
    """No answer 5xx, no failure without a reason, no canary touched."""
    cases = list(islice(corpus(watch.canaries), 7, None, EVERY))
    tally = Tally()

    with Api(emulator.url) as api:
        send_files(api, cases, tally)

    assert tally.cases == len(cases) > 15
    assert len({case.family for case in cases}) >= 5
    assert (tally.server_errors, tally.unclear) == ([], [])
    assert not watch.file_was_touched()
    assert watch.connections == 0
