"""A token is in the Authorization header of requests to the API, and nowhere else."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, CANARY, HASTY
from tests.sdk.stub import Reply, Sent, Stub
from tests.sdk.uses import SIGNATURE, good, uses
from tests.sdk.ways import API, EITHER, FILES, Way, asynchronous, blocking
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, Target
from video_indexer_redaction.errors import RedactionError
from video_indexer_redaction.target import ArmAccount

FAILURES: dict[str, Any] = {
    "401": httpx.Response(401, json={"ErrorType": "ACCESS_TOKEN_EXPIRED"}),
    "500": httpx.Response(500),
    "HTML": httpx.Response(200, html="<p>Sign in</p>"),
    "a bad address": httpx.Response(200, json=f"ftp://nowhere/?{SIGNATURE}"),
    "refused": httpx.ConnectError("refused"),
    "reset": httpx.ReadError("reset"),
    "h11": httpx.LocalProtocolError(f"Illegal header value b'Bearer {CANARY}'"),
}
SOURCES = {
    "fixed": Target(API, "trial", ACCOUNT, CANARY),
    "function": Target(API, "trial", ACCOUNT, lambda: CANARY),
    "ARM": Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", CANARY)),
}


def told(error: BaseException | None) -> Iterator[str]:
    """All that an exception tells: texts, attributes, variables of our frames; and its whole ancestry."""
    while error is not None:
        yield f"{error} {error!r} {error.args!r} {vars(error)!r}"
        if isinstance(error, RedactionError):  # else it is the caller's own
            yield pickle.dumps(error).decode("latin-1")
        yield "".join(traceback.format_exception(error))
        yield from variables(error.__traceback__)
        assert not hasattr(error, "request"), "an httpx exception, which has the token's request"
        error = error.__cause__ or error.__context__


def variables(frames: TracebackType | None) -> Iterator[str]:
    """What a report with local variables shows of the SDK's own frames."""
    while frames is not None:
        if "video_indexer_redaction" in frames.tb_frame.f_code.co_filename:
            yield repr(frames.tb_frame.f_locals)
        frames = frames.tb_next


@EITHER
@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("use", sorted(uses(Path())))
def test_no_exception_tells_it(  # noqa: PLR0917 - the dimensions of the matter
    way: Way, use: str, failure: str, source: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor does a log line, a cause, a context, or a variable in a traceback."""
    caplog.set_level(logging.DEBUG)
    method, arguments, how = uses(tmp_path)[use]

    def serve(request: httpx.Request) -> httpx.Response:
        answer = FAILURES[failure]
        if "generateAccessToken" in request.url.path and failure != "401":
            return httpx.Response(200, json={"accessToken": CANARY})
        if isinstance(answer, Exception):
            raise type(answer)(*answer.args, request=request)  # type: ignore[call-arg] # httpx's
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    try:
        way(method, *arguments, target=SOURCES[source], handler=serve, retry=HASTY, **how)
    except RedactionError as error:
        texts = [*told(error)]
    else:
        texts = []

    assert texts
    assert not [text for text in [*texts, caplog.text] if CANARY in text or SIGNATURE in text]


@EITHER
@pytest.mark.parametrize("use", ["getVideoSourceFileDownloadUrl", "getVideoArtifactUrl"])
def test_the_files_host_gets_neither_token_nor_cookie(way: Way, use: str, tmp_path: Path) -> None:
    """Though the API has set one for everybody."""
    method, arguments, how = uses(tmp_path)[use]
    sent: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        answer = good(request)
        answer.headers["Set-Cookie"] = f"session={CANARY}; Domain=test; Path=/"
        return answer

    way(method, *arguments, handler=serve, **how)

    files = [request for request in sent if str(request.url).startswith(FILES)]
    assert files
    assert not [request for request in files if CANARY in f"{request.url} {request.headers.raw!r}"]
    assert not [request for request in sent if CANARY in str(request.url)]


@EITHER
@pytest.mark.parametrize("use", sorted(uses(Path())))
def test_a_redirect_of_the_api_takes_it_nowhere(way: Way, use: str, tmp_path: Path) -> None:
    """Not even to another port of the same host."""
    method, arguments, how = uses(tmp_path)[use]
    elsewhere: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        if str(request.url).startswith(API + "/"):
            return httpx.Response(307, headers={"Location": f"{API}:8443/Videos/n/SourceFile/DownloadUrl"})
        elsewhere.append(request)
        return httpx.Response(200, content=b"{}")

    try:
        way(method, *arguments, handler=serve, **how)
    except RedactionError as error:
        assert CANARY not in str(error)  # noqa: PT017 - some uses end well

    assert not [request for request in elsewhere if "authorization" in request.headers]


@pytest.mark.parametrize("target", SOURCES.values(), ids=SOURCES)
def test_no_repr_shows_it(target: Target) -> None:
    """Of either client, before and after a call, and all that they hold."""
    transport = httpx.MockTransport(good)
    with RedactionClient(target, transport=transport) as client:
        clients = (client, AsyncRedactionClient(target, transport=transport))
        if target.arm is None:
            client.delete("v")

        for seen in clients:
            session = seen._session
            assert CANARY not in f"{seen!r} {vars(seen)!r} {session!r} {vars(session.tokens)!r}"


@pytest.mark.parametrize("way", [blocking, asynchronous], ids=["blocking", "asynchronous"])
def test_no_log_line_shows_it_on_a_real_connection(
    way: Way, stub: Stub, other_host: Stub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With every logger at DEBUG; signatures are kept out as well, of relative redirects too."""
    caplog.set_level(logging.DEBUG)
    stub.always(Reply(302, headers={"Location": f"{other_host.url}/file?{SIGNATURE}"}))

    def serve(sent: Sent) -> Reply:
        if sent.path.startswith("/file"):
            return Reply(307, headers={"Location": f"/moved?{SIGNATURE}"})
        return Reply(200, b"mp4")

    other_host.answer = serve

    way("download", "v", tmp_path / "out.mp4", target=Target(stub.url, "trial", ACCOUNT, CANARY))

    assert {"httpx", "httpcore.http11", "httpcore.connection"} <= {line.name for line in caplog.records}
    assert CANARY not in caplog.text
    assert SIGNATURE not in caplog.text
    assert not [sent for sent in other_host.sent if CANARY in repr(sent)]
