"""The attacks. Each returns what it measured, and raises AssertionError where a promise is broken."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from benchmarks.hostile.requests import INNER_URLS, requests
from tests.attack.ground import Ground, Mode, mine
from tests.emulator.api import Api, wait_for
from tests.emulator.dripping import HEAD, Dripping, endless
from tests.emulator.outside import Outside, Page
from video_indexer_emulator.settings import DEVELOPMENT_SECRET

SLOWEST = 10.0
"""Seconds for which an attack may keep somebody else waiting, on a busy machine; most take under one."""

Run = Callable[[Ground], str]


@dataclass(frozen=True)
class Attack:
    """An attack, and the promise that it tries to break."""

    attacker: str
    name: str
    promise: str
    run: Run
    modes: tuple[Mode, ...] = tuple(Mode)
    private_urls: bool = True  # whether the service may be led to this machine


def _asked(ground: Ground, path: str = "", **headers: str) -> httpx.Response:
    """Ask for a token of the account, as its operator would."""
    account = ground.api.account
    return ground.api.http.post(
        f"/subscriptions/{account.subscription_id}/resourceGroups/{account.resource_group}/providers/"
        f"Microsoft.VideoIndexer/accounts/{account.name}/generateAccessToken{path}",
        params={"api-version": "2024-01-01"},
        json={"permissionType": "Contributor", "scope": "Account"},
        headers={"Authorization": f"Bearer {ground.api.secret}"} | headers,
    )


def forged_tokens(ground: Ground) -> str:
    """Tokens that somebody else has signed, or nobody."""
    count = 0
    for request in requests(ground.api, ground.video):
        if request.family == "tokens":
            with suppress(httpx.InvalidURL, httpx.ProtocolError, UnicodeEncodeError):
                answer = ground.api.http.request(request.method, request.path, **request.how)
                assert answer.status_code in {400, 401, 403, 404}, f"{request}: {answer.status_code}"
                count += 1
    assert count
    return f"{count} refused"


def other_account(ground: Ground) -> str:
    """The neighbour's token for this account's video."""
    tails = ("Index", "SourceFile/DownloadUrl", "ArtifactUrl?type=Faces")
    for tail in tails:
        answer = ground.api.get(f"Videos/{ground.video}/{tail}", headers=ground.neighbour.bearer())
        assert answer.status_code == 401, answer.status_code
        assert ground.neighbour.get(f"Videos/{ground.video}/{tail}").status_code == 404
    return f"{2 * len(tails)} refused"


def altered_urls(ground: Ground) -> str:
    """A signed URL with one letter changed, for another file, or with its time put off."""
    url = str(ground.api.get(f"Videos/{ground.video}/SourceFile/DownloadUrl").json())
    assert httpx.get(url).status_code == 200
    parts = urlsplit(url)
    count = 0
    for position, letter in enumerate(parts.query):
        changed = parts.query[:position] + ("b" if letter == "a" else "a") + parts.query[position + 1 :]
        answer = httpx.get(parts._replace(query=changed).geturl())
        assert answer.status_code in {400, 403}, f"{changed}: {answer.status_code}"
        count += 1
    for path in ("/../keys/token.pem", "/source", "/%2e%2e/x"):
        assert httpx.get(parts._replace(path=parts.path + path).geturl()).status_code in {400, 403, 404}
    return f"{count + 3} refused"


def inner_addresses(ground: Ground) -> str:
    """A videoUrl that leads into the service's network, in every spelling."""
    with Outside() as outside:
        port = outside.url.rsplit(":", 1)[1]
        outside.pages["/x.mp4"] = Page(content=b"inside")
        for url in INNER_URLS:
            there = url.replace("/x.mp4", f":{port}/x.mp4") if url.count(":") == 1 else url
            answer = ground.api.post("Videos", params={"name": "x", "videoUrl": there})
            assert answer.status_code == 400, f"{there}: {answer.text}"
        assert outside.requests == []
    return f"{len(INNER_URLS)} spellings, no connection"


def foreign_pages(ground: Ground) -> str:
    """A page of another site, which asks for a token, or for the controls."""
    strange = {"Origin": "https://evil.example"}
    assert _asked(ground, **strange).status_code in {401, 403}
    assert _asked(ground, Host="evil.example", Origin="http://evil.example").status_code in {401, 403}
    for method, tail in (("GET", "health"), ("GET", "faults"), ("POST", "reset")):
        answer = ground.api.http.request(method, f"/_emulator/{tail}", headers=strange)
        assert answer.status_code in {401, 403, 404}, answer.status_code
        answer = ground.api.http.request(method, f"/_emulator/{tail}", headers={"Host": "evil.example"})
        assert answer.status_code in {401, 404, 421}, answer.status_code
    return "8 refused"


