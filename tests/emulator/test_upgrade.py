"""An upgrade that is offered is passed over, and nothing of the request is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.emulator.api import Api
from tests.emulator.wires import chunked, exchange

H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
"""What Java's HttpClient adds to each request over plain HTTP."""

REFUSED = {"faces": {"filter": {"ids": [4711], "scope": "Include"}}}
"""A redaction whose answer shows that its body was read."""


def redaction(emulator: Api, video_id: str, offer: str = H2C) -> tuple[bytes, bytes]:
    """The head, to which the length is to be added, and the body of a redaction."""
    head = (
        f"POST {emulator.path(f'Videos/{video_id}/redact')} HTTP/1.1\r\nHost: 127.0.0.1\r\n{offer}"
        f"Authorization: Bearer {emulator.token}\r\nContent-Type: application/json\r\n"
    )
    return head.encode(), json.dumps(REFUSED).encode()


def with_length(head: bytes, content: bytes) -> bytes:
    """A whole request."""
    return head + f"Content-Length: {len(content)}\r\n\r\n".encode() + content


@pytest.mark.parametrize("upgrade", ["h2c", "H2C", "websocket", "TLS/1.0, h2c"])
def test_the_body_of_a_request_with_an_offer_arrives(emulator: Api, indexed: str, upgrade: str) -> None:
    """Whatever is offered: the answer is that of the same request without the offer."""
    request = with_length(*redaction(emulator, indexed, H2C.replace("h2c", upgrade)))

    (answer,) = exchange(emulator.url, request)

    assert (answer.status, b"4711" in answer.body) == (400, True)


@pytest.mark.parametrize("cut", [10, 60, -1, -20, -41], ids=str)
def test_an_offer_may_come_in_two_packets(emulator: Api, indexed: str, cut: int) -> None:
    """Cut within the request line, the headers or the body."""
    request = with_length(*redaction(emulator, indexed))

    (answer,) = exchange(emulator.url, request[:cut], request[cut:])

    assert (answer.status, b"4711" in answer.body) == (400, True)


def test_a_chunked_body_with_an_offer_arrives(emulator: Api, indexed: str) -> None:
    """As Java sends a body whose length it doesn't know."""
    head, content = redaction(emulator, indexed)
    lines = head + b"Transfer-Encoding: chunked\r\n\r\n"

    (answer,) = exchange(emulator.url, lines, chunked([content[:7], content[7:]]))

    assert (answer.status, b"4711" in answer.body) == (400, True)


def test_a_body_that_is_waited_for_arrives(emulator: Api, indexed: str) -> None:
    """`Expect: 100-continue` beside an offer is answered before the body is sent."""
    head, content = redaction(emulator, indexed)
    lines = head + f"Expect: 100-continue\r\nContent-Length: {len(content)}\r\n\r\n".encode()

    (go_on, answer) = exchange(emulator.url, lines, content, answers=2)

    assert go_on.status == 100
    assert (answer.status, b"4711" in answer.body) == (400, True)


def test_a_connection_with_offers_is_kept(emulator: Api, indexed: str) -> None:
    """Many requests one after the other in one packet, with and without a body, are answered in order."""
    post = with_length(*redaction(emulator, indexed))
    get = f"GET {emulator.path('Videos')}?pageSize=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n{H2C}".encode()
    get += f"Authorization: Bearer {emulator.token}\r\n\r\n".encode()

    answers = exchange(emulator.url, (post + get) * 20, answers=40)

    assert [answer.status for answer in answers] == [400, 200] * 20


def test_a_large_upload_with_an_offer_arrives_whole(emulator: Api) -> None:
    """Megabytes, of which most come after the headers."""
    file = bytes(range(256)) * 20_000
    body = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="x.mp4"\r\n\r\n' + file + b"\r\n--b--\r\n"
    )
    head = (
        f"POST {emulator.path('Videos')}?name=n HTTP/1.1\r\nHost: 127.0.0.1\r\n{H2C}"
        f"Authorization: Bearer {emulator.token}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    ).encode()

    (answer,) = exchange(emulator.url, with_length(head, body))

    assert answer.status == 200
    video_id = answer.json["id"]
    assert emulator.download(f"Videos/{video_id}/SourceFile/DownloadUrl") == file
    emulator.call("DELETE", f"Videos/{video_id}")


JAVA = """
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Redact {
    public static void main(String[] given) throws Exception {
        var client = HttpClient.newHttpClient();
        for (int turn = 0; turn < 2; turn++) {
            var request = HttpRequest.newBuilder(URI.create(given[0]))
                .header("Authorization", "Bearer " + given[1])
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(given[2])).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            System.out.println(answer.statusCode() + " " + answer.body());
        }
    }
}
"""


@pytest.mark.skipif(shutil.which("java") is None, reason="needs Java, which isn't installed")
def test_javas_own_client_is_answered(emulator: Api, indexed: str, tmp_path: Path) -> None:
    """As it comes, without setting it to HTTP/1.1."""
    program = tmp_path / "Redact.java"
    program.write_text(JAVA, "utf-8")
    url = emulator.url + emulator.path(f"Videos/{indexed}/redact")

    ran = subprocess.run(  # noqa: S603 - our own program
        ["java", str(program), url, emulator.token, json.dumps(REFUSED)],  # noqa: S607
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip

    lines = ran.stdout.splitlines()
    assert [line[:3] for line in lines] == ["400", "400"]
    assert all("4711" in line for line in lines)
