"""A reset makes the service as new, whatever it is doing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.api import Api, wait_for
from tests.emulator.process import Process
from video_indexer_emulator.settings import SECOND_DEVELOPMENT_ACCOUNT


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Process]:
    """A service of this test's own, for a reset takes everything."""
    with Process(tmp_path / "data") as process:
        yield process


def test_a_reset_takes_every_video_of_every_account(
    service: Process, tmp_path: Path, sample_clip: Path
) -> None:
    """The one in analysis too; held work goes on, plans are forgotten, and new work is done."""
    api = service.api
    with Api(service.url, SECOND_DEVELOPMENT_ACCOUNT) as other:
        api.wait_indexed(api.upload(sample_clip))
        other.wait_indexed(other.upload(sample_clip))
        api.hold(held=True)
        running = api.upload(sample_clip)
        wait_for(lambda: api.state(running), lambda state: state == "Processing")
        api.control("POST", "faults", json={"operationId": "listVideos", "status": 500, "count": 9})

        response = api.control("POST", "reset")

        assert response.status_code == 204
        assert api.control("GET", "pacing").json() == {"held": False}
        assert api.control("GET", "faults").json() == {"faults": []}
        assert api.videos() == other.videos() == []
    again = api.upload(sample_clip)
    assert api.wait_indexed(again) == "Processed"
    assert [again] == [path.name for path in (tmp_path / "data" / "blobs" / "videos").iterdir()]
