"""Uploads: the multipart body is streamed to a file, whatever its field is called."""

from __future__ import annotations

import re
from contextlib import suppress
from email.message import Message
from email.utils import collapse_rfc2231_value
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from video_indexer_emulator.errors import FileTooLarge, InvalidInput
from video_indexer_emulator.storage.room import Growing, ensure_room

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks  # not there at run time

PART_LIMIT = 100
"""Parts of one body; an upload has one file and perhaps a few fields."""
HEADER_LIMIT = 16_384
"""Bytes of the headers of one part: a file name and a type, many times over."""
IGNORED_LIMIT = 1024 * 1024
"""Bytes of a body beside videoUrl; what clients send there by habit has a few hundred."""

FILE_TYPES = (b"video/", b"audio/")
"""What the media types of files for indexing begin with; application/octet-stream is anything, `{}` too."""
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a]")
"""Control characters that no form and no JSON holds; every container of videos begins with some."""

ONE_WAY = "Send either a file or a videoUrl, not both."


class FilePart:
    """Takes the file out of a multipart body: the one part with a file name, else the first part."""

    def __init__(self, target: BinaryIO, max_bytes: int) -> None:
        self.found = False
        self.ended = False  # whether the closing boundary has come
        self.file_name = ""
        self.has_file = False  # whether some content of a part has come that says it is a file
        self._says_file = False  # of this part, by its file name or its type
        self._media_type = b""
        self._target = target
        self._max_bytes = max_bytes
        self._parts = 0
        self._header_bytes = 0  # of this part
        self._writing = False
        self._header_name = b""
        self._header_value = b""
        self._disposition = b""

    def callbacks(self) -> MultipartCallbacks:
        """What the parser calls while it reads."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._name_header,
            "on_header_value": self._fill_header,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._write,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._parts += 1
        self._header_bytes = 0
        self._disposition = self._media_type = b""
        if self._parts > PART_LIMIT:
            raise InvalidInput(f"The body has more than {PART_LIMIT} parts.")

    def _count_header(self, length: int) -> None:
        self._header_bytes += length
        if self._header_bytes > HEADER_LIMIT:
            raise InvalidInput(f"The headers of a part are longer than {HEADER_LIMIT} bytes.")

    def _name_header(self, data: bytes, start: int, end: int) -> None:
        self._count_header(end - start)
        self._header_name += data[start:end]

    def _fill_header(self, data: bytes, start: int, end: int) -> None:
        self._count_header(end - start)
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        if self._header_name.lower() == b"content-disposition":
            self._disposition = self._header_value
        if self._header_name.lower() == b"content-type":
            self._media_type = self._header_value
        self._header_name = self._header_value = b""

    def _end_headers(self) -> None:
        name = _file_name(self._disposition)
        if "\0" in name:
            raise InvalidInput("The file's name holds a NUL, which no text may.")
        if name and self.file_name:
            raise InvalidInput(
                f"The body has two files, '{self.file_name}' and '{name}'; upload one at a time."
            )
        self._says_file = bool(name) or _is_of_a_file(self._media_type)
        self._writing = not self.found or bool(name)
        if self._writing:  # a nameless part that was taken for the file is given up for one with a name
            self.found, self.file_name = True, name
            self._target.seek(0)
            self._target.truncate()

    def _write(self, data: bytes, start: int, end: int) -> None:
        self.has_file = self.has_file or (self._says_file and end > start)
        if not self._writing:
            return
        if self._target.tell() + end - start > self._max_bytes:
            raise FileTooLarge
        self._target.write(data[start:end])

    def _end(self) -> None:
        self.ended = True


def _is_of_a_file(media_type: bytes) -> bool:
    return media_type.strip().lower().startswith(FILE_TYPES)


def _file_name(disposition: bytes) -> str:
    """The file name of a part; empty if it has none.

    `filename*` is forbidden here (RFC 7578), but .NET sends it beside an encoded word, and others alone.
    """
    plain = parse_options_header(disposition)[1].get(b"filename")
    if (plain is None or plain.startswith(b"=?")) and b"filename*" in disposition.lower():
        message = Message()
        message["Content-Disposition"] = disposition.decode("latin-1")
        for name, value in message.get_params([], "content-disposition"):
            if name == "filename" and isinstance(value, tuple):  # only the extended form is told in parts
                return collapse_rfc2231_value(value)
    return (plain or b"").decode("utf-8", "replace")


async def receive_file(request: Request, path: Path, max_bytes: int) -> str | None:
    """Stream the file of a multipart body to `path`; returns its name, or None if the body is empty.

    Raises InvalidInput for a body that isn't whole multipart, FileTooLarge beyond `max_bytes`, NoRoom.
    """
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if media_type != b"multipart/form-data" or not boundary:
        await _expect_no_body(request, "Send the file as multipart/form-data, or name it by videoUrl.")
        return None
    told = request.headers.get("content-length", "")
    ensure_room(path.parent, min(int(told), max_bytes) if told.isdecimal() else 0)
    with path.open("wb") as target:
        part = FilePart(target, max_bytes)
        received = await _parse(request, part, boundary, Growing(path.parent))
    if received and not part.ended:
        raise InvalidInput(
            "The multipart body ends before its closing boundary, or has no part; send the file as a part "
            "with a file name."
        )
    return part.file_name if part.found else None


async def discard_body(request: Request) -> None:
    """Read a body that counts for nothing, since a videoUrl names the file.

    Clients send JSON there, a form, or multipart without a part, none of it always well-formed. Raises
    InvalidInput for a body with a file, by its name, its type or its bytes, or beyond a MiB: that much is
    sent by nobody who doesn't mean it.
    """
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    part, received = FilePart(BytesIO(), IGNORED_LIMIT), 0
    parser = None
    if media_type == b"multipart/form-data":
        with suppress(FormParserError):
            parser = MultipartParser(options.get(b"boundary", b""), part.callbacks())
    async for chunk in request.stream():
        received += len(chunk)
        a_file = bool(chunk) and (_is_of_a_file(media_type) or NO_TEXT.search(chunk) is not None)
        if a_file or received > IGNORED_LIMIT:
            raise InvalidInput(ONE_WAY)
        if parser is not None:
            with suppress(FormParserError):
                parser.write(chunk)
        if part.has_file:
            raise InvalidInput(ONE_WAY)


async def refuse_body(request: Request) -> None:
    """Raise InvalidInput for any body beside a videoUrl."""
    await _expect_no_body(request, ONE_WAY)


async def _parse(request: Request, part: FilePart, boundary: bytes, room: Growing) -> int:
    """Feed the body to a parser; returns how many bytes came."""
    received = 0
    try:
        parser = MultipartParser(boundary, part.callbacks())
        async for chunk in request.stream():
            received += len(chunk)
            parser.write(chunk)
            room.wrote(len(chunk))
    except FormParserError as error:
        raise InvalidInput(f"The multipart body is broken: {error}") from error
    return received


async def _expect_no_body(request: Request, message: str) -> None:
    async for chunk in request.stream():
        if chunk:
            raise InvalidInput(message)
