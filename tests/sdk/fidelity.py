"""What becomes of every answer of the operations that the SDK uses: `python -m tests.sdk.fidelity`.

Rows are the answers that openapi.yaml documents, and those that nobody does but that come all the same.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import yaml
from attrs import frozen

from tests.sdk.conftest import ACCOUNT, CANARY, ONCE
from tests.sdk.uses import good, uses
from tests.sdk.ways import API, TARGET, Way, asynchronous, blocking
from video_indexer_redaction import Target
from video_indexer_redaction.errors import RedactionError, ServiceError
from video_indexer_redaction.target import ArmAccount

SPEC = Path(__file__).resolve().parents[2] / "openapi.yaml"
ARM_OPERATION = "generateAccessToken"
ARM_TARGET = Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", CANARY))
REQUEST_ID = "6d2c3a60-9b7f-4b12-8f4c-0f6f3d1f6a11"

Answer = httpx.Response | Exception

UNDOCUMENTED: dict[str, Callable[[], Answer]] = {
    "200, empty": lambda: httpx.Response(200),
    "200, HTML": lambda: httpx.Response(200, html="<p>Sign in</p>"),
    "200, text": lambda: httpx.Response(200, text="OK"),
    "200, JSON of another shape": lambda: httpx.Response(200, json={"result": []}),
    "200, not UTF-8": lambda: httpx.Response(200, content=b"\xff\xfe\xfd"),
    "302 to nowhere": lambda: httpx.Response(302),
    "401, empty": lambda: httpx.Response(401),
    "403, HTML": lambda: httpx.Response(403, html="<p>Blocked</p>"),
    "429, no Retry-After": lambda: httpx.Response(429),
    "499, empty": lambda: httpx.Response(499),
    "502, HTML": lambda: httpx.Response(502, html="<p>Bad gateway</p>"),
    "504, text": lambda: httpx.Response(504, text="late"),
    "520, empty": lambda: httpx.Response(520),
    "connection refused": lambda: httpx.ConnectError("refused"),
    "connection cut": lambda: httpx.ReadError("reset"),
    "no answer in time": lambda: httpx.ReadTimeout("late"),
    "half an answer": lambda: httpx.RemoteProtocolError("incomplete"),
}


@frozen
class Operation:
    """An operation of the contract."""

    name: str
    method: str
    path: re.Pattern[str]
    statuses: tuple[int, ...]


def operations() -> Iterator[Operation]:
    """Every operation of openapi.yaml that the SDK uses."""
    used = uses(Path()).keys() | {"getJob", ARM_OPERATION}
    for path, item in yaml.safe_load(SPEC.read_text("utf-8"))["paths"].items():
        pattern = re.compile("[^/]+".join(map(re.escape, re.split(r"\{\w+\}", path))))
        for method in item.keys() & {"get", "post", "put", "patch", "delete"}:
            described = item[method]
            if described["operationId"] not in used:
                continue
            statuses = tuple(sorted(int(status) for status in described["responses"]))
            yield Operation(described["operationId"], method.upper(), pattern, statuses)


def documented(operation: Operation, status: int, request: httpx.Request) -> httpx.Response:
    """An answer as the contract has it."""
    if status < 400:
        answer = good(request) if operation.name != ARM_OPERATION else token_answer()
        return answer if status == answer.status_code else running(status)
    headers = {"x-ms-request-id": REQUEST_ID} | ({"Retry-After": "7"} if status == 429 else {})
    if operation.name == ARM_OPERATION:
        return httpx.Response(
            status, headers=headers, json={"error": {"code": "GENERAL", "message": "Words."}}
        )
    if status == 429:
        return httpx.Response(status, headers=headers)
    return httpx.Response(status, headers=headers, json={"ErrorType": "GENERAL", "Message": "Words."})


def token_answer() -> httpx.Response:
    """A token of Azure Resource Manager's."""
    return httpx.Response(200, json={"accessToken": CANARY})


def running(status: int) -> httpx.Response:
    """The other answers that are no error: a job that runs, a video that was deleted."""
    job = {"creationTime": "2026-01-01T10:00:00.0000000Z", "lastUpdateTime": "2026-01-01T10:00:00.0000000Z",
           "progress": 20, "jobType": "Redaction", "state": "Processing"}  # fmt: skip
    return httpx.Response(status) if status == 204 else httpx.Response(status, json=job)


def outcome(way: Way, operation: Operation, answer: Callable[[httpx.Request], Answer]) -> str:
    """What a caller gets when the operation is answered so, and every other as it should be."""

    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == operation.method and operation.path.fullmatch(request.url.path):
            given = answer(request)
            if isinstance(given, Exception):
                raise given
            return given
        return token_answer() if request.url.path.endswith(ARM_OPERATION) else good(request)

    with tempfile.TemporaryDirectory() as folder:
        known = uses(Path(folder)) | {"getJob": ("get_job", ("j",), {})}
        method, arguments, how = known.get(operation.name, ("access_token", (), {}))
        target = ARM_TARGET if operation.name == ARM_OPERATION else TARGET
        try:
            result = way(method, *arguments, handler=serve, target=target, retry=ONCE, **how)
        except RedactionError as error:
            return told(error)
    return f"{type(result).__name__} of {method}"


def told(error: RedactionError) -> str:
    """An error with all that it carries."""
    if not isinstance(error, ServiceError):
        return type(error).__name__
    parts = [f"{type(error).__name__} {error.status}", error.error_type, error.message]
    parts += [f"after {error.retry_after} s" if error.retry_after is not None else None]
    parts += ["request id" if error.request_id == REQUEST_ID else None]
    return ", ".join(part for part in parts if part)


def matrix() -> Iterator[tuple[str, str, str, str]]:
    """Operation, answer, and what comes of it through the blocking and the asynchronous client."""
    for operation in operations():
        for status in operation.statuses:

            def answer(request: httpx.Request, op: Operation = operation, code: int = status) -> Answer:
                return documented(op, code, request)

            yield row(operation, str(status), answer)
        for name, make in UNDOCUMENTED.items():
            yield row(operation, f"({name})", lambda _, make=make: make())  # type: ignore[misc]


def row(
    operation: Operation, name: str, answer: Callable[[httpx.Request], Answer]
) -> tuple[str, str, str, str]:
    """One row of the matrix."""
    return (
        operation.name,
        name,
        outcome(blocking, operation, answer),
        outcome(asynchronous, operation, answer),
    )


def main() -> int:
    """Print the matrix; returns how many cells are empty or differ between the clients."""
    print("| operation | answer | RedactionClient | AsyncRedactionClient |\n|---|---|---|---|")  # noqa: T201
    wrong = 0
    for cells in matrix():
        print(f"| {' | '.join(cells)} |")  # noqa: T201
        wrong += not all(cells) or cells[2] != cells[3]
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
