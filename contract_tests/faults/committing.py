"""Commits one fault: sees whether a request is meant, lets the change work, and counts."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from ..relay.messages import NOT_JSON, Answer, Request
from ..relay.server import DOWNLOAD
from ..relay.upstream import Upstream, read_whole
from .catalogue import Fault
from .forms import Form, Turns
from .pointers import same, values
from .vocabulary import WORDS, Context, Kind

log = logging.getLogger(__name__)


class Tally:
    """How often a fault took effect, and what went wrong in the attempt; kept in a file if one is given."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.hits = 0
        self.errors: list[str] = []
        self._write()

    def hit(self) -> None:
        """Count a message that was altered."""
        self.hits += 1
        self._write()

    def error(self, text: str) -> None:
        """Note that a change itself failed."""
        self.errors.append(text)
        self._write()

    def _write(self) -> None:
        if self._file is not None:
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps({"hits": self.hits, "errors": self.errors[:10]}), "utf-8")
            fresh.replace(self._file)


class Committing:
    """The way of a request through one fault."""

    def __init__(self, upstream: Upstream, fault: Fault, tally: Tally, form: Form = Form.ALWAYS) -> None:
        self._turns = Turns(form)
        self._upstream = upstream
        self._fault = fault
        self._word = WORDS[fault.change]
        self._context = Context(upstream)
        self._tally = tally

    def wants_body(self, request: Request) -> bool:
        """Whether the request's body must be read before it is sent on."""
        media = (request.header("content-type") or "").lower()
        return self._fault.where.means(request.operation) and not media.startswith("multipart/")

    async def answer(self, request: Request) -> Answer:
        """Get the answer to a request, with the fault in it if it is meant."""
        meant = self._fault.where.means(request.operation) and self._asked(request)
        before = self._word.kind in {Kind.INSTEAD, Kind.REQUEST}
        meant = meant and (not before or self._turns.shows(request))
        if meant and self._word.kind is Kind.INSTEAD:
            answer = await self._instead(request)
            if answer is not None:
                return answer
        if meant and self._word.kind is Kind.REQUEST and await self._work(request):
            self._tally.hit()
        answer = await self._upstream.forward(request)
        await self._watch(answer, request)
        if meant and not before and await self._answered(answer) and self._turns.shows(request):
            await self._alter(answer, request)
        return answer

    async def _instead(self, request: Request) -> Answer | None:
        before = request.body
        if before is None and request.stream is not None:
            request.body = b"".join([part async for part in request.stream])
        answer: Answer | None = await self._work(request) or None
        if answer is not None:
            self._tally.hit()
        return answer

    async def _alter(self, answer: Answer, request: Request) -> None:
        if self._word.kind is Kind.ANSWER:
            await read_whole(answer)
        if await self._work(answer, request):
            self._tally.hit()

    async def _work(self, *messages: Request | Answer) -> Any:
        """Let the change work; its own failure leaves the message alone and is noted."""
        try:
            return await self._word(*messages, self._context, **self._fault.arguments)
        except Exception as error:
            log.exception("The change '%s' failed.", self._word.name)
            self._tally.error(f"{self._word.name}: {type(error).__name__}: {error}")
            return None

    async def _watch(self, answer: Answer, request: Request) -> None:
        watcher = self._word.watcher
        if watcher is None or request.operation in {None, DOWNLOAD}:
            return
        await read_whole(answer)
        result = watcher(answer, request, self._context)
        if result is not None:
            await result

    def _asked(self, request: Request) -> bool:
        """Whether the request's query and body are those that the fault is about."""
        where = self._fault.where
        for name, wanted in where.query.items():
            given = request.param(name)
            if (given is None) != (wanted is None) or (wanted not in {None, "*"} and given != wanted):
                return False
        return not where.request or _has(request.json, where.request)

    async def _answered(self, answer: Answer) -> bool:
        """Whether the answer is one that the fault is about."""
        where = self._fault.where
        if where.statuses is not None and answer.status not in where.statuses:
            return False
        if where.media is not None and not (answer.header("content-type") or "").startswith(where.media):
            return False
        if not where.answer:
            return True
        await read_whole(answer)
        return _has(answer.json, where.answer)


def _has(document: object, wanted: dict[str, object]) -> bool:
    if document is NOT_JSON:
        return False
    return all(any(same(each, value) for each in values(document, at)) for at, value in wanted.items())
