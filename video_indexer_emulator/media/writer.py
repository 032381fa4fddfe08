"""Writing an mp4: the H.264 picture with its stream's properties, and the sound beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import av

from .sound import sound_tracks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from av.container import OutputContainer
    from av.packet import Packet
    from av.video.frame import VideoFrame

    from .frames import Clip
    from .sound import SoundTrack


def opened_mp4(path: Path, clip: Clip, *, index_first: bool = True) -> OutputContainer:
    """Open an mp4 for writing; its index comes first, so that it plays while it is loaded.

    Its own clock, in which beginnings and lengths of tracks are told, is as fine as the picture's: by
    default it counts milliseconds.
    """
    ticks = clip.time_base.denominator
    options = {"movie_timescale": str(ticks * -(-1000 // ticks))}
    if index_first:
        options["movflags"] = "+faststart"
    return av.open(str(path), "w", format="mp4", options=options)


class Picture(Protocol):
    """The picture's stream on its way into the output."""

    def frame(self, frame: VideoFrame) -> None:
        """Encode one 4:2:0 frame; all must have the same format and size."""

    def copy(self, packet: Packet[Any]) -> None:
        """Take a packet over as it is."""

    def finish(self) -> None:
        """Write what is held back."""


class Mp4Writer:
    """Takes a clip's frames and packets as they come; the streams are made at the first of the picture."""

    def __init__(
        self, output: OutputContainer, clip: Clip, make: Callable[[VideoFrame | None], Picture]
    ) -> None:
        """`make` adds the picture's stream to the output; it is given the first frame, if that is encoded."""
        self._output, self._clip, self._make = output, clip, make
        self._picture: Picture | None = None
        self._sounds: dict[int, SoundTrack] = {}
        self._early: list[Packet[Any]] = []  # sound before the first frame, which completes the streams

    def frame(self, frame: VideoFrame) -> None:
        """Encode one 4:2:0 frame; all must have the same format and size."""
        self._started(frame).frame(frame)

    def copy(self, packet: Packet[Any]) -> None:
        """Take a packet of the picture over as it is."""
        self._started().copy(packet)

    def sound(self, packet: Packet[Any]) -> None:
        """Carry one sound packet over."""
        if self._picture is None:
            self._early.append(packet)
        else:
            self._carry(packet)

    def finish(self) -> None:
        """Write what is held back."""
        self._started().finish()
        for sound in self._sounds.values():
            sound.finish()

    def _started(self, first: VideoFrame | None = None) -> Picture:
        """Return the picture's stream; the first call adds all streams to the output."""
        if self._picture is None:
            self._picture = self._make(first)
            self._sounds = sound_tracks(self._output, self._clip.audio)
            for packet in self._early:
                self._carry(packet)
            self._early.clear()
        return self._picture

    def _carry(self, packet: Packet[Any]) -> None:
        sound = self._sounds.get(packet.stream.index)
        if sound is not None:
            sound.take(packet)
