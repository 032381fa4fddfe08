"""Which address a request came by: what trusted proxies say, --public-url, and prefixes of paths."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from tests.emulator.api import assert_problem
from tests.emulator.conftest import Ask
from video_indexer_emulator.address import (
    LOOPBACK,
    Address,
    Proxies,
    read_origin,
    read_proxies,
    read_public_url,
)
from video_indexer_emulator.errors import InvalidSetting
from video_indexer_emulator.http.forwarded import forwarded
from video_indexer_emulator.http.front import Front, public_address
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET, Settings

VIDEOS = f"/trial/Accounts/{DEVELOPMENT_ACCOUNT.id}/Videos"
TOKEN = (
    f"/subscriptions/{DEVELOPMENT_ACCOUNT.subscription_id}/resourceGroups/development/providers/"
    "Microsoft.VideoIndexer/accounts/development/generateAccessToken?api-version=2024-01-01"
)
CONTRIBUTOR = {"permissionType": "Contributor", "scope": "Account"}
STRANGER = "203.0.113.9"
REACHED = {"X-Forwarded-Host": "out.example", "X-Forwarded-Proto": "https"}
INNER = ["10.0.0.0/8"]
"""Networks of trusted proxies in these tests."""


def said(*headers: tuple[str, str]) -> str | None:
    """What a request to http://inner from a trusted peer is taken to have used."""
    raw = [(name.lower().encode(), value.encode()) for name, value in (("Host", "inner"), *headers)]
    found = forwarded(raw, "http", Proxies(read_proxies(INNER)).trust)
    return found.url if found else None


@pytest.mark.parametrize(
    ("headers", "url"),
    [
        ([("X-Forwarded-Proto", "https")], "https://inner"),
        ([("X-Forwarded-Host", "Out.example:8443")], "http://out.example:8443"),
        ([("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "out.example:443")], "https://out.example"),
        ([("X-Forwarded-Prefix", "/vi/")], "http://inner/vi"),
        ([("X-Forwarded-For", "1.2.3.4")], None),
        ([("Forwarded", 'for=1.2.3.4;host="out.example:8443";proto=https')], "https://out.example:8443"),
        ([("Forwarded", "Proto=HTTPS; Host=out.example")], "https://out.example"),
        ([("Forwarded", "proto=https"), ("X-Forwarded-Prefix", "/vi")], "https://inner/vi"),
    ],
)
def test_each_form_of_header_is_read(headers: list[tuple[str, str]], url: str | None) -> None:
    """What isn't said is as the request itself has it."""
    assert said(*headers) == url


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Forwarded-Host", "a b")],
        [("X-Forwarded-Host", "evil.example/path")],
        [("X-Forwarded-Host", "user@evil.example")],
        [("X-Forwarded-Proto", "javascript")],
        [("X-Forwarded-Prefix", "/../up")],
        [("X-Forwarded-Prefix", "//evil.example")],
        [("X-Forwarded-Prefix", "/a%2Fb")],
        [("X-Forwarded-Prefix", "no-slash")],
        [("X-Forwarded-Prefix", "/" + "a" * 300)],
        [("Forwarded", "nonsense")],
        [("Forwarded", 'host="')],
        [("Forwarded", ",,;=,")],
    ],
)
def test_what_isnt_of_its_form_is_passed_over(headers: list[tuple[str, str]]) -> None:
    """It is neither repaired nor put into a URL."""
    assert said(*headers) in {None, "http://inner"}


@pytest.mark.parametrize(
    ("headers", "url"),
    [
        # The caller wrote the first entry, the trusted peer the last.
        ([("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Host", "evil, out")], "http://out"),
        ([("Forwarded", "for=9.9.9.9;host=evil, for=1.2.3.4;host=out")], "http://out"),
        ([("X-Forwarded-Host", "evil"), ("X-Forwarded-Host", "out")], "http://out"),
        # Two trusted proxies: the outer one's word counts, the caller's still doesn't.
        ([("X-Forwarded-For", "1.2.3.4, 10.0.0.2"), ("X-Forwarded-Host", "evil, out, in")], "http://out"),
        ([("X-Forwarded-For", "1.2.3.4, 10.0.0.2:99"), ("X-Forwarded-Host", "out")], "http://out"),
        (
            [("Forwarded", 'for=1.2.3.4;host=out;proto=https, for="10.0.0.2:80";host=in;proto=http')],
            "https://out",
        ),
        # Both strip a prefix: together they are what the caller sees.
        ([("X-Forwarded-For", "1.2.3.4, 10.0.0.2"), ("X-Forwarded-Prefix", "/a, /b")], "http://inner/a/b"),
        # X-Forwarded-* come first: most proxies hand a caller's own Forwarded on.
        ([("Forwarded", "host=evil"), ("X-Forwarded-Host", "out")], "http://out"),
    ],
)
def test_only_the_word_of_trusted_proxies_counts(headers: list[tuple[str, str]], url: str) -> None:
    """Each adds at the end; what is further left counts as far as the addresses are trusted."""
    assert said(*headers) == url


def test_an_address_of_a_trusted_network_is_known_in_each_spelling() -> None:
    """A socket for both kinds shows IPv4 inside IPv6; anything else is nobody's."""
    trust = Proxies(read_proxies([*LOOPBACK, "10.0.0.0/8", "2001:db8::/32"])).trust

    assert all(map(trust, ["127.0.0.1", "127.9.9.9", "::1", "::ffff:10.1.2.3", "2001:db8::7"]))
    assert not any(map(trust, ["11.0.0.1", "::ffff:11.0.0.1", "", "unix", "10.0.0.1x", "_hidden"]))


@pytest.mark.parametrize("text", ["localhost", "10.0.0.1/8", "300.1.1.1", ""])
def test_a_proxy_that_is_no_address_is_refused(text: str) -> None:
    """A name could lead elsewhere tomorrow."""
    with pytest.raises(InvalidSetting, match="--trusted-proxy"):
        read_proxies([text])


def test_everybody_may_be_trusted() -> None:
    """In a container whose gateway has no known address."""
    trust = Proxies(read_proxies(["*"])).trust

    assert trust("203.0.113.9")
    assert trust("2001:db8::7")


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://Host.example", "https://host.example"),
        ("https://host.example:443/", "https://host.example"),
        ("http://[::1]:8700/a/b/", "http://[::1]:8700/a/b"),
    ],
)
def test_a_public_url_has_one_spelling(text: str, url: str) -> None:
    """It is compared with what browsers send."""
    assert read_public_url(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "host.example", "ftp://host", "https://", "https://u:p@host", "https://host/?q", "https://host/#f",
        "https://host/a%20b", "https://host/../x", "https://host:99999", "https://[", "https://höst",
    ],
)  # fmt: skip
def test_a_public_url_that_cant_be_one_is_refused(text: str) -> None:
    """With the value, and an example."""
    with pytest.raises(InvalidSetting) as raised:
        read_public_url(text)

    assert f"'{text}'" in str(raised.value)


