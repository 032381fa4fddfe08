"""What the service and its media processes send each other: MessagePack of the messages below.

A process that a hostile clip has taken over must not be able to take over the service by its reply: a reply
is read as the type that the task promises, so it can hold facts of the domain and never code.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Generic, TypeVar

import msgspec

from video_indexer_emulator.model import Analysis, ClipInfo, Coding, Part, RedactionPlan

SIZE_LIMIT = 1024**3
"""Bytes of one message. The tracks of an hour in which ten faces are always seen take about 100 MB."""

LENGTH_BYTES = 8

Result = TypeVar("Result")
Message = TypeVar("Message")


class Task(msgspec.Struct, Generic[Result], frozen=True):
    """Work on one file; `result` is the type of what it gives."""

    result: ClassVar[Any]


class Analyze(Task[Analysis], frozen=True, tag=True):
    """Find every face of a clip; see `analyze.analyze`."""

    result: ClassVar[Any] = Analysis
    source: Path
    hide_damage: bool = False  # else a clip of which a frame can't be decoded whole is refused


class Inspect(Task[tuple[ClipInfo, bytes | None]], frozen=True, tag=True):
    """Read a clip's facts and a poster (JPEG) without looking for faces; see `inspect.inspect`."""

    result: ClassVar[Any] = tuple[ClipInfo, bytes | None]
    source: Path
    hide_damage: bool = False  # else a clip of which a frame can't be decoded whole is refused


class Redact(Task[bytes | None], frozen=True, tag=True):
    """Write a clip with faces hidden, and give its poster (JPEG); see `render.redact`."""

    result: ClassVar[Any] = bytes | None
    source: Path
    tracks: bytes  # as `artifacts.tracks_to_json` makes them
    plan: RedactionPlan
    expected: ClipInfo
    destination: Path
    coding: Coding = Coding()


class Cut(Task[list[tuple[int, int]]], frozen=True, tag=True):
    """Choose the parts of a clip as (first, end) frames; none: it is redacted in one; see `parts.cut`."""

    result: ClassVar[Any] = list[tuple[int, int]]
    source: Path
    tracks: bytes
    plan: RedactionPlan
    expected: ClipInfo
    coding: Coding = Coding()


class RedactPart(Task[None], frozen=True, tag=True):
    """Write one part of a clip with faces hidden; see `parts.redact_part`."""

    result: ClassVar[Any] = type(None)
    source: Path
    tracks: bytes
    plan: RedactionPlan
    expected: ClipInfo
    part: Part
    destination: Path
    coding: Coding = Coding()


class Join(Task[bytes | None], frozen=True, tag=True):
    """Join the parts of a clip, and give the result's poster (JPEG); see `parts.join`."""

    result: ClassVar[Any] = bytes | None
    source: Path
    expected: ClipInfo
    parts: tuple[tuple[Part, Path], ...]
    destination: Path


AnyTask = Analyze | Inspect | Redact | Cut | RedactPart | Join


class GoOn(msgspec.Struct, frozen=True, tag=True):
    """The service's reply to a report of progress."""


class Progress(msgspec.Struct, frozen=True, tag=True):
    """The share of the task that is done, 0 to 1."""

    share: float


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The task's end by an error of `video_indexer_emulator.errors`."""

    error: str  # name of its class
    message: str


class Done(msgspec.Struct, frozen=True, tag=True):
    """The task's end, with its result."""

    result: msgspec.Raw


Reply = Progress | Failed | Done


def send(stream: BinaryIO, message: object) -> None:
    """Write one message; raises OSError if nobody reads any more."""
    content = encoded(message)
    stream.write(len(content).to_bytes(LENGTH_BYTES))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO, kind: type[Message] | Any) -> Message | Any:
    """Read one message of this type.

    Raises EOFError where the other side has ended, msgspec.DecodeError for anything else than such a message.
    """
    length = int.from_bytes(_read(stream, LENGTH_BYTES))
    if length > SIZE_LIMIT:
        raise msgspec.DecodeError(f"a message of {length} bytes is larger than {SIZE_LIMIT}")
    return decoded(_read(stream, length), kind)


def encoded(message: object) -> bytes:
    """Encode a message, or a result."""
    return msgspec.msgpack.encode(message, enc_hook=_simplified)


def decoded(content: bytes | msgspec.Raw, kind: type[Message] | Any) -> Message | Any:
    """Decode a message or a result of this type; raises msgspec.DecodeError for anything else."""
    return msgspec.msgpack.decode(content, type=kind, dec_hook=_restored)


def _read(stream: BinaryIO, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def _simplified(value: object) -> str:
    if isinstance(value, Path | Fraction):
        return str(value)
    raise NotImplementedError(f"{type(value)} has no place in a message")


def _restored(kind: type, text: Any) -> Path | Fraction:
    if kind is Fraction:
        numerator, _, denominator = str(text).partition("/")  # int() refuses more than 4,300 digits
        return Fraction(int(numerator), int(denominator or 1) or 1)
    if issubclass(kind, Path):
        return Path(text)
    raise NotImplementedError(f"{kind} has no place in a message")
