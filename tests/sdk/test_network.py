"""Which way requests take: proxies of the environment, loopback, and certificates."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, CANARY, HASTY
from tests.sdk.stub import Reply, Stub
from tests.sdk.ways import EITHER, Way
from tests.tls import Pair, certified
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, Target
from video_indexer_redaction.errors import ConnectionFailed, RedactionError, Unauthorized, UsageError
from video_indexer_redaction.network import Routes, is_loopback

REMOTE = "https://api.videoindexer.example"
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without any, in either spelling."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def target(url: str) -> Target:
    """An account at a URL, with the canary for a token."""
    return Target(url, "trial", ACCOUNT, CANARY)


def proxy_of(url: str) -> str | None:
    """Where a request for this URL is sent by the environment."""
    proxy = Routes().proxy_for(httpx.URL(url))
    return proxy.place if proxy else None


@contextmanager
def untrusted(pair: Pair) -> Iterator[tuple[str, list[int]]]:
    """A server whose certificate nobody trusts, and its count of connections."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pair.certificate, pair.key)
    made: list[int] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                made.append(1)
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}", made
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "emulator.localhost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"],
)
def test_a_name_or_address_of_this_machine_is_loopback(host: str) -> None:
    """In every form."""
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["localhost.example", "notlocalhost", "128.0.0.1", "::2", "10.0.0.1", ""])
def test_another_name_or_address_is_not(host: str) -> None:
    """However alike."""
    assert not is_loopback(host)


@EITHER
@pytest.mark.parametrize("scheme", ["http", "all"])
def test_loopback_is_reached_past_every_proxy(
    way: Way, stub: Stub, other_host: Stub, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """The proxy would get the token, and couldn't reach this machine."""
    monkeypatch.setenv(f"{scheme}_proxy".upper(), other_host.url)
    stub.always(Reply(204))

    way("delete", "v", target=target(stub.url))

    assert (len(stub.sent), other_host.sent) == (1, [])


def test_loopback_is_reached_past_a_proxy_given_to_the_client(stub: Stub, other_host: Stub) -> None:
    """That one is for all other hosts."""
    stub.always(Reply(204))

    with RedactionClient(target(stub.url), proxy=other_host.url) as client:
        client.delete("v")

    assert (len(stub.sent), other_host.sent) == (1, [])


def test_plain_http_goes_to_no_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would read the token and the clip."""
    for name in VARIABLES[:3]:
        monkeypatch.setenv(name, "http://proxy.example:3128")

    assert proxy_of("http://emulator:8700/") is None
    assert proxy_of(REMOTE) == "http://proxy.example:3128"


def test_plain_http_goes_to_a_proxy_that_the_client_was_given(other_host: Stub) -> None:
    """Somebody has asked for it."""
    other_host.always(Reply(204))

    with RedactionClient(target("http://service.example"), proxy=other_host.url) as client:
        client.delete("v")

    assert other_host.sent[0].path.startswith("http://service.example/")


@pytest.mark.parametrize(
    "exceptions",
    [
        "*", "api.videoindexer.example", ".videoindexer.example", "*.videoindexer.example", "example",
        "other.example, API.VideoIndexer.example:443", "https://api.videoindexer.example",
        "::1/128,[::1],example",
    ],
)  # fmt: skip
def test_a_host_named_in_no_proxy_is_reached_directly(
    monkeypatch: pytest.MonkeyPatch, exceptions: str
) -> None:
    """In each of the usual forms, and beside entries that make no sense."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", exceptions)

    assert proxy_of(REMOTE) is None


@pytest.mark.parametrize(
    "exceptions", ["", "indexer.example", "api.videoindexer.example:8443", "[", ",,", "10.0.0.0/99"]
)
def test_another_host_goes_to_the_proxy(monkeypatch: pytest.MonkeyPatch, exceptions: str) -> None:
    """Also where NO_PROXY makes no sense."""
    monkeypatch.setenv("HTTPS_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", exceptions)

    assert proxy_of(REMOTE) == "http://proxy.example:3128"


def test_networks_in_no_proxy_are_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """By address alone; no name is looked up."""
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "10.0.0.0/8,fd00::/8,[fe80::1]")

    assert proxy_of("https://10.1.2.3:8443") is None
    assert proxy_of("https://[fd00::1]") is None
    assert proxy_of("https://[fe80::1]") is None
    assert proxy_of("https://11.1.2.3") == "http://proxy.example:3128"


@EITHER
@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("socks5://proxy.example:1080", "pip install socksio"),
        ("ftp://proxy.example", "doesn't name a proxy"),
        ("http://[::1", "doesn't name a proxy"),
        ("http://proxy.example:port", "doesn't name a proxy"),
        ("http://", "doesn't name a proxy"),
    ],
)
def test_a_variable_that_names_no_usable_proxy_is_named(
    way: Way, monkeypatch: pytest.MonkeyPatch, value: str, words: str
) -> None:
    """By the first call that needs it."""
    monkeypatch.setattr("video_indexer_redaction.network._has_socks", lambda: False)
    monkeypatch.setenv("ALL_PROXY", value)

    with pytest.raises(UsageError, match=f"ALL_PROXY.*{words}"):
        way("delete", "v", target=target(REMOTE))


