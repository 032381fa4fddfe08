"""Which streams of a file make up the clip, and what becomes of each: copied, encoded or left out."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from av.audio.stream import AudioStream
from av.stream import Disposition
from av.video.stream import VideoStream

from video_indexer_emulator.errors import NoVideoStream, UnreadableMedia
from video_indexer_emulator.model import SourceStream, StreamUse

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.stream import Stream

# Sound that mp4 holds and that common players read from it. Others (Vorbis, PCM, WMA, DTS …) become AAC.
COPIED_SOUND = frozenset({"aac", "mp3", "mp2", "ac3", "eac3", "opus", "flac", "alac"})
LEAST_MP3_RATE = 16_000  # Hz; MP3 of lower rates isn't of the standard that mp4 refers to
MOST_CHANNELS = 8

NO_DECODER = "its format can't be decoded"
ANOTHER_PICTURE = "only one picture track is redacted, the one that players show"
LEFT_BEHIND = "it may show or name people"


def picture_of(container: InputContainer) -> VideoStream:
    """Return the picture that players show: the default one, else the first; never a cover picture.

    Raises:
        NoVideoStream: There is none.
        UnreadableMedia: There is one, and nothing here decodes it.
    """
    real = [stream for stream in container.streams.video if not _is_cover(stream)]
    if not real:
        raise NoVideoStream
    known = [stream for stream in real if _is_known(stream)]
    if not known:
        raise UnreadableMedia("The video is in a format that can't be decoded; convert it to H.264 and mp4")
    # Of streams that a header only announces, neither size nor pixels are known.
    filled = [stream for stream in known if stream.codec_context.width] or known
    default = [stream for stream in filled if stream.disposition & Disposition.default]
    return (default or filled)[0]


def sounds_of(container: InputContainer) -> tuple[AudioStream, ...]:
    """Return the sound streams that are carried over."""
    return tuple(stream for stream in container.streams.audio if not _silent_reason(stream))


def sound_use(stream: AudioStream) -> StreamUse:
    """Tell what becomes of a sound stream that is carried over."""
    return StreamUse.ENCODED if _encoding_reason(stream) else StreamUse.COPIED


def rate_of(video: VideoStream) -> Fraction:
    """Return the frames a second that the file gives, or that are assumed."""
    return video.average_rate or video.guessed_rate or Fraction(25)


def account(container: InputContainer, video: VideoStream) -> tuple[SourceStream, ...]:
    """Say of each stream of the file what becomes of it."""
    return tuple(_use_of(stream, video) for stream in container.streams)


def _use_of(stream: Stream, video: VideoStream) -> SourceStream:
    use, reason = StreamUse.LEFT_OUT, LEFT_BEHIND
    if stream is video:
        use, reason = StreamUse.ENCODED, ""
    elif isinstance(stream, VideoStream):
        reason = LEFT_BEHIND if _is_cover(stream) else ANOTHER_PICTURE
    elif isinstance(stream, AudioStream):
        reason = _silent_reason(stream)
        if not reason:
            use, reason = sound_use(stream), _encoding_reason(stream)
    kind = "cover" if _is_cover(stream) else stream.type or "data"
    return SourceStream(stream.index, kind, codec_name(stream), use, reason)


def codec_name(stream: Stream) -> str:
    """Return FFmpeg's name of a stream's codec."""
    context: Any = getattr(stream, "codec_context", None)
    if context is None:
        return "unknown"
    # The decoder's own name may differ from the codec's: MP3 is decoded by "mp3float".
    return str(context.codec.canonical_name)


def _is_cover(stream: Stream) -> bool:
    return bool(stream.disposition & Disposition.attached_pic)


def _is_known(stream: Stream) -> bool:
    """Tell whether there is a decoder for a stream."""
    context: Any = getattr(stream, "codec_context", None)
    return context is not None


def _silent_reason(stream: AudioStream) -> str:
    """Say why a sound stream can't be carried over; empty if it can."""
    if not _is_known(stream):
        return NO_DECODER
    if not (stream.codec_context.sample_rate and stream.codec_context.layout.nb_channels):
        return "it holds no sound that can be decoded"
    return ""


def _encoding_reason(stream: AudioStream) -> str:
    """Say why a sound stream can't be copied into an mp4; empty if it can."""
    name = codec_name(stream)
    if name not in COPIED_SOUND:
        return "mp4 doesn't hold this format"
    if name == "mp3" and stream.codec_context.sample_rate < LEAST_MP3_RATE:
        return "mp4 doesn't hold it at this sample rate"
    return ""
