"""Clips for measuring speed: people who walk through a moving picture, with sound, in any size and length."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from benchmarks.redaction.paths import panning, swaying
from benchmarks.redaction.people import cast
from benchmarks.redaction.scenes import RATE, Actor, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

GROUP = 25  # pictures from one IDR picture to the next, as cameras and streaming services have it
SAMPLES = 48_000  # of sound, a second
SHAPE = (16, 9)
BREAK = Fraction(1, 5)  # seconds between two copies: the sound begins before its picture, and ends after it


def crowd(people: int, seconds: float) -> Scene:
    """Return a scene with so many people, of faces from 40 to 110 pixels in 720p."""
    names = list(cast())
    actors = []
    for number in range(people):
        row, column = divmod(number, 6)
        place = swaying(130 + 200 * column + 50 * row, 230 + 270 * row, 40 + 70 * (number * 5 % 12) / 11)
        actors.append(Actor(names[number % len(names)], place))
    return Scene("crowd", seconds, tuple(actors), panning("rocket.jpg", 60))


def write(path: Path, scene: Scene, height: int, share: float = 1.0) -> Path:
    """Write a scene as H.264 with AAC sound, scaled to a height of 16:9.

    Args:
        path: Of the mp4.
        scene: As painted, in 1280 x 720.
        height: In pixels.
        share: In what part of the length, from the start, the people are there.
    """
    size = (height * SHAPE[0] // SHAPE[1] // 2 * 2, height)
    with av.open(str(path), "w", format="mp4") as output:
        options = {"preset": "veryfast", "crf": "20", "g": str(GROUP)}
        video = output.add_stream("libx264", rate=RATE, options=options)
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        sound = output.add_stream("aac", rate=SAMPLES, layout="mono")
        for index, picture in enumerate(_pictures(scene, share)):
            frame = VideoFrame.from_ndarray(picture, format="bgr24")
            frame = frame.reformat(*size, format="yuv420p", interpolation="BICUBIC")
            frame.pts, frame.time_base = index, Fraction(1, RATE)
            output.mux(video.encode(frame))
            output.mux(sound.encode(_tone(index)))
        output.mux(video.encode(None))
        output.mux(sound.encode(None))
    return path


def _pictures(scene: Scene, share: float) -> Iterator[NDArray[np.uint8]]:
    empty = replace(scene, actors=())
    end = round(share * scene.frame_count)
    with_people, without = scene.frames(), empty.frames()
    for index in range(scene.frame_count):
        other, _ = next(without) if share < 1 else (None, None)
        if index < end:
            yield next(with_people)[0]
        elif other is not None:
            yield other


def _tone(index: int) -> AudioFrame:
    """Return the sound of one frame's length."""
    count = SAMPLES // RATE
    wave = 0.2 * np.sin(2 * np.pi * 440 * np.arange(index * count, (index + 1) * count) / SAMPLES)
    frame = AudioFrame.from_ndarray(wave[None].astype(np.float32), "fltp", "mono")
    frame.sample_rate, frame.pts, frame.time_base = SAMPLES, index * count, Fraction(1, SAMPLES)
    return frame


def repeat(source: Path, times: int, path: Path) -> Path:
    """Join so many copies of a clip, without encoding them again."""
    with av.open(str(path), "w", format="mp4") as output:
        streams = None
        offset = Fraction(0)  # seconds
        for _ in range(times):
            with av.open(str(source)) as clip:
                streams = streams or [output.add_stream_from_template(each) for each in clip.streams]
                for packet in clip.demux():
                    if packet.dts is None or packet.pts is None:
                        continue  # the end of a stream
                    shift = round(offset / packet.time_base)
                    packet.dts, packet.pts = packet.dts + shift, packet.pts + shift
                    packet.stream = streams[packet.stream_index]
                    output.mux(packet)
                offset += Fraction(clip.duration or 0, av.time_base) + BREAK
    return path
