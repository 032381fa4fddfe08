"""Arbitrary answers at every call of either client: a typed result or an error of the tree, nothing else."""

from __future__ import annotations

import copy
import json
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sdk.test_strange_answers import BODIES, HEADERS, JSON
from tests.sdk.uses import all_uses, good
from tests.sdk.ways import FILES, asynchronous, blocking
from video_indexer_redaction import RetryPolicy
from video_indexer_redaction.errors import RedactionError

QUICK = RetryPolicy(attempts=2, first_pause=0, longest_pause=0, outage=0, deadline=0.9)
"""Repeats at once, and obeys no Retry-After of a second or more."""

RANGES = st.sampled_from(["", "bytes 0-1/2", "bytes 2-1/0", "bytes */5", "x", "bytes 5-9/10"])
LENGTHS = st.sampled_from(["0", "5", "99999", "-1", "x", "9" * 30])
EXCEPTIONS = st.sampled_from(
    [
        httpx.ConnectError, httpx.ReadError, httpx.WriteError, httpx.ConnectTimeout, httpx.ReadTimeout,
        httpx.PoolTimeout, httpx.RemoteProtocolError, httpx.LocalProtocolError, httpx.DecodingError,
        httpx.TooManyRedirects, httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.ProxyError,
    ]
).map(lambda kind: kind("reason"))  # fmt: skip
ANSWERS = st.builds(
    lambda status, headers, body, span: httpx.Response(
        status, headers=headers | {"Content-Range": span}, content=body
    ),
    st.sampled_from([200, 202, 204, 206, 303, 400, 401, 404, 416, 429, 500]) | st.integers(200, 999),
    HEADERS.map(lambda headers: {k: v for k, v in headers.items() if k != "Content-Encoding"}),
    BODIES,
    RANGES,
)


def spoiled(value: Any, path: list[int], junk: Any) -> Any:
    """A good body with one place of it replaced or taken out."""
    if not isinstance(value, dict | list) or not value or not path:
        return junk
    value = copy.deepcopy(value)
    key: Any = list(value)[path[0] % len(value)] if isinstance(value, dict) else path[0] % len(value)
    if junk is ... and (len(path) == 1 or not value[key]):
        del value[key]
    else:
        value[key] = spoiled(value[key], path[1:], None if junk is ... else junk)
    return value


def ends_well(use: str, way: Any, handler: Any) -> None:
    """Make the call; only an error of the tree may come out."""
    with tempfile.TemporaryDirectory() as folder:
        method, arguments, how = all_uses(Path(folder))[use]
        caught: RedactionError | None = None
        try:
            way(method, *arguments, handler=handler, retry=QUICK, **how)
        except RedactionError as error:
            caught = error
        assert not list(Path(folder).rglob("*.part"))
    if caught is not None:
        assert str(caught)
        assert caught.__context__ is None, repr(caught.__context__)


OPERATIONS = sorted(all_uses(Path()))
derandomized = partial(settings, deadline=None, derandomize=True, database=None)
either = st.sampled_from([blocking, asynchronous])

# The emulator that other tests run in this process draws random pauses, which hypothesis takes for ours.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")


@given(st.sampled_from(OPERATIONS), either, st.lists(ANSWERS | EXCEPTIONS, min_size=1, max_size=3))
@derandomized(max_examples=300)
def test_any_answer_to_any_call(use: str, way: Any, answers: list[Any]) -> None:
    """Status, headers and body as they come, one answer after the other, or none at all."""
    left = list(answers)

    def serve(_: httpx.Request) -> httpx.Response:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    ends_well(use, way, serve)


@given(st.sampled_from(OPERATIONS), either, st.lists(st.integers(0, 30), max_size=6), JSON | st.just(...))
@derandomized(max_examples=400)
def test_a_good_answer_with_one_thing_wrong(use: str, way: Any, path: list[int], junk: Any) -> None:
    """One field is missing, or has another value than the contract says."""

    def serve(request: httpx.Request) -> httpx.Response:
        answer = good(request)
        if answer.headers.get("content-type") != "application/json":
            return answer
        body = spoiled(json.loads(answer.content), path, junk)
        return httpx.Response(200, content=json.dumps(None if body is ... else body))

    ends_well(use, way, serve)


@given(
    st.sampled_from(["getVideoSourceFileDownloadUrl", "getVideoArtifactUrl"]),
    either, st.lists(st.tuples(ANSWERS | EXCEPTIONS, LENGTHS), min_size=1, max_size=3),
)  # fmt: skip
@derandomized(max_examples=300)
def test_any_answer_of_a_files_host(use: str, way: Any, answers: list[tuple[Any, str]]) -> None:
    """The API answers as it should, the file's host as it likes."""
    left = list(answers)

    def serve(request: httpx.Request) -> httpx.Response:
        if not str(request.url).startswith(FILES):
            return good(request)
        answer, length = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        headers = {**answer.headers, "content-length": length, "etag": '"e"'}
        return httpx.Response(answer.status_code, headers=headers, content=answer.content)

    ends_well(use, way, serve)


@pytest.mark.parametrize("use", OPERATIONS)
@pytest.mark.parametrize("way", [blocking, asynchronous])
def test_a_good_answer_is_taken(use: str, way: Any, tmp_path: Path) -> None:
    """So that what is spoiled above would be good otherwise."""
    method, arguments, how = all_uses(tmp_path)[use]

    way(method, *arguments, handler=good, retry=QUICK, **how)
