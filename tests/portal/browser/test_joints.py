"""A redacted clip of which most groups of pictures were copied plays in a browser without a break."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from playwright.sync_api import Browser

from tests.media.makers import Picture, Recipe, info, write
from tests.media.test_media_splice import CLOSED, COUNT, hidden, redacted
from video_indexer_emulator.media.gops import plan_splice

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 25
WIDTH, HEIGHT, CELL = 320, 240, 8  # pixels
CHANGED = (1, 4)  # groups of pictures with a face
SAME = 4.0  # grey levels: a browser's colours differ by one or two; the frame before is 20 and more away

SHOWN = """async ([file, count, rate, cell]) => {
    const bytes = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
    const video = document.createElement("video");
    video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    await new Promise((done) => { video.onloadeddata = done; });
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    const frames = [];
    for (let index = 0; index < count; index += 1) {
        const presented = new Promise((done) => { video.requestVideoFrameCallback(done); });
        video.currentTime = (index + 0.5) / rate;
        await presented;
        context.drawImage(video, 0, 0);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const across = canvas.width / cell;
        const means = new Array(across * canvas.height / cell).fill(0);
        for (let at = 0; at < data.length; at += 4) {
            const [x, y] = [(at / 4) % canvas.width, Math.floor(at / 4 / canvas.width)];
            const grey = (data[at] + data[at + 1] + data[at + 2]) / 3;
            means[Math.floor(y / cell) * across + Math.floor(x / cell)] += grey / cell ** 2;
        }
        frames.push(means);
    }
    return [frames, video.getVideoPlaybackQuality().corruptedVideoFrames, video.error === null];
}"""
"""Seeks every frame, and returns the grey level of each cell of it."""


def _tiles() -> Iterable[Picture]:
    """Yield pictures of grey tiles that move by one tile each."""
    tiles = np.random.default_rng(3).integers(30, 220, (HEIGHT // CELL, WIDTH // CELL, 1), np.uint8)
    whole = np.repeat(tiles.repeat(CELL, 0).repeat(CELL, 1), 3, axis=2)
    for index in range(COUNT):
        yield np.ascontiguousarray(np.roll(whole, CELL * index, axis=1))


def _means(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    cells = picture.reshape(HEIGHT // CELL, CELL, WIDTH // CELL, CELL, 3)
    return np.asarray(cells.mean(axis=(1, 3, 4)).reshape(-1), np.float64)


def test_every_frame_of_a_spliced_clip_is_shown(browser: Browser, tmp_path: Path) -> None:
    """At its time, whether it was copied or encoded, before, at and after each joint."""
    source = write(tmp_path / "clip.mp4", _tiles(), Recipe(options=CLOSED))
    frames = {track.sightings[0].frame for track in hidden(CHANGED)}
    assert plan_splice(source, frames, info(source).frame_count) is not None
    result = redacted(source, hidden(CHANGED))
    with av.open(str(result)) as container:
        decoded = [
            _means(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8))
            for frame in container.decode(video=0)
        ]

    page = browser.new_page()
    file = base64.b64encode(result.read_bytes()).decode()
    shown, corrupted, good = page.evaluate(SHOWN, [file, COUNT, RATE, CELL])
    page.close()

    assert (corrupted, good) == (0, True)
    apart = [float(np.abs(np.array(one) - other).mean()) for one, other in zip(shown, decoded, strict=True)]
    assert max(apart) < SAME, f"frame {int(np.argmax(apart))} is another one: {max(apart):.1f} levels"
    steps = [float(np.abs(one - other).mean()) for one, other in pairwise(decoded)]
    assert min(steps) > 2 * SAME, "the frames are too alike for this test to mean anything"
