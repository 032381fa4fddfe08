"""Opening a clip and reading its frames and sound packets; guards against hostile and damaged files."""

from __future__ import annotations

from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import av
import av.error
from av.video.frame import VideoFrame

from video_indexer_emulator.errors import DamagedMedia, EncryptedMedia, UnreadableMedia, VideoTooLong

from .boxes import is_fragmented_mp4
from .clock import Clock
from .colours import light_of
from .decoding import Broken, Decoder
from .opening import opened
from .pictures import Orientation, orientation_of
from .sniff import refuse_stills
from .streams import account, rate_of, sounds_of
from .warn import Warnings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

MAX_FRAMES = 6 * 3600 * 120  # the vendor takes six hours; at the most pictures a second that cameras make
DECODED, COPIED, SKIPPED = 0, 1, 2  # what becomes of a packet of the picture
# A clip that ends before its declared end was cut off. Headers are wrong by a little now and then:
LOST_SECONDS = 0.5  # what the whole file may lack
LOST_PICTURE_SECONDS = 0.25  # what the picture may lack, where the file tells its length apart
LOST_SHARE = 0.005  # and this share of the length, on top


class Clip:
    """An open clip. Made by `open_clip`; read once, from the start."""

    def __init__(
        self, container: InputContainer, video: VideoStream, *, hide_damage: bool, fragmented: bool
    ) -> None:
        self._container = container
        self._end = Fraction(0)  # seconds; where the last packet of any stream ends
        self._video_end = Fraction(0)
        self._vague = False  # some packet doesn't say how long it is: the whole file's end isn't known
        self._last: int | None = None  # time stamp of the newest frame
        self._count = 0  # frames
        self._first_decoded: int | None = None  # of a picture without times of showing: its first time
        self._lag: int | None = None  # by which its frames are late
        self.video = video
        self.audio = sounds_of(container)
        self.streams = account(container, video)
        self._clock = Clock(container, (video, *self.audio), fragmented=fragmented)
        # Fragments say when they begin, and not for certain when the last one ends.
        self._declared_end = None if fragmented else _declared_end(container, self._clock.start)
        self._declared_video_end = None if fragmented else _declared_video_end(video, self._clock.start)
        self.time_base = video.time_base or Fraction(1, 1000)
        self.hides_damage = hide_damage
        self.damaged: set[int] = set()  # frames that were given and may show damage
        self.warnings = Warnings()
        self._decoder = Decoder(video, tolerant=hide_damage)
        self.picture_bytes = 0  # of the packets that were read
        self.light = ""  # what an HDR picture says of its light, as x265 is told; from the first frame on
        self.orientation = Orientation()  # known from the first frame on
        self.progress = 0.0  # share of the clip that was read, 0 to 1, as far as it can be known

    def packets(self) -> Iterator[Packet[Any]]:
        """Yield the picture's packets in the order of decoding, without decoding them."""
        for packet in self._container.demux(self.video):
            if packet.size:
                self._clock.set(packet)
                yield packet

    def frames(self) -> Iterator[tuple[int, VideoFrame]]:
        """Yield each frame as stored (not yet upright) with its index in presentation order.

        Raises what `read` does, and VideoTooLong: a small file can hold pictures without end.
        """
        pictures = (item for item in self.read() if isinstance(item, VideoFrame))
        for index, frame in enumerate(pictures):
            if index >= MAX_FRAMES:
                raise VideoTooLong
            yield index, frame

    def read(self, handling: Sequence[int] = b"") -> Iterator[VideoFrame | Packet[Any]]:
        """Yield the frames of the picture and the packets of all sound streams, as they come.

        Every frame has a time stamp (`pts`, in `time_base`), strictly rising.

        Args:
            handling: For each packet of the picture, in the order of decoding, whether its frame is
                yielded (DECODED, which is 0), it is yielded as it is (COPIED), or nothing is (SKIPPED).
                Without a break, each kind makes up whole groups of pictures.

        Raises:
            DamagedMedia: Decoding broke off, or the file ends before its declared end.
            UnreadableMedia: There is no frame at all.
        """
        held: VideoFrame | None = None  # the newest, for it may turn out to be the last
        size = (0, 0)
        try:
            for item in self._decode(iter(handling)):
                picture = isinstance(item, VideoFrame) or item.stream is self.video
                if held is not None and picture:
                    yield held
                    held = None
                if not isinstance(item, VideoFrame):
                    yield item
                    continue
                if not size[0]:
                    self.orientation, size = orientation_of(item), (item.width, item.height)
                    self.light = light_of(item)
                self._stamp(item)
                held = self._sized(item, *size)
        except (av.error.FFmpegError, IndexError, Broken) as error:
            # Errors of the consumer don't come this way: it runs outside of this generator.
            raise self._broken() from error
        if held is not None:
            if not handling:
                self._draw_out(held)
            yield held
        elif self._last is None and not any(handling):
            raise UnreadableMedia("The file has no picture that can be decoded; upload another file")
        refuse_stills(self._container.format.name, self._count)
        self._check_end()

    def _decode(self, handling: Iterator[int]) -> Iterator[VideoFrame | Packet[Any]]:
        decoding = False
        for packet in self._packets():
            if packet.stream is self.video:
                if packet.has_sidedata("encryption_info"):
                    raise EncryptedMedia
                if packet.size and (kind := next(handling, DECODED)) != DECODED:
                    if decoding:
                        yield from self._drained()
                    decoding = False
                    if kind == COPIED:
                        yield packet
                else:
                    decoding = True
                    yield from self._decoder.decode(packet)
            elif packet.size:
                yield packet

    def _drained(self) -> Iterator[VideoFrame]:
        """Yield what the decoder holds back, and make it ready for another group of pictures."""
        yield from self._decoder.decode(None)
        self._decoder.flush()

    def _packets(self) -> Iterator[Packet[Any]]:
        """Yield the packets of all carried streams on the clip's clock."""
        carried = {self.video.index, *(sound.index for sound in self.audio)}
        try:
            for packet in self._container.demux():
                if packet.stream.index in carried:
                    self._clock.set(packet)
                    self._note(packet)
                    yield packet
        except av.error.FFmpegError:
            if not self.hides_damage:
                raise
            self._end_is_missing()
        if self._clock.jumps:
            self.warnings.add("ClockContinued", "The file's clock jumps; its times were continued")
        if self._clock.timeless:
            rate = float(rate_of(self.video))
            self.warnings.add(
                "TimesAssumed", f"The file knows no times; {rate:g} pictures a second are assumed"
            )
        if self._decoder.transparent:
            self.warnings.add("MadeOpaque", "What can be seen through in the picture is black in the result")

    def _stamp(self, frame: VideoFrame) -> None:
        """Give a frame a time stamp where it has none or one that doesn't rise."""
        stamp, last = frame.pts, self._last
        if stamp is not None and self._first_decoded is not None:
            # The file knows times of decoding alone, so the decoder gives each frame one of a later packet.
            if self._lag is None:
                self._lag = max(0, stamp - self._first_decoded)
            stamp -= self._lag
        if last is None:
            stamp = stamp if stamp is not None else 0
        elif stamp is None:
            stamp = last + max(1, frame.duration or round(1 / rate_of(self.video) / self.time_base))
        elif stamp <= last:
            stamp = last + 1
        frame.pts, frame.time_base, self._last = stamp, self.time_base, stamp
        if self._decoder.harmed:
            self.damaged.add(self._count)
        self._count += 1

    def _sized(self, frame: VideoFrame, width: int, height: int) -> VideoFrame:
        """Return the frame in the size of the clip's first one: some recordings change in mid-stream."""
        if (frame.width, frame.height) == (width, height):
            return frame
        at = float((frame.pts or 0) * self.time_base)
        self.warnings.add(
            "SizeChanged",
            f"After {at:.1f} seconds the picture has another size, and is scaled to {width} x {height}",
            at,
        )
        return frame.reformat(width=width, height=height)

    def _draw_out(self, frame: VideoFrame) -> None:
        """Let the last frame stand as long as the file says that its picture lasts."""
        if self._declared_video_end is not None and "mp4" in self._container.format.name:
            left = round(self._declared_video_end / self.time_base) - (frame.pts or 0)
            frame.duration = max(frame.duration or 0, left)

    def _broken(self) -> DamagedMedia:
        # Decoders run ahead by several packets: the last whole frame is nearer to the place.
        at = self._video_end if self._last is None else self._last * self.time_base
        return DamagedMedia(
            f"The file is damaged {max(0.0, float(at)):.1f} seconds from its start: a picture can't be "
            "decoded whole. Upload the file again; with --damaged hide the service hides such pictures"
        )

    def _note(self, packet: Packet[Any]) -> None:
        """Keep account of how far the file was read."""
        if packet.stream is self.video:
            if not self.picture_bytes and (packet.pts is None or self._container.format.name == "avi"):
                self._first_decoded = packet.dts
            self.picture_bytes += packet.size
        stamp = packet.pts if packet.pts is not None else packet.dts
        if stamp is not None and packet.time_base:
            end = (stamp + (packet.duration or 0)) * packet.time_base
            self._end = max(self._end, end)
            if packet.stream is self.video:
                self._video_end = max(self._video_end, end)
            elif not packet.duration:
                self._vague = True
        if self._declared_end:
            self.progress = min(1.0, float(self._end / self._declared_end))
        elif packet.pos and self._container.size > 0:
            self.progress = min(1.0, packet.pos / self._container.size)

    def _check_end(self) -> None:
        """Refuse a file whose header promises more than there was."""
        whole, picture = self._declared_end, self._declared_video_end
        lost = max(
            float(whole - self._end) - LOST_SECONDS if whole and not self._vague else 0.0,
            float(picture - self._video_end) - LOST_PICTURE_SECONDS if picture else 0.0,
        )
        if lost > LOST_SHARE * float(whole or 0):
            self._end_is_missing()

    def _end_is_missing(self) -> None:
        if not self.hides_damage:
            raise DamagedMedia(f"{DamagedMedia.__doc__} (the end is missing)")
        at = float(self._video_end)
        self.warnings.add("EndMissing", f"The file is cut off; nothing is left after {at:.1f} seconds", at)


