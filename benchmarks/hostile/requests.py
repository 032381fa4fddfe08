"""The corpus of hostile requests: well-formed ones with a trick inside."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.hostile.wire import multiparts
from tests.emulator.api import Api
from video_indexer_emulator.settings import DEVELOPMENT_SECRET

DEEP, HUGE = 100_000, 1_000_000  # levels; characters
ODD_IDS = [
    "..",
    "%2e%2e",
    "..%2f..%2fkeys",
    "%2fetc%2fpasswd",
    "%00",
    "a%00b",
    "%ff%fe",
    "%ed%a0%80",
    "%e2%80%ae",
    "a" * 8000,
    "%252e%252e",
    "..%5c..",
    "'%20OR%201=1--",
    "%0d%0aSet-Cookie:%20a=b",
    ";",
    "*",
    "%7b%7b7*7%7d%7d",
    "-1",
    "\uff0e\uff0e",
]
ODD_WORDS = [
    "\0",
    "a\r\nSet-Cookie: a=b",
    "\ud7ff\uffff",
    "\u202egpj.exe",
    "../../x",
    "<script>alert(1)</script>",
    "a" * 70_000,
    "${jndi:ldap://127.0.0.1/a}",
    "{{7*7}}",
    "'; DROP TABLE videos; --",
    "%s%n",
    "\N{GRINNING FACE}" * 80,
]
INNER_URLS = [
    f"http://{host}/x.mp4"
    for host in (
        "127.0.0.1",
        "localhost",
        "localhost.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0",
        "0.0.0.0",  # noqa: S104
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "169.254.169.254",
        "[fe80::1]",
        "[fd00::1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "user@127.0.0.1",
        "user:password@example.org",
        "example.org@127.0.0.1",
        "127.0.0.1:22",
        "[::127.0.0.1]",
        "224.0.0.1",
        "255.255.255.255",
        "\uff11\uff12\uff17.0.0.1",
        "127\u30020\u30020\u30021",
    )
] + [
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "gopher://127.0.0.1:25/x",
    "//127.0.0.1/x",
    "javascript:1",
    "data:,x",
]


@dataclass(frozen=True, slots=True)
class Request:
    """One well-formed request with a trick inside."""

    family: str
    method: str
    path: str
    how: dict[str, Any] = field(default_factory=dict)


def requests(api: Api, video_id: str) -> Iterator[Request]:
    """Yield every request; each carries a good token unless the token is the trick."""
    good = {"headers": api.bearer()}
    yield from _odd_ids(api, video_id, good)
    yield from _odd_words(api, good)
    yield from _addresses(api, video_id, good)
    yield from _odd_bodies(api, video_id)
    for token in _tokens(api):
        for method, tail in (("GET", "Videos"), ("DELETE", f"Videos/{video_id}")):
            bearer = {"headers": {"Authorization": f"Bearer {token}"}}
            yield Request("tokens", method, api.path(tail), bearer)
            yield Request("tokens", method, api.path(tail), {"params": {"accessToken": token}})
    yield from _methods_and_hosts(api, video_id, good)
    for content_type, multipart in multiparts():
        how = {"headers": api.bearer() | {"Content-Type": content_type}, "content": multipart}
        yield Request("multipart", "POST", api.path("Videos?name=x"), how)


def _odd_ids(api: Api, video_id: str, good: dict[str, Any]) -> Iterator[Request]:
    for odd in ODD_IDS:
        yield Request("odd ids", "DELETE", api.path(f"Videos/{odd}"), good)
        for tail in (
            f"Videos/{odd}/Index",
            f"Jobs/{odd}",
            f"Videos/{odd}/SourceFile/DownloadUrl",
            f"Videos/{video_id}/Thumbnails/{odd}",
        ):
            yield Request("odd ids", "GET", api.path(tail), good)
        yield Request("odd ids", "GET", f"/_blobs/{odd}?sig=x")
        yield Request("odd ids", "GET", f"/trial/Accounts/{odd}/Videos", good)


def _odd_words(api: Api, good: dict[str, Any]) -> Iterator[Request]:
    places = ("name", "externalId", "metadata", "description", "partition", "language", "callbackUrl")
    for word in ODD_WORDS:
        for name in places:
            yield Request(
                "odd words", "POST", api.path("Videos"), good | {"params": {"name": "x", name: word}}
            )
        params = {"partitions": word, "skip": word}
        yield Request("odd words", "GET", api.path("Videos"), good | {"params": params})


def _addresses(api: Api, video_id: str, good: dict[str, Any]) -> Iterator[Request]:
    for url in INNER_URLS:
        for name in ("videoUrl", "callbackUrl"):
            params = {"name": "x", "videoUrl": "http://127.0.0.1:9/", name: url}
            yield Request("addresses inside", "POST", api.path("Videos"), good | {"params": params})
        how = good | {"params": {"callbackUrl": url}, "json": {"faces": {"blurringKind": "Nothing"}}}
        yield Request("addresses inside", "POST", api.path(f"Videos/{video_id}/redact"), how)


def _odd_bodies(api: Api, video_id: str) -> Iterator[Request]:
    for body in _bodies():
        for path in (api.path(f"Videos/{video_id}/redact"), _token_path(api)):
            headers = {"Authorization": f"Bearer {DEVELOPMENT_SECRET if 'generate' in path else api.token}"}
            headers |= {"Content-Type": "application/json"}
            yield Request("odd bodies", "POST", path, {"headers": headers, "content": body})


def _methods_and_hosts(api: Api, video_id: str, good: dict[str, Any]) -> Iterator[Request]:
    for method in ("TRACE", "CONNECT", "PROPFIND", "PATCH", "PUT", "OPTIONS", "A" * 100):
        yield Request("methods", method, api.path("Videos"), good)
        override = {"headers": api.bearer() | {"X-HTTP-Method-Override": "DELETE"}}
        yield Request("methods", "POST", api.path(f"Videos/{video_id}"), override)
    for host in ("evil.example", "127.0.0.1:99999", "a" * 5000, 'x"><script>', "[::1", "a b", ""):
        headers = api.bearer() | {"Host": host, "X-Forwarded-Host": host}
        path = api.path(f"Videos/{video_id}/SourceFile/DownloadUrl")
        yield Request("hosts", "GET", path, {"headers": headers})


def _token_path(api: Api) -> str:
    account = api.account
    return (
        f"/subscriptions/{account.subscription_id}/resourceGroups/{account.resource_group}/providers/"
        f"Microsoft.VideoIndexer/accounts/{account.name}/generateAccessToken?api-version=2024-01-01"
    )


def _bodies() -> list[bytes]:
    return [
        b"[" * DEEP,
        b'{"faces":' * DEEP,
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'"' + b"a" * HUGE + b'"',
        b"1" * HUGE,
        b"1e999999999",
        b"NaN",
        b'{"faces": NaN}',
        b"\xff\xfe{\0}\0",
        b"\xef\xbb\xbf{}",
        b'{"faces": {"filter": {"ids": [1e400], "scope": "Include"}}}',
        b'{"faces": "\\ud800"}',
        b'{"faces": {"blurringKind": "\\ud800"}}',
        b'{"permissionType": "\\ud800", "scope": "Account"}',
        b'{"permissionType": "Contributor", "scope": "Video", "videoId": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"faces": {"filter": {"ids": [' + b"1000," * 200_000 + b'1000], "scope": "Include"}}}',
        b'{"faces": {"filter": {"ids": [99999999999999999999999999], "scope": "Include"}}}',
        b'{"faces": {}, "faces": {"blurringKind": "Black"}, "__proto__": {}}',
        b"null",
        b"",
        b"\0" * 1000,
    ]


def _tokens(api: Api) -> list[str]:
    head, claims, signature = api.token.split(".")

    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    algorithms: tuple[object, ...] = ("none", "None", "HS256", "RS512", "", None, 1, [])
    keys: tuple[object, ...] = ("../../dev/null", "' OR 1=1", {}, "a" * 9000)
    changes: tuple[dict[str, Any], ...] = (
        {"Permission": "Contributor"},
        {"exp": 1e400},
        {"exp": "x"},
        {"nbf": None},
        {"AccountId": None},
        {"aud": []},
    )
    opened = json.loads(base64.urlsafe_b64decode(claims + "=="))
    deep = base64.urlsafe_b64encode(b"[" * 20_000).decode()
    return [
        *(
            f"{part({'alg': alg, 'typ': 'JWT'})}.{claims}.{end}"
            for alg in algorithms
            for end in ("", signature)
        ),
        *(f"{part({'alg': 'RS256', 'kid': kid})}.{claims}.{signature}" for kid in keys),
        *(
            f"{part({'alg': 'RS256', trick: 'http://127.0.0.1:9/'})}.{claims}.{signature}"
            for trick in ("jku", "x5u", "crit")
        ),
        *(f"{head}.{part(opened | change)}.{signature}" for change in changes),
        f"{head}.{deep}.{signature}",
        f"{deep}.{claims}.{signature}",
        f"{head}.{claims}",
        f"{head}..{signature}",
        "..",
        ".",
        "a" * 60_000,
        f"{head}.{claims}.{signature}.{signature}",
        "\u00ff.\u00ff.\u00ff".encode("latin-1").decode("latin-1"),
    ]
