"""The way of a request through the service, top to bottom."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from video_indexer_emulator.address import HOST
from video_indexer_emulator.errors import (
    InvalidInput,
    MethodNotAllowed,
    NotOffered,
    RequestError,
    ServerTimeout,
)
from video_indexer_emulator.http import problems
from video_indexer_emulator.http.authorization import authorize
from video_indexer_emulator.http.bodies import LARGE_BODY, limited_body, parse_json
from video_indexer_emulator.http.call import Answer, Call, Services
from video_indexer_emulator.http.journal import Entry
from video_indexer_emulator.http.schemas import Body
from video_indexer_emulator.http.spec import Contract, Match, Operation
from video_indexer_emulator.metrics import Metrics

ANSWER_SECONDS = 60
"""A gateway gives up about then; the contract has 504 for it."""

BODY_SECONDS = 30
"""For a JSON body to come."""

UPLOAD_SECONDS = 30 * 60
"""The vendor's limit for an upload by multipart (support matrix)."""

RESOURCE_MANAGER = {"subscriptions", "providers"}
"""First parts of the paths of Azure Resource Manager, whose errors have a form of their own."""

SEE = "/docs lists those that it has."
PATH_SHOWN = 200
"""Characters of an unknown path that its answer repeats."""

PAGE = "page"
"""What a page for people is called in logs and metrics."""

Room = Callable[[Request, list[str]], Awaitable[Answer | Response]]
"""Answers one path, or every path below one first segment, outside the contract."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Answers requests to the contract's operations, and hands other paths to their rooms."""

    contract: Contract
    services: Services
    handlers: Mapping[str, Callable[[Call], Any]]  # by operationId; each gives an Answer, or awaits one
    streaming: frozenset[str]  # operationIds whose handlers read the body themselves
    inline: frozenset[str]  # operationIds whose handlers are too short to be worth a thread
    before: Callable[[Operation], Any]  # runs on each matched operation; raises a planned fault
    rooms: Mapping[str, Room]  # by first path segment
    pages: Mapping[str, Room]  # by whole path, so that no location of the contract is shadowed
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        with Entry(self.metrics) as told, suppress(ClientDisconnect):  # nobody is left to answer
            response = await self._answer(Request(scope, receive), told)
            await response(scope, receive, told.sending(response, send))

    async def _answer(self, request: Request, told: Entry) -> Response:
        segments = path_segments(request)
        try:
            _check_host(request)
            room = self.pages.get(request.scope["path"]) or self.rooms.get(segments[0])
            if room is not None:
                told.operation = segments[0] if segments[0] in self.rooms else PAGE
                return _respond(await room(request, segments))
            match = self._match(request, segments)
            told.operation = match.operation.id
            self.before(match.operation)
            return _respond(await self._call(request, match, told))
        except ClientDisconnect:
            raise
        except Exception as error:  # noqa: BLE001 - the funnel: each becomes an answer, the unexpected is logged
            return problems.answer(error, resource_manager=segments[0].casefold() in RESOURCE_MANAGER)

    def _match(self, request: Request, segments: list[str]) -> Match:
        match = self.contract.match(request.method, segments)
        if match is None:
            raise self._unknown(request.method, segments)
        return match

    def _unknown(self, method: str, segments: list[str]) -> RequestError:
        name = self.contract.left_out.find(method, segments)
        allowed = self.contract.allowed(segments)
        if allowed:
            return MethodNotAllowed(allowed, missing=name)
        if name is not None:
            return NotOffered(f"This service doesn't have the operation {name}; {SEE}")
        path = "/".join(segments)[:PATH_SHOWN]
        return NotOffered(f"This service doesn't have an operation {method} /{path}; {SEE}")

    async def _call(self, request: Request, match: Match, told: Entry) -> Any:
        operation = match.operation
        query = query_pairs(request)
        known = await authorize(self.services, operation, request, match.path_values, query)
        told.account = match.path_values.get("accountId", "").casefold() or None
        if self.services.throttle and known:  # a stranger can't use up an account's requests
            self.services.throttle.admit(str(told.account))
        values = _read_parameters(operation, request, match.path_values, query)
        streams = operation.id in self.streaming
        body = None if streams else await _read_in_time(operation.body, request)
        call = Call(operation, request, values, body, self.services)
        handler = self.handlers[operation.id]
        if operation.id in self.inline:
            return handler(call)
        try:
            with anyio.fail_after(UPLOAD_SECONDS if streams else ANSWER_SECONDS):
                return await _run(handler, call)
        except TimeoutError as error:
            raise ServerTimeout from error


async def _run(handler: Callable[[Call], Any], call: Call) -> Any:
    """Run an async handler here, and a plain one, which may wait for a file, in a thread."""
    if inspect.iscoroutinefunction(handler):
        return await handler(call)
    return await anyio.to_thread.run_sync(handler, call, abandon_on_cancel=True)


def path_segments(request: Request) -> list[str]:
    """Split a path before decoding it, so that an encoded slash stays inside its segment."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    parts = raw.decode("latin-1").strip("/").split("/")
    return [unquote(part) for part in parts] if b"%" in raw else parts


def query_pairs(request: Request) -> list[tuple[str, str]]:
    """The names and texts of the query, as often as they are given."""
    raw: bytes = request.scope["query_string"]
    return parse_qsl(raw.decode("latin-1"), keep_blank_values=True) if raw else []


def _check_host(request: Request) -> None:
    """Refuse a request without a usable Host: every URL of ours is made from it."""
    if not HOST.fullmatch(request.headers.get("host", "")):
        raise InvalidInput("Send a Host header with the name, or address, and port of this service.")


def _respond(answer: Answer | Response) -> Response:
    return answer.response() if isinstance(answer, Answer) else answer


def _read_parameters(
    operation: Operation, request: Request, path: dict[str, str], query: list[tuple[str, str]]
) -> dict[str, Any]:
    given: dict[str, list[str]] = {}
    for name, text in query:
        given.setdefault(name.casefold(), []).append(text)
    values = {}
    for parameter in operation.parameters:
        if parameter.place == "path":
            texts = [path[parameter.name]]
        elif parameter.place == "query":
            texts = given.get(parameter.name.casefold(), [])
        else:
            texts = request.headers.getlist(parameter.name)
        values[parameter.name] = parameter.read(texts)
    return values


async def _read_in_time(body: Body | None, request: Request) -> Any:
    try:
        with anyio.fail_after(BODY_SECONDS):
            return await _read_body(body, request)
    except TimeoutError as error:
        raise InvalidInput(f"The body didn't come within {BODY_SECONDS} seconds.") from error


async def _read_body(body: Body | None, request: Request) -> Any:
    if body is None:
        return None
    content = await limited_body(request)
    if not content and not body.required:
        return None
    media_type = body.media_type(request.headers.get("content-type", ""))

    def read() -> Any:
        return body.check(parse_json(content), media_type)

    return read() if len(content) < LARGE_BODY else await anyio.to_thread.run_sync(read)