@EITHER
def test_such_a_variable_disturbs_no_call_to_this_machine(
    way: Way, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It isn't asked."""
    monkeypatch.setenv("ALL_PROXY", "socks9://nowhere")
    monkeypatch.setenv("NO_PROXY", "[::1")
    stub.always(Reply(204))

    way("delete", "v", target=target(stub.url))


@pytest.mark.parametrize("client", [RedactionClient, AsyncRedactionClient])
def test_an_argument_that_names_no_proxy_is_refused_at_once(
    client: type[RedactionClient | AsyncRedactionClient],
) -> None:
    """Without its password."""
    with pytest.raises(UsageError, match="`proxy` doesn't name a proxy") as caught:
        client(target(REMOTE), proxy=f"ftp://me:{CANARY}@proxy.example")

    assert CANARY not in str(caught.value)


@EITHER
def test_a_proxy_that_refuses_is_named_and_not_asked_again(
    way: Way, other_host: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has got neither the token nor the path, and the service has got nothing."""
    monkeypatch.setenv("HTTPS_PROXY", other_host.url.replace("//", f"//me:{CANARY}@"))
    other_host.always(Reply(403))

    with pytest.raises(ConnectionFailed, match="403") as caught:
        way("delete", "v", target=target(REMOTE), retry=HASTY)

    assert f"The proxy {other_host.url} didn't let the call through to {REMOTE}" in str(caught.value)
    assert (caught.value.may_have_arrived, caught.value.permanent) == (False, True)
    assert [(sent.method, sent.path) for sent in other_host.sent] == [
        ("CONNECT", "api.videoindexer.example:443")
    ]
    assert "authorization" not in other_host.sent[0].headers
    assert CANARY not in str(caught.value)


@EITHER
def test_a_proxy_that_is_busy_is_asked_again(
    way: Way, other_host: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the service would be."""
    monkeypatch.setenv("HTTPS_PROXY", other_host.url)
    other_host.always(Reply(503))

    with pytest.raises(ConnectionFailed, match="503"):
        way("delete", "v", target=target(REMOTE), retry=HASTY)

    assert len(other_host.sent) == HASTY.attempts


@EITHER
def test_a_proxy_that_is_away_is_named(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the service, which nobody has asked."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")

    with pytest.raises(ConnectionFailed, match=r"through the proxy http://127\.0\.0\.1:9"):
        way("delete", "v", target=target(REMOTE), retry=HASTY)


@EITHER
def test_a_refusal_by_something_else_than_the_service_says_by_what(way: Way, stub: Stub) -> None:
    """A page of a firewall isn't the service's word."""
    stub.always(Reply(403, b"<p>Blocked</p>", {"Server": "squid/5.7", "Via": "1.1 corp\x07"}))

    with pytest.raises(Unauthorized) as caught:
        way("delete", "v", target=target(stub.url))

    assert f"Answered by {stub.url}, Server: squid/5.7, Via: 1.1 corp, not in the" in str(caught.value)
    assert caught.value.error_type is None


@EITHER
def test_an_answer_that_is_no_answer_says_whose_it_is(way: Way, stub: Stub) -> None:
    """A page to sign in on, say."""
    stub.always(Reply(200, b"<p>Sign in</p>", {"Server": "portal"}))

    with pytest.raises(RedactionError, match=f"isn't JSON. Answered by {stub.url}, Server: portal"):
        way("get_index", "v", target=target(stub.url))


@EITHER
def test_a_refusal_of_the_files_host_says_so(way: Way, stub: Stub, other_host: Stub, tmp_path: Path) -> None:
    """With the code of Azure's storage."""
    stub.always(Reply(200, f'"{other_host.url}/file?sig=s"'.encode()))
    other_host.always(Reply(404, b"<Error/>", {"x-ms-error-code": "BlobNotFound"}))

    with pytest.raises(RedactionError) as caught:
        way("download", "v", tmp_path / "out.mp4", target=target(stub.url))

    assert "404 BlobNotFound: " in str(caught.value)
    assert f"Answered by the file's host {other_host.url}." in str(caught.value)


@EITHER
def test_a_certificate_that_is_not_trusted_is_told_and_not_tried_again(way: Way, tmp_path: Path) -> None:
    """The next try would meet the same one."""
    with (
        untrusted(certified(tmp_path)) as (url, connections),
        pytest.raises(ConnectionFailed, match=r"isn't trusted.*SSL_CERT_FILE") as caught,
    ):
        way("wait_for_job", "j", target=target(url), retry=HASTY)

    assert (len(connections), caught.value.may_have_arrived) == (1, False)


@EITHER
def test_a_port_that_speaks_no_tls_is_told_and_not_tried_again(way: Way, stub: Stub) -> None:
    """An https:// that should be http://."""
    with pytest.raises(ConnectionFailed, match="TLS failed") as caught:
        way("delete", "v", target=target(stub.url.replace("http:", "https:")), retry=HASTY)

    assert caught.value.permanent


@EITHER
@pytest.mark.parametrize(
    ("content", "words"), [(None, "can't be read: No such file"), ("x", "no certificate")]
)
def test_a_file_of_authorities_that_cannot_be_read_is_named(
    way: Way, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None, words: str
) -> None:
    """With the variable that names it."""
    path = tmp_path / "ca.pem"
    if content:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with pytest.raises(UsageError, match=rf"ca\.pem, which SSL_CERT_FILE names, .*{words}"):
        way("delete", "v", target=target(REMOTE))


@EITHER
def test_plain_http_needs_no_file_of_authorities(
    way: Way, stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is read."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/ca.pem")
    stub.always(Reply(204))

    way("delete", "v", target=target(stub.url))


def test_what_carries_plain_http_trusts_no_certificate(tmp_path: Path) -> None:
    """Should it ever be asked to speak TLS, it must fail."""
    plain: Any = Routes().open(httpx.HTTPTransport, httpx.URL("http://service.example"), None)

    with (
        plain,
        untrusted(certified(tmp_path)) as (url, _),
        pytest.raises(httpx.ConnectError, match="CERTIFICATE"),
    ):
        plain.handle_request(httpx.Request("GET", url))
