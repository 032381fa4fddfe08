"""Bytes that no client would send: broken multipart bodies, and requests that a parser might misread."""

from __future__ import annotations


def multiparts() -> list[tuple[str, bytes]]:
    """Return content type and body of each upload that isn't one."""
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f.mp4"\r\n\r\nx\r\n'
    good = "multipart/form-data; boundary=b"
    return [
        ("multipart/form-data", part),
        ("multipart/form-data; boundary=", part),
        ("multipart/form-data; boundary=other", part),
        (f"multipart/form-data; boundary={'b' * 5000}", part),
        ('multipart/form-data; boundary="b', part),
        (good, part * 5000 + b"--b--\r\n"),
        (good, part),
        (good, b"--b\r\n" + b"A: b\r\n" * 200_000 + b"\r\nx\r\n--b--\r\n"),
        (good, b"--b\r\nA: " + b"b" * 5_000_000 + b"\r\n\r\nx\r\n--b--\r\n"),
        (good, b"--b\r\n" + b"A" * 5_000_000),
        (
            good,
            b'--b\r\nContent-Disposition: form-data; filename="'
            + b"../" * 90_000
            + b'"\r\n\r\nx\r\n--b--\r\n',
        ),
        (good, b'--b\r\nContent-Disposition: form-data; filename="\0"\r\n\r\nx\r\n--b--\r\n'),
        (good, b"--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n--b--\r\n"),
        (good, b"--b--\r\n"),
        (good, b"\r\n" * 100_000),
        (good, b""),
        ("application/zip", b"PK\x03\x04" + bytes(1000)),
        ("multipart/form-data; boundary=b; boundary=c", part),
        ("multipart/mixed; boundary=b", part),
    ]


def raw_requests(path: str, token: str) -> list[bytes]:
    """What no client would send: bytes that a parser might misread. `path` is one that needs the token."""
    start = f"POST {path}?name=x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n".encode()
    inner = b"DELETE / HTTP/1.1\r\nHost: a\r\n\r\n"
    return [
        start + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + inner,
        start + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        start + b"Content-Length: -1\r\n\r\n",
        start + b"Content-Length: 99999999999999999999999\r\n\r\n",
        start + b"Content-Length: +5\r\n\r\nabcde",
        start + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        start + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
        start + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        start + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        start + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * 100_000 + b"\r\nx\r\n0\r\n\r\n",
        start + b"A: b\r\n" * 20_000 + b"\r\n",
        start + b"A: " + b"b" * 1_000_000 + b"\r\n\r\n",
        start + b"A\0: b\r\n\r\n",
        start + b" folded: yes\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\r\n" * 1000,
        b"\0" * 1000,
        bytes(range(256)) * 10,
        b"GET " + b"/a" * 100_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        start + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
        start + b"Content-Length: 100\r\n\r\nshort",
    ]
