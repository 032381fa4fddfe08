"""Changes of what signed URLs lead to."""

from __future__ import annotations

from urllib.parse import urlsplit

from ...relay.messages import Answer, Request
from .words import Context, Kind, change


@change(Kind.ANSWER)
def truncate_body(answer: Answer, request: Request, _context: Context, *, keep: float, honest: bool) -> bool:
    """Only a part of the file comes; an honest answer's Content-Length says so."""
    whole = answer.body or b""
    if request.method == "HEAD" or len(whole) < 2:
        return False
    part = whole[: max(1, int(len(whole) * keep))]
    if honest:
        answer.set_body(part)
    answer.body = part
    return True


@change(Kind.ANSWER)
def flip_byte(answer: Answer, request: Request, _context: Context, *, at: float) -> bool:
    """One byte of the file is another; `at` is its place from 0 to 1."""
    whole = bytearray(answer.body or b"")
    if request.method == "HEAD" or not whole:
        return False
    whole[int((len(whole) - 1) * at)] ^= 0xFF
    answer.body = bytes(whole)
    return True


@change(Kind.REQUEST)
def shift_range(request: Request, _context: Context) -> bool:
    """A range begins one byte late, while its headers tell the right place."""
    unit, _, ends = (request.header("range") or "").partition("=")
    first, _, last = ends.partition("-")
    if unit != "bytes" or not first.isdigit() or not last.isdigit():
        return False
    request.set_header("range", f"bytes={int(first) + 1}-{int(last) + 1}")
    return True


@change(Kind.ANSWER)
def serve_whole(answer: Answer, request: Request, _context: Context) -> bool:
    """A range that can't be satisfied is answered with an empty success."""
    if answer.status != 416:
        return False
    answer.replace(200, b"", "application/octet-stream")
    return True


@change(Kind.HEAD)
def claim_whole(answer: Answer, _request: Request, _context: Context) -> bool:
    """A part of the file is told to be the whole of it."""
    if answer.status != 206:
        return False
    answer.status = 200
    answer.remove_header("content-range")
    return True


@change(Kind.ANSWER)
def want_token(answer: Answer, request: Request, _context: Context) -> bool:
    """The signature isn't enough: a token is wanted."""
    if request.header("authorization") is not None or answer.status >= 400:
        return False
    answer.replace(401, b'{"ErrorType":"USER_NOT_ALLOWED","Message":"No token."}', "application/json")
    return True


def remember_signed(answer: Answer, request: Request, context: Context) -> None:
    """Watch which queries were signed for which files, and whose files they are."""
    signs = request.operation in {"getVideoSourceFileDownloadUrl", "getVideoArtifactUrl"}
    if signs and answer.status == 200 and isinstance(answer.json, str):
        parts = urlsplit(answer.json)
        context.memory["signed", parts.path] = parts.query
        context.memory.setdefault(("url", request.operation, request.param("type")), {})[
            request.places["videoId"]
        ] = answer.json


@change(Kind.REQUEST, watcher=remember_signed)
def accept_any_signature(request: Request, context: Context) -> bool:
    """An altered signature, or an altered expiry, is as good as the right one."""
    signed = context.memory.get(("signed", request.path))
    if signed is None or request.query == signed or request.param("sig") is None:
        return False
    request.query = signed
    return True


@change(Kind.REQUEST, watcher=remember_signed)
def accept_no_signature(request: Request, context: Context) -> bool:
    """A file that was ever signed is given to anybody."""
    signed = context.memory.get(("signed", request.path))
    if signed is None or request.param("sig") is not None:
        return False
    request.query = signed
    return True


@change(Kind.ANSWER, watcher=remember_signed)
def give_other_file(answer: Answer, request: Request, context: Context) -> bool:
    """The signed URL is that of another video."""
    urls = context.memory.get(("url", request.operation, request.param("type")), {})
    others = [url for video, url in urls.items() if video != request.places["videoId"]]
    if answer.status != 200 or not others:
        return False
    answer.set_json(others[-1])
    return True
