"""One service of several processes: nothing is lost with a worker, and a slow one does no harm."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from tests.emulator.api import Api, wait_for
from tests.emulator.pictures import frames
from tests.emulator.process import Process
from tests.media.makers import Recipe, read, write
from tests.scale.worker import Worker
from video_indexer_emulator.storage.catalog import Catalog

pytestmark = pytest.mark.slow

HEARTBEAT = "1"
"""Seconds, so that a death is noticed after five."""

BOTH_BEGUN = ["Processing", "Processing"]
RATE = 5
SECONDS = 41
"""Just long enough to be cut into parts."""


@pytest.fixture(scope="module")
def long_clip(sample_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample clip over and over, at few pictures a second, in groups that can be copied."""
    pictures = read(sample_clip).pictures[5:25]
    looped = (pictures[index % len(pictures)] for index in range(RATE * SECONDS))
    groups = {"preset": "ultrafast", "crf": "18", "g": "10", "sc_threshold": "0"}
    recipe = Recipe(options=groups, rate=RATE, audio=("aac",), audio_seconds=SECONDS)
    return write(tmp_path_factory.mktemp("long") / "long.mp4", looped, recipe)


@pytest.fixture
def flags(database: str, tmp_path: Path) -> list[str]:
    """What all processes are told: where they meet, and how fast they beat."""
    blobs = (tmp_path / "blobs").as_uri()
    return ["--database", database, "--blobs", blobs, "--heartbeat-seconds", HEARTBEAT]


@pytest.fixture
def catalog(database: str) -> Iterator[Catalog]:
    """The catalog that they share."""
    catalog = Catalog(database)
    yield catalog
    catalog.close()


def test_the_work_of_a_dead_worker_and_of_a_frozen_one_is_done_by_another(
    tmp_path: Path, flags: list[str], catalog: Catalog, sample_clip: Path, long_clip: Path
) -> None:
    """Within a minute; and the frozen one changes nothing when it comes back."""
    with (
        Worker(tmp_path / "dead", *flags) as dead,
        Worker(tmp_path / "frozen", *flags) as frozen,
        Process(tmp_path / "serve", "serve", *flags) as serving,
        Worker(tmp_path / "spare", *flags) as spare,
    ):
        api = serving.api
        dead.ready(), frozen.ready()
        spare.ready().freeze()  # it must not take anything before the others have
        api.hold(held=True)
        short, long = api.upload(sample_clip), api.upload(long_clip)
        wait_for(lambda: [api.state(video_id) for video_id in (short, long)], BOTH_BEGUN.__eq__)
        dead.kill()
        frozen.freeze()
        spare.thaw()
        api.hold(held=False)
        began = time.monotonic()
        assert [api.wait_indexed(short), api.wait_indexed(long)] == ["Processed", "Processed"]
        assert time.monotonic() - began < 60
        assert catalog.executors.pulses().keys() == {spare.executor_id}
        index = api.get(f"Videos/{long}/Index").json()

        frozen.thaw()
        wait_for(catalog.executors.pulses, lambda pulses: frozen.executor_id in pulses)
        job = api.redact(long, {"blurringKind": "Black"})
        wait_for(lambda: catalog.parts.of([job]) or api.get(f"Jobs/{job}").status_code == 303, bool)
        answer = api.wait_job(job)
        assert answer.status_code == 303, answer.text
        assert api.get(f"Videos/{long}/Index").json() == index
        target = answer.headers["location"].split("/Videos/")[1].split("/")[0]
        _assert_redacted(api, long, long_clip, target, tmp_path)
        assert [path.name for path in (tmp_path / "blobs" / "videos" / target).glob("parts/*")] == []


def _assert_redacted(api: Api, source: str, original: Path, target: str, folder: Path) -> None:
    """Every picture is there at its time, each face is black, and the sound is the source's."""
    result = folder / "redacted.mp4"
    result.write_bytes(api.download(f"Videos/{target}/SourceFile/DownloadUrl"))
    before, after = read(original), read(result)
    assert (after.times, after.audio) == (before.times, before.audio)
    assert after.duration == Fraction(SECONDS)
    shown = frames(result.read_bytes())
    artifact = api.faces(source)
    hidden = 0
    for frame in artifact["frames"]:
        for box in frame["faces"]:
            x, y = max(0, int(box["x"] + box["width"] / 2)), max(0, int(box["y"] + box["height"] / 2))
            centre = shown[frame["index"]][y - 2 : y + 2, x - 2 : x + 2]
            assert centre.size == 0 or centre.max() < 40, f"frame {frame['index']} shows a face"
            hidden += 1
    assert hidden > len(shown) / 2
