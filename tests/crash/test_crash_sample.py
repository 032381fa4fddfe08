"""A sample of the campaign: the kills that need exact moments more than many tries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from tests.crash.ledger import Known, Ledger, Wish
from tests.crash.lives import Life, World, drained
from tests.crash.verdict import losses
from tests.emulator.outside import Outside, Page

pytestmark = pytest.mark.slow


@pytest.fixture
def world(tmp_path: Path, sample_clip: Path) -> Iterator[World]:
    """A service that is to be killed once."""
    with Outside() as outside:
        outside.pages["/hook"] = Page()
        yield World(tmp_path / "data", [], sample_clip, outside, Random(2), Ledger())  # noqa: S311


def test_a_kill_at_the_callback_loses_nothing(world: World) -> None:
    """It comes again rather than never, and one result is there; a verdict that is asked wrongly objects."""
    with world.start() as process:
        world.source = process.api.upload(world.clip, name="source")
        process.api.wait_indexed(world.source)
        _, reference = process.api.redacted(world.source, {"blurringKind": "Black"})
        Life(world, process).end("a callback")

    with world.start("--orphan-seconds", "1") as process:
        drained(world, process.api)
        (wish,) = world.ledger.wishes
        assert list(losses(world, process.api, reference, [])) == []
        lost = Wish("never sent", redaction=False, accepted=Known.YES, video_id="nothing")
        back = replace(wish, deleted=Known.YES)
        world.ledger.wishes[:] = [lost, back]
        told = list(losses(world, process.api, world.clip.read_bytes(), []))

    assert told[:2] == ["never sent: accepted, and gone", "wish-0: deleted, and still there"]
    assert told[2].startswith("wish-0: its pictures differ")
