"""The service beside the emulator: what it answers otherwise is written down, and fails nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Clip
from .differences import OUTPUT, beside_emulator
from .embedded import NoEmulator
from .service import Service


def test_differences_are_written_down(request: pytest.FixtureRequest, service: Service, clip: Clip) -> None:
    """One fixed scenario on both; early, for it needs one of the few redactions of a live run."""
    asked = request.config.getoption("--differences")
    if not (asked or service.aim.live):
        pytest.skip("written in a live run, or where --differences FILE asks for it")
    video_id = request.getfixturevalue("indexed").id  # a live run may upload but once
    place = Path(asked or OUTPUT)
    try:
        text = beside_emulator(service.aim, service.guard, clip.path, video_id)
    except NoEmulator as error:
        told = f"needs the emulator to compare with: {error}"
        pytest.fail(told, pytrace=False) if asked else pytest.skip(told)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    assert " answers of " in text
