"""Uploads: the multipart body is streamed to a file, whatever its field is called."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from video_indexer_emulator.errors import FileTooLarge, InvalidInput

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks  # not there at run time

PART_LIMIT = 100
"""Parts of one body; an upload has one file and perhaps a few fields."""
HEADER_LIMIT = 16_384
"""Bytes of the headers of one part: a file name and a type, many times over."""


class FilePart:
    """Takes the file out of a multipart body: the first part with a file name, else the first part."""

    def __init__(self, target: BinaryIO, max_bytes: int) -> None:
        self.found = False
        self.ended = False  # whether the closing boundary has come
        self.file_name = ""
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
        self._disposition = b""
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
        self._header_name = self._header_value = b""

    def _end_headers(self) -> None:
        name = parse_options_header(self._disposition)[1].get(b"filename", b"").decode("utf-8", "replace")
        if "\0" in name:
            raise InvalidInput("The file's name holds a NUL, which no text may.")
        self._writing = not self.found or bool(name and not self.file_name)
        if self._writing:  # a nameless part that was taken for the file is given up for one with a name
            self.found, self.file_name = True, name
            self._target.seek(0)
            self._target.truncate()

    def _write(self, data: bytes, start: int, end: int) -> None:
        if not self._writing:
            return
        if self._target.tell() + end - start > self._max_bytes:
            raise FileTooLarge
        self._target.write(data[start:end])

    def _end(self) -> None:
        self.ended = True


async def receive_file(request: Request, path: Path, max_bytes: int) -> str | None:
    """Stream the file of a multipart body to `path`; returns its name, or None if the body is empty.

    Raises InvalidInput for a body that isn't whole multipart, FileTooLarge beyond `max_bytes`.
    """
    media_type, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if media_type != b"multipart/form-data" or not boundary:
        await _expect_no_body(request)
        return None
    with path.open("wb") as target:
        part = FilePart(target, max_bytes)
        received = await _parse(request, part, boundary)
    if received and not part.ended:
        raise InvalidInput("The multipart body ends before its closing boundary.")
    return part.file_name if part.found else None


async def _parse(request: Request, part: FilePart, boundary: bytes) -> int:
    """Feed the body to a parser; returns how many bytes came."""
    received = 0
    try:
        parser = MultipartParser(boundary, part.callbacks())
        async for chunk in request.stream():
            received += len(chunk)
            parser.write(chunk)
    except FormParserError as error:
        raise InvalidInput(f"The multipart body is broken: {error}") from error
    return received


async def _expect_no_body(request: Request) -> None:
    """An upload by videoUrl has no body; any other body must be multipart."""
    async for chunk in request.stream():
        if chunk:
            raise InvalidInput("Send the file as multipart/form-data, or name it by videoUrl.")