@pytest.mark.parametrize("text", ["app.example", "https://*.example", "https://app.example/path", "file://"])
def test_an_origin_that_no_browser_sends_is_refused(text: str) -> None:
    """It would let in nobody, and say nothing."""
    with pytest.raises(InvalidSetting, match="--allow-origin"):
        read_origin(text)

    assert read_origin("https://App.example:443/") == "https://app.example"


def test_a_strangers_headers_count_for_nothing(kept_service: Callable[..., Ask]) -> None:
    """Not even its prefix: the path stays as it is."""
    ask = kept_service(trusted_proxies=read_proxies(["10.0.0.7"]))
    headers = {"X-Forwarded-Prefix": "/vi"}

    assert ask("GET", f"/vi{VIDEOS}", headers=headers, peer="10.0.0.7").status_code == 200
    assert_problem(ask("GET", f"/vi{VIDEOS}", headers=headers, peer=STRANGER), 404, "NOT_FOUND")


def test_a_prefix_is_taken_off_or_was_taken_off_by_the_proxy(kept_service: Callable[..., Ask]) -> None:
    """Both are common; a prefix alone leads to its folder, for the pages' links are relative to it."""
    ask = kept_service(public_url=read_public_url("https://out.example/tools/vi"))

    assert ask("GET", VIDEOS).status_code == 200
    assert ask("GET", f"/tools/vi{VIDEOS}").status_code == 200
    assert ask("GET", "/tools/vi/healthz").text == "ok\n"
    assert ask("GET", "/tools/vi").headers["location"] == "/tools/vi/"
    assert_problem(ask("GET", f"/tools/virtual{VIDEOS}"), 404, "NOT_FOUND")