def _declared_end(container: InputContainer, start: Fraction) -> Fraction | None:
    """Return where the file says that it ends, in seconds on the clip's clock, which begins at `start`."""
    if not container.duration:
        return None
    # Muxers of Matroska write the last time stamp for the length, whenever the first one is.
    own = 0 if "matroska" in container.format.name else container.start_time or 0
    return Fraction(container.duration + own, av.time_base) - start


def _declared_video_end(video: VideoStream, start: Fraction) -> Fraction | None:
    """Return where the file says that its picture ends, in seconds; few containers do."""
    if video.container.format.name == "avi":
        # FFmpeg guesses the duration of an AVI without its index, but its header counts the frames.
        return Fraction(video.frames) / video.average_rate if video.average_rate else None
    if not (video.duration and video.time_base):
        return None
    return (video.duration + (video.start_time or 0)) * video.time_base - start


@contextmanager
def open_clip(path: Path, *, hide_damage: bool = False) -> Iterator[Clip]:
    """Open the clip for one reading; with `hide_damage` it is read on behind damage, which is marked.

    Raises:
        UnreadableMedia: Not a video file of a known container.
        NoVideoStream: Sound or data only.
        PictureTooLarge: Dimensions beyond the limits; no frame was decoded.
    """
    with opened(path) as (container, video):
        yield Clip(container, video, hide_damage=hide_damage, fragmented=is_fragmented_mp4(path))
