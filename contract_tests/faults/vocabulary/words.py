"""How a change is declared: a function, and the moment at which it works."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeVar

from ...relay.upstream import Upstream


class Kind(Enum):
    """When a change works."""

    REQUEST = "request"  # f(request, context, …): alters the request before it is sent on
    ANSWER = "answer"  # f(answer, request, context, …): alters an answer whose body was read
    HEAD = "head"  # the same, but the body is streamed on unread
    INSTEAD = "instead"  # f(request, context, …): gives the answer itself, or None to send the request on
    WATCH = "watch"  # f(answer, request, context): only remembers; of every answer


@dataclass
class Context:
    """What a change may use beside the message: the service, and what it remembered before."""

    upstream: Upstream
    memory: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Word:
    """One word of the vocabulary."""

    name: str
    kind: Kind
    function: Callable[..., Any]
    watcher: Callable[..., Any] | None = None

    def check(self, arguments: dict[str, Any]) -> None:
        """Raise TypeError unless the arguments fit."""
        inspect.signature(self.function).bind(*[None] * len(POSITIONAL[self.kind]), **arguments)

    async def __call__(self, *messages: Any, **arguments: Any) -> Any:
        """Do it; what it returns is true if something was altered."""
        result = self.function(*messages, **arguments)
        return await result if inspect.isawaitable(result) else result


POSITIONAL = {
    Kind.REQUEST: ("request", "context"),
    Kind.INSTEAD: ("request", "context"),
    Kind.ANSWER: ("answer", "request", "context"),
    Kind.HEAD: ("answer", "request", "context"),
}

WORDS: dict[str, Word] = {}
"""Every word by its name, which is the function's."""

Function = TypeVar("Function", bound=Callable[..., Any])


def change(kind: Kind, watcher: Callable[..., Any] | None = None) -> Callable[[Function], Function]:
    """Declare a change. A watcher sees the answer of every operation, before the change does."""

    def declare(function: Function) -> Function:
        name = function.__name__
        WORDS[name] = Word(name, kind, function, watcher)
        return function

    return declare