def known_secret(ground: Ground) -> str:
    """Another user of the machine, who knows what everybody knows, and sees the processes."""
    answer = _asked(ground, Authorization=f"Bearer {DEVELOPMENT_SECRET}")
    assert answer.status_code == 401, answer.status_code
    key = {"Ocp-Apim-Subscription-Key": "any"}
    assert ground.api.http.get("/Auth/trial/Accounts", headers=key).status_code == 401
    lines = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in mine()]
    assert lines
    assert not any(ground.api.secret.encode() in line for line in lines)
    return "3 ways, none leads in"


def secrets_of_children(ground: Ground) -> str:
    """A clip that has taken over its media process looks into its environment."""
    secret = ground.api.secret.encode()
    media = [pid for pid in mine() if b"media.child" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    assert media
    for pid in media:
        assert secret not in Path(f"/proc/{pid}/environ").read_bytes()
    return f"{len(media)} media processes, no secret"


def _waits(api: Api, until: Callable[[], bool]) -> float:
    """The longest time that a list of videos has taken, until something has ended."""
    slowest = 0.0
    while True:
        began = time.monotonic()
        assert api.get("Videos", timeout=60).status_code == 200
        slowest = max(slowest, time.monotonic() - began)
        if until():
            assert slowest < SLOWEST, f"somebody waited for {slowest:.1f} s"
            return slowest


def _done(asked: list[Future[Any]]) -> Callable[[], bool]:
    return lambda: all(one.done() for one in asked)


def bad_bodies(ground: Ground) -> str:
    """Bodies as large as they may be, each member of which is wrong."""
    content = json.dumps({"faces": {"filter": {"ids": [[]] * 60_000, "scope": "Include"}}}).encode()
    how: dict[str, Any] = {"content": content, "headers": {"Content-Type": "application/json"}}
    path = f"Videos/{ground.video}/redact"
    with ThreadPoolExecutor(8) as callers:
        asked = [callers.submit(ground.api.post, path, timeout=120, **how) for _ in range(24)]
        slowest = _waits(ground.neighbour, _done(asked))
    assert {one.result().status_code for one in asked} == {400}
    return f"others waited {slowest:.2f} s at most"


def _connected(ground: Ground, opened: ExitStack) -> socket.socket:
    address = urlsplit(ground.api.url)
    made = socket.create_connection((str(address.hostname), address.port or 80), timeout=60)
    return opened.enter_context(made)


def endless_heads(ground: Ground) -> str:
    """Heads without end, as much of each as the service takes."""
    most = 0
    with ExitStack() as opened:
        for begin in (b"GET /", b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\nHost: x\r\nX: "):
            connection, count = _connected(ground, opened), 0
            with suppress(ConnectionError):
                connection.sendall(begin)
                while count < 64 * 1024**2:
                    connection.sendall(b"a" * 65_536)
                    count += 65_536
            most = max(most, count)
    assert most < 32 * 1024**2
    return f"hung up after {most / 1024**2:.1f} MiB at most, sockets' buffers included"


def half_open(ground: Ground) -> str:
    """Two hundred connections with half a head each."""
    with ExitStack() as opened:
        began = time.monotonic()
        half = [_connected(ground, opened) for _ in range(200)]
        for connection in half:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        slowest = _waits(ground.neighbour, lambda: time.monotonic() - began > 2)
        for connection in half:
            assert b" 408 " in connection.recv(100)
        took = time.monotonic() - began
    assert took < 60
    return f"all closed after {took:.0f} s, others waited {slowest:.2f} s at most"


def _upload_url(api: Api, url: str) -> httpx.Response:
    return api.post("Videos", params={"name": "by url", "videoUrl": url}, timeout=60)


def slow_checks(ground: Ground) -> str:
    """Sixteen videoUrls whose host never ends its head."""
    with Dripping() as hosts, Outside() as outside, ThreadPoolExecutor(16) as callers:
        outside.pages["/x"] = Page(content=b"no video")
        url = hosts.start(endless(HEAD, b"x"))
        began = time.monotonic()
        asked = [callers.submit(_upload_url, ground.api, url) for _ in range(16)]
        wait_for(lambda: hosts.asked, lambda count: count == 16)
        mine = time.monotonic()
        assert _upload_url(ground.neighbour, f"{outside.url}/x").status_code == 200
        waited = time.monotonic() - mine
        assert {one.result().status_code for one in asked} == {400}
        took = time.monotonic() - began
    assert waited < SLOWEST
    return f"given up after {took:.0f} s, another account waited {waited:.2f} s"


def slow_fetches(ground: Ground) -> str:
    """Twenty files that come a byte at a time."""
    with Dripping() as hosts:
        well = [HEAD + b"Content-Length: 0\r\n\r\n"]
        slow = endless(HEAD + b"Content-Length: 1000000\r\n\r\n", b"x")
        videos = [_upload_url(ground.api, hosts.start(well, slow)).json()["id"] for _ in range(20)]
        wait_for(lambda: hosts.asked, lambda count: count > 20)
        began = time.monotonic()
        clip = ground.neighbour.upload(ground.clip)
        assert ground.neighbour.wait_indexed(clip) == "Processed"
        waited = time.monotonic() - began
        left, began = hosts.left, time.monotonic()
        for video in videos:
            assert ground.api.call("DELETE", f"Videos/{video}").status_code == 204
        wait_for(lambda: hosts.left, lambda now: now >= left + 8, deadline=SLOWEST)
        ended = time.monotonic() - began
    return f"a clip beside them took {waited:.1f} s; deleted, they ended after {ended:.1f} s"


def slow_callbacks(ground: Ground) -> str:
    """Twenty callbacks whose host never ends its head."""
    with Dripping() as hosts, Outside() as outside:
        outside.pages["/hook"] = Page()
        url = hosts.start(endless(HEAD, b"x"))
        files = {"f": ("x", b"no video")}
        for _ in range(20):
            ground.api.post("Videos", params={"name": "x", "callbackUrl": url}, files=files)
        wait_for(lambda: hosts.asked, lambda count: count >= 8)
        began = time.monotonic()
        callback = f"{outside.url}/hook"
        ground.neighbour.post("Videos", params={"name": "x", "callbackUrl": callback}, files=files)
        wait_for(lambda: outside.requests, bool, deadline=3 * SLOWEST)
        waited = time.monotonic() - began
    return f"another account's callback came after {waited:.1f} s"


def hostile_controls(ground: Ground) -> str:
    """Bodies of the controls that are deep, huge, or half of a character."""
    bodies = (b"[" * 100_000, b'{"a":' * 50_000, b'{"aheadSeconds": ' + b"9" * 400 + b"}", b'"\\ud800"')
    for body in bodies:
        for method, tail in (("POST", "faults"), ("PUT", "clock"), ("PUT", "pacing")):
            answer = ground.api.control(method, tail, content=body)
            assert answer.status_code in {400, 404}, answer.status_code
    return f"{3 * len(bodies)} refused"


def no_caches(ground: Ground) -> str:
    """A cache between, which is asked for what it has kept."""
    answers = [_asked(ground), ground.api.get(f"Videos/{ground.video}/SourceFile/DownloadUrl")]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    return "tokens and signed URLs are no-store"


STRANGER, CALLER, PAGE = "a stranger on the network", "a caller with a token", "a page in a browser"
USER, HOST, CLIP = "another local user", "a host that a caller names", "a clip"

ATTACKS = (
    Attack(STRANGER, "forged tokens", "only this service's tokens count", forged_tokens),
    Attack(CALLER, "another account's video", "a token is for its account", other_account),
    Attack(STRANGER, "altered signed URLs", "a signed URL is for one file and a time", altered_urls),
    Attack(CALLER, "URLs that lead inside", "only public addresses are asked", inner_addresses,
           private_urls=False),
    Attack(PAGE, "foreign Origin, rebound name", "no page of another site acts or reads", foreign_pages),
    Attack(USER, "the well-known secret, processes' lines", "an embedded emulator is its parent's",
           known_secret, modes=(Mode.EMBEDDED,)),
    Attack(CLIP, "environment of media processes", "it holds no secret", secrets_of_children,
           modes=(Mode.EMBEDDED, Mode.ALONE)),
    Attack(CALLER, "large bad bodies", "nobody waits for another's body", bad_bodies),
    Attack(STRANGER, "heads without end", "a head has 64 KiB", endless_heads),
    Attack(STRANGER, "200 half-sent heads", "a head has 20 seconds", half_open),
    Attack(HOST, "16 endless heads for checks", "20 seconds, and places by account", slow_checks),
    Attack(HOST, "20 dripping files", "no worker waits; deletion ends a fetch", slow_fetches),
    Attack(HOST, "20 endless heads for callbacks", "places by account", slow_callbacks),
    Attack(USER, "hostile bodies of controls", "no server error", hostile_controls),
    Attack(STRANGER, "a cache between", "tokens and signed URLs are kept by none", no_caches),
)  # fmt: skip


def attacks_on(mode: Mode) -> Iterator[Attack]:
    """The attacks that a mode is put to."""
    return (attack for attack in ATTACKS if mode in attack.modes)
