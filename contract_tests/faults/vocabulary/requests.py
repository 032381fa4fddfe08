"""Changes of a request's query, headers and JSON body: the service doesn't hear what the caller said."""

from __future__ import annotations

import re
import uuid
from typing import Any

from ...contract import contract
from ...relay.messages import NOT_JSON, Answer, Request
from ..pointers import ROOT, places, same
from .words import Context, Kind, change


@change(Kind.REQUEST)
def drop_param(request: Request, _context: Context, *, name: str) -> bool:
    """A query parameter is ignored."""
    return request.remove_param(name)


@change(Kind.REQUEST)
def set_param(request: Request, _context: Context, *, name: str, value: str) -> bool:
    """A query parameter counts as this value, given or not."""
    altered = request.param(name) != value
    request.remove_param(name)
    request.set_params([*request.params, (name, value)])
    return altered


@change(Kind.REQUEST)
def rewrite_param(request: Request, _context: Context, *, name: str, pattern: str, by: str) -> bool:
    """The first match in a query parameter is replaced."""
    before = request.params
    after = [
        (key, re.sub(pattern, by, value, count=1) if key.casefold() == name.casefold() else value)
        for key, value in before
    ]
    request.set_params(after)
    return after != before


@change(Kind.REQUEST)
def rewrite_param_name(request: Request, _context: Context, *, name: str, to: str) -> bool:
    """Two query parameters are taken for each other."""
    other = {name.casefold(): to, to.casefold(): name}
    before = request.params
    request.set_params([(other.get(key.casefold(), key), value) for key, value in before])
    return request.params != before


@change(Kind.REQUEST)
def keep_first_param(request: Request, _context: Context, *, name: str) -> bool:
    """Of a repeated query parameter only the first counts."""
    first = request.param(name)
    rest = [pair for pair in request.params if pair[0].casefold() != name.casefold()]
    if first is None or len(request.params) - len(rest) < 2:
        return False
    request.set_params([*rest, (name, first)])
    return True


@change(Kind.REQUEST)
def heed_case_of_names(request: Request, _context: Context) -> bool:
    """A query parameter whose name is in another case than the contract's is passed over."""
    names = contract().operations[request.operation or ""].query_parameters()
    others = {name.casefold() for name in names}
    kept = [pair for pair in request.params if pair[0] in names or pair[0].casefold() not in others]
    altered = kept != request.params
    if altered:
        request.set_params(kept)
    return altered


@change(Kind.INSTEAD)
async def heed_case_of_path(request: Request, _context: Context) -> Answer | None:
    """A path whose fixed parts are in another case than the contract's is unknown."""
    template = contract().operations[request.operation or ""].template.split("/")
    parts = zip(template, request.path.split("/"), strict=True)
    if all(part == sent for part, sent in parts if not part.startswith("{")):
        return None
    answer = Answer(status=404, headers=[])
    answer.set_body(b"<html><body>Not Found</body></html>", "text/html")
    return answer


@change(Kind.REQUEST)
def drop_url_beside_file(request: Request, _context: Context) -> bool:
    """A videoUrl is ignored when there is a file too."""
    with_file = (request.header("content-type") or "").lower().startswith("multipart/")
    return with_file and request.remove_param("videoUrl")


@change(Kind.REQUEST)
async def keep_first_file(request: Request, _context: Context) -> bool:
    """Of two files in a form only the first counts."""
    boundary = (request.header("content-type") or "").partition("boundary=")[2].strip('"')
    if not boundary or request.stream is None:
        return False
    whole = b"".join([part async for part in request.stream])
    parts = whole.split(f"--{boundary}".encode())
    files = [part for part in parts if b"filename=" in part.partition(b"\r\n\r\n")[0]]
    kept = [part for part in parts if part not in files[1:]]
    request.set_body(f"--{boundary}".encode().join(kept))
    return len(files) > 1


@change(Kind.INSTEAD)
def heed_case_of_region(request: Request, _context: Context) -> Answer | None:
    """A region in another case than the contract's is none."""
    region = request.places.get("location", "")
    return None if region == region.lower() else _refusal(404, "ACCOUNT_NOT_FOUND")


@change(Kind.INSTEAD)
def heed_media_type(request: Request, _context: Context) -> Answer | None:
    """Only application/json is taken for JSON."""
    media = (request.header("content-type") or "").partition(";")[0].strip()
    return None if media == "application/json" else _refusal(400, "INVALID_INPUT")


def _refusal(status: int, error_type: str) -> Answer:
    answer = Answer(status=status, headers=[])
    answer.set_json({"ErrorType": error_type, "Message": "This is refused."})
    answer.set_header("content-type", "application/json")
    answer.set_header("x-ms-request-id", str(uuid.uuid4()))
    return answer


@change(Kind.REQUEST)
def drop_request_header(request: Request, _context: Context, *, name: str) -> bool:
    """A header of the request is ignored."""
    return request.remove_header(name)


@change(Kind.REQUEST)
def drop_request_member(request: Request, _context: Context, *, at: str) -> bool:
    """A member of the request's body is ignored."""
    document = request.json
    found = [] if document is NOT_JSON else list(places({ROOT: document}, at))
    for container, key in reversed(found):
        del container[key]
    if found:
        request.set_json(document)
    return bool(found)


@change(Kind.REQUEST)
def take_for(request: Request, _context: Context, *, at: str, values: list[list[Any]]) -> bool:
    """In the request's body, each value on the left of a pair is taken for the one on its right."""
    document = request.json
    if document is NOT_JSON:
        return False
    altered = False
    for container, key in places({ROOT: document}, at):
        for value, to in values:
            if same(container[key], value):
                container[key], altered = to, True
                break
    if altered:
        request.set_json(document)
    return altered


@change(Kind.REQUEST)
def fill_request_member(request: Request, _context: Context, *, at: str, name: str, value: Any) -> bool:
    """A member that the request's body doesn't have counts as this value."""
    document = request.json
    if document is NOT_JSON:
        return False
    lacking = [
        container[key]
        for container, key in places({ROOT: document}, at)
        if isinstance(container[key], dict) and name not in container[key]
    ]
    for each in lacking:
        each[name] = value
    if lacking:
        request.set_json(document)
    return bool(lacking)
