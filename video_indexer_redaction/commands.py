"""What an operation asks of the client that runs it.

An operation is a generator: it yields commands and is sent their results. It never opens a connection,
sleeps or starts a thread itself, so one text serves the blocking client and the asynchronous one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

import httpx
from attrs import field, frozen

from video_indexer_redaction.errors import UnexpectedAnswer
from video_indexer_redaction.network import THROUGH, origin
from video_indexer_redaction.telemetry import CLIENT_REQUEST_ID
from video_indexer_redaction.waiting import Deadline

CLOSED = "The client is closed; make a new one."

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@frozen
class Answer:
    """An answer, whole. It doesn't know its request, which may hold a token."""

    status: int
    headers: httpx.Headers
    body: bytes = field(default=b"", repr=False)  # empty where a sink took it
    origin: str = ""  # scheme, host and port that were asked
    through: str | None = None  # the proxy on the way
    at_file_host: bool = False
    client_request_id: str | None = None  # as it was sent

    @classmethod
    def read(cls, response: httpx.Response, body: bytes, *, at_file_host: bool) -> Answer:
        """The answer of a response, and who gave it."""
        request = response.request
        through = request.extensions.get(THROUGH)
        return cls(
            response.status_code, response.headers, body, origin(request.url), through, at_file_host,
            request.headers.get(CLIENT_REQUEST_ID),
        )  # fmt: skip


class Sink(Protocol):
    """Takes an answer's body in pieces."""

    def add(self, piece: bytes) -> bool:
        """Take a piece, without blocking; True: `flush` is due."""
        ...

    def flush(self) -> None:
        """Write what has been taken; may block."""
        ...


ANSWER_LIMIT = 64 * 1024**2
"""Bytes of an answer of the service, unpacked: the index of a clip with thousands of faces has some ten."""

ARTIFACT_LIMIT = 1024**3
"""Bytes of an artifact, unpacked: the faces of an hour in which ten are always seen take some hundred."""


class Memory:
    """A sink for a body that is small enough to be kept."""

    def __init__(self, limit: int = ANSWER_LIMIT) -> None:
        self.content = bytearray()
        self._limit = limit  # bytes

    def add(self, piece: bytes) -> bool:
        """Keep a piece; nothing is ever due. Raises UnexpectedAnswer for more than can be meant."""
        if len(self.content) + len(piece) > self._limit:
            raise UnexpectedAnswer(f"The answer has more than {self._limit} bytes.")
        self.content += piece
        return False

    def flush(self) -> None:
        """Nothing to do."""


@frozen
class Send:
    """Send a request; the result is an Answer."""

    request: httpx.Request = field(repr=False)
    deadline: Deadline
    sink: Callable[[httpx.Response], Sink] = lambda _: Memory()
    to_file_host: bool = False  # by the HTTP client that follows redirects, and whose requests have no token


@frozen
class Opened:
    """An answer whose body is still to be read; it must be closed."""

    answer: Answer  # without body
    response: httpx.Response = field(repr=False)
    pieces: Any = field(repr=False)  # an iterator of the runner's own kind


@frozen
class Open:
    """Ask a file's host for a file; the result is Opened."""

    request: httpx.Request = field(repr=False)
    deadline: Deadline


@frozen
class Read:
    """Read on; the result are bytes, none at the end."""

    opened: Opened
    deadline: Deadline


@frozen
class Close:
    """Have done with an answer, read to its end or not."""

    opened: Opened


@frozen
class Sleep:
    """Do nothing for a while."""

    seconds: float


@frozen
class Call:
    """Call something that may block, or may return an awaitable; the result is what it returns."""

    function: Callable[[], Any] = field(repr=False)
    deadline: Deadline | None = None  # when it is given up, though it may go on in its thread


@frozen
class Exclusive(Generic[T_co]):
    """Run an operation that no other operation of this kind may overlap; the result is its own."""

    operation: Operation[T_co]
    deadline: Deadline  # until when it waits for its turn


@frozen
class Shielded(Generic[T_co]):
    """Run an operation although the caller has been cancelled; the result is its own, None if given up."""

    operation: Operation[T_co]
    seconds: float  # after which it is given up


@frozen
class Emit(Generic[T_co]):
    """Hand a value to the caller, who iterates over them."""

    value: T_co


Command: TypeAlias = Send | Open | Read | Close | Sleep | Call | Exclusive[Any] | Shielded[Any]
Operation: TypeAlias = Generator[Command, Any, T]
"""Yields commands, and returns a T."""

Emitting: TypeAlias = Generator[Command | Emit[T], Any, None]
"""Yields commands, and values of T for the caller."""
