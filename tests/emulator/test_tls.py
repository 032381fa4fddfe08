"""HTTPS without a proxy, the authorities that the service itself trusts, and where it listens."""

from __future__ import annotations

import functools
import http.server
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.emulator.process import Process
from tests.tls import Pair, certified
from video_indexer_emulator.command import main
from video_indexer_emulator.errors import CertificateUnusable, FetchFailed
from video_indexer_emulator.jobs.outbound import Outbound
from video_indexer_emulator.listening import listen
from video_indexer_emulator.settings import Settings
from video_indexer_redaction import RedactionClient, development_target


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A certificate for this machine."""
    return certified(tmp_path_factory.mktemp("tls"))


def test_the_sdk_goes_the_whole_way_over_https(
    tmp_path: Path, pair: Pair, sample_clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The service's own URLs are https as well: job, redirect and signed file."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pair.authority))
    flags = ("--tls-cert", str(pair.certificate), "--tls-key", str(pair.key))
    with Process(tmp_path / "data", *flags) as service:
        with RedactionClient(development_target(service.url)) as client:
            client.redact_video(sample_clip, tmp_path / "out.mp4", kind="Black")
        with httpx.Client() as browser:
            page = browser.get(service.url)

    assert service.url.startswith("https://127.0.0.1:")
    assert (tmp_path / "out.mp4").stat().st_size > 10_000
    assert page.status_code == 200


def test_pages_are_shown_by_each_name_of_the_certificate(
    tmp_path: Path, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs that are led here by the vendor's name follow widgets to a page; no other site has the key."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pair.authority))
    led = "api.videoindexer.ai"
    flags = ("--tls-cert", str(pair.certificate), "--tls-key", str(pair.key))
    with Process(tmp_path / "data", *flags) as service, httpx.Client() as browser:
        page = browser.get(service.url, headers={"Host": led})
        own = browser.post(
            f"{service.url}/_emulator/reset", headers={"Host": led, "Origin": f"https://{led}"}
        )
        plain = browser.post(
            f"{service.url}/_emulator/reset", headers={"Host": led, "Origin": f"http://{led}"}
        )
        other = browser.post(
            f"{service.url}/_emulator/reset", headers={"Host": led, "Origin": "https://b.example"}
        )

    assert (page.status_code, own.status_code) == (200, 204)
    assert (plain.status_code, other.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (["none.pem", "key.pem"], "none.pem can't be read: No such file"),
        (["certificate.pem", "none.pem"], "none.pem can't be read"),
        (["certificate.pem"], "don't hold a certificate"),
        (["key.pem", "key.pem"], "don't hold a certificate"),
        (["certificate.pem", "other.pem"], "belongs to it"),
    ],
)
def test_a_certificate_that_cant_be_used_is_told_in_one_line(
    tmp_path: Path, pair: Pair, capsys: pytest.CaptureFixture[str], files: list[str], words: str
) -> None:
    """Before anything is made."""
    folder = pair.certificate.parent
    (tmp_path / "other").mkdir()
    (folder / "other.pem").write_bytes(certified(tmp_path / "other").key.read_bytes())
    flags = [
        text
        for flag, name in zip(("--tls-cert", "--tls-key"), files, strict=False)
        for text in (flag, str(folder / name))
    ]

    assert main(["--data", str(tmp_path / "data"), *flags]) == 1

    told = capsys.readouterr().err
    assert words in told
    assert len(told.splitlines()) == 1
    assert not (tmp_path / "data").exists()


def test_a_key_without_a_certificate_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    """HTTP would be served in silence otherwise."""
    assert main(["--tls-key", "key.pem"]) == 1

    assert "--tls-key without --tls-cert" in capsys.readouterr().err


@pytest.fixture
def https_host(pair: Pair, tmp_path: Path) -> Iterator[str]:
    """A web server with a file, under a certificate of an authority that nobody knows."""
    (tmp_path / "clip.mp4").write_bytes(b"a clip")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pair.certificate, pair.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}/clip.mp4"
    server.shutdown()
    server.server_close()


def test_a_video_url_may_lead_to_a_host_of_ones_own_authority(
    https_host: str, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SSL_CERT_FILE says whom to trust, as everywhere."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pair.authority))
    outbound = Outbound(allow_private=True)

    outbound.fetch(https_host, tmp_path / "fetched", 1000)

    assert (tmp_path / "fetched").read_bytes() == b"a clip"


def test_an_unknown_authority_is_named_as_the_cause(https_host: str, tmp_path: Path) -> None:
    """With the variable that helps."""
    outbound = Outbound(allow_private=True)

    with pytest.raises(FetchFailed, match=r"localhost can't be reached: .* SSL_CERT_FILE"):
        outbound.fetch(https_host, tmp_path / "fetched", 1000)


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_authorities_that_cant_be_read_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    """By the variable's name and value."""
    path = tmp_path / "authorities.pem"
    if content:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    with pytest.raises(CertificateUnusable, match=f"SSL_CERT_FILE={path}"):
        Outbound(allow_private=True)


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this system has no sockets for both kinds")
@pytest.mark.parametrize("loopback", ["127.0.0.1", "::1"])
def test_two_colons_listen_for_both_kinds_of_address(tmp_path: Path, loopback: str) -> None:
    """As in a container, where nobody knows which kind comes."""
    settings = Settings(tmp_path, host="::", port=0, secret="mine, and long enough")  # noqa: S106
    with listen(settings) as listener:
        port = listener.getsockname()[1]

        socket.create_connection((loopback, port)).close()