def test_a_prefix_like_a_location_must_be_taken_off_by_the_proxy(kept_service: Callable[..., Ask]) -> None:
    """Nothing tells it from the location otherwise."""
    ask = kept_service(public_url=read_public_url("https://out.example/trial"))

    assert ask("GET", VIDEOS).status_code == 200


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"Origin": "https://out.example"}, 403),  # by no proxy
        ({"Origin": "https://out.example"} | REACHED, 200),
        ({"Origin": "https://out.example", "Host": "out.example", "X-Forwarded-Proto": "https"}, 200),
        ({"Origin": "https://localhost:8443", "X-Forwarded-Host": "localhost:8443"}, 200),
        # A rebound page: by HTTP, whatever it writes.
        ({"Origin": "http://evil.example", "Host": "evil.example", "X-Forwarded-Host": "evil.example"}, 403),
        (
            {
                "Origin": "http://evil.example", "Host": "evil.example", "X-Forwarded-Host": "evil.example",
                "X-Forwarded-Proto": "https",
            },
            403,
        ),
        ({"Origin": "http://evil.example", "Host": "evil.example", "X-Forwarded-Host": "localhost"}, 403),
        # A page of another site that is open beside the proxy's.
        ({"Origin": "https://evil.example"} | REACHED, 403),
    ],
)  # fmt: skip
def test_pages_behind_tls_on_this_machine_get_a_token(
    kept_service: Callable[..., Ask], how: dict[str, str], status: int
) -> None:
    """By the proxy's name, if it was reached by HTTPS; foreign pages and rebound names get none."""
    ask = kept_service()
    headers = {"Host": "127.0.0.1:8700"} | how

    response = ask("POST", TOKEN, headers=headers, json=CONTRIBUTOR, token=DEVELOPMENT_SECRET)

    assert response.status_code == status


@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({"Host": "127.0.0.1:8700"}, 200),
        ({"Host": "out.example"}, 200),
        ({"Host": "backend", "Sec-Fetch-Site": "none"}, 200),  # nginx's name of an upstream, by HTTPS
        ({"Host": "backend", "X-Forwarded-Proto": "https"}, 421),  # any script can write that
        ({"Host": "evil.example"}, 421),
    ],
)
def test_pages_are_shown_by_the_public_name_too(
    kept_service: Callable[..., Ask], how: dict[str, str], status: int
) -> None:
    """Any other name may be a rebound one, but for a browser that came by HTTPS."""
    ask = kept_service(public_url=read_public_url("https://out.example/vi"))

    assert ask("GET", "/_portal/settings.json", headers=how).status_code == status


def test_the_public_page_gets_a_token_whatever_the_proxy_says(kept_service: Callable[..., Ask]) -> None:
    """Its Origin is enough; every other one is refused as ever."""
    ask = kept_service(public_url=read_public_url("https://out.example/vi"))

    def take(origin: str) -> int:
        headers = {"Origin": origin, "Host": "backend"}
        return ask("POST", TOKEN, headers=headers, json=CONTRIBUTOR, token=DEVELOPMENT_SECRET).status_code

    assert take("https://out.example") == 200
    assert {take("https://evil.example"), take("http://out.example"), take("http://backend")} == {403}


def test_an_address_in_its_parts() -> None:
    """Origin and beginning of every URL."""
    found = Address("https", "out.example:8443", "/vi")

    assert (found.origin, found.url) == ("https://out.example:8443", "https://out.example:8443/vi")


def test_the_public_url_comes_before_what_proxies_say(tmp_path: Path) -> None:
    """What the operator has written doesn't depend on who asks."""
    seen: list[str] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append(public_address(Request(scope)).url)

    async def healthy() -> bool:
        return True

    async def ask(**changes: Any) -> None:
        transport = httpx.ASGITransport(Front(app, Settings(tmp_path, **changes), healthy))
        headers = {"X-Forwarded-Host": "out.example", "X-Forwarded-Prefix": "/vi"}
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            with contextlib.suppress(AssertionError):  # the application has answered nothing
                await client.get("/", headers=headers)

    asyncio.run(ask())
    asyncio.run(ask(public_url=read_public_url("https://public.example")))

    assert seen == ["http://out.example/vi", "https://public.example"]
