"""Tokens from a function or from Azure Resource Manager: renewed in time, and once when refused."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, HASTY
from tests.sdk.test_retrying import EMPTY
from tests.sdk.ways import API, EITHER, Script, Way, asynchronous, blocking
from video_indexer_redaction import AsyncRedactionClient, RedactionClient, Target
from video_indexer_redaction.errors import TokenUnavailable, Unauthorized, UsageError
from video_indexer_redaction.target import ArmAccount

REFUSED = httpx.Response(401, json={"ErrorType": "ACCESS_TOKEN_EXPIRED"})


def jwt(seconds: float, number: int = 0) -> str:
    """A token that says when it ends."""
    claims = json.dumps({"exp": time.time() + seconds, "number": number}).encode()
    return f"e30.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.x"


def giving(*tokens: str) -> tuple[Callable[[], str], list[str]]:
    """A function that gives these tokens one after the other, and a list of those it has given."""
    left, given = list(tokens), list[str]()

    def give() -> str:
        given.append(left.pop(0) if len(left) > 1 else left[0])
        return given[-1]

    return give, given


def bearers(service: Script) -> list[str]:
    """The tokens that came."""
    return [request.headers["authorization"].removeprefix("Bearer ") for request in service.sent]


def by(function: Any) -> Target:
    """A target whose tokens come from a function."""
    return Target(API, "trial", ACCOUNT, function)


@pytest.fixture
def two_calls() -> Callable[[Way, Target, Script], None]:
    """Make two calls with one client."""

    def call(way: Way, target: Target, service: Script) -> None:
        transport = httpx.MockTransport(service)
        if way is blocking:
            with RedactionClient(target, transport=transport) as client:
                client.find("x"), client.find("x")
            return

        async def both() -> None:
            async with AsyncRedactionClient(target, transport=transport) as client:
                await client.find("x"), await client.find("x")

        anyio.run(both)

    return call


TwoCalls = Callable[[Way, Target, Script], None]


@EITHER
def test_a_function_is_asked_again_once_its_token_nears_the_end(way: Way, two_calls: TwoCalls) -> None:
    """A token says itself when it ends; the last two minutes aren't used."""
    old, new = jwt(60), jwt(3600)
    give, given = giving(old, new)
    service = Script(EMPTY)

    two_calls(way, by(give), service)

    assert bearers(service) == [old, new] == given


@EITHER
def test_a_token_that_holds_is_kept(way: Way, two_calls: TwoCalls) -> None:
    """The function isn't asked twice."""
    give, given = giving(jwt(3600, 1), jwt(3600, 2))

    two_calls(way, by(give), Script(EMPTY))

    assert len(given) == 1


@EITHER
def test_a_function_whose_tokens_say_nothing_is_asked_each_time(way: Way, two_calls: TwoCalls) -> None:
    """It knows best."""
    give, given = giving("opaque", "a.b.c", "a.e30.c")

    two_calls(way, by(give), Script(EMPTY))

    assert given == ["opaque", "a.b.c"]


@EITHER
def test_a_refused_token_is_replaced_once(way: Way) -> None:
    """Also for an upload, which a refusal keeps from happening."""
    give, _ = giving("old", "new")
    service = Script(REFUSED, httpx.Response(202, headers={"Location": "/Jobs/j"}))

    assert way("redact", "v", target=by(give), handler=service) == "j"
    assert bearers(service) == ["old", "new"]


@EITHER
@pytest.mark.parametrize("tokens", [("same",), ("old", "new", "newer")], ids=["same", "others"])
def test_a_second_refusal_comes_out(way: Way, tokens: tuple[str, ...]) -> None:
    """And the same token isn't tried twice."""
    give, _ = giving(*tokens)
    service = Script(REFUSED)

    with pytest.raises(Unauthorized):
        way("find", "x", target=by(give), handler=service)

    assert bearers(service) == list(tokens[:2])


@EITHER
def test_a_fixed_token_is_not_tried_twice(way: Way) -> None:
    """There is no other."""
    service = Script(REFUSED)

    with pytest.raises(Unauthorized):
        way("find", "x", handler=service)

    assert len(service.sent) == 1


@EITHER
def test_resource_manager_is_asked_again_after_a_refusal(way: Way) -> None:
    """Its own bearer goes there alone."""
    issued = iter(["first", "second"])

    def serve(request: httpx.Request) -> httpx.Response:
        if "generateAccessToken" in request.url.path:
            assert request.headers["authorization"] == "Bearer arm"
            return httpx.Response(200, json={"accessToken": next(issued)})
        assert request.headers["authorization"] != "Bearer arm"
        return Script(REFUSED if request.headers["authorization"] == "Bearer first" else EMPTY)(request)

    target = Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", "arm"))

    assert way("find", "x", target=target, handler=serve) is None


@EITHER
def test_a_function_that_fails_is_told(way: Way) -> None:
    """Its own error stays the cause."""

    def give() -> str:
        raise KeyError("vault")

    with pytest.raises(TokenUnavailable) as caught:
        way("find", "x", target=by(give), handler=Script(EMPTY))

    assert isinstance(caught.value.__cause__, KeyError)


@EITHER
@pytest.mark.parametrize("token", ["", "a b", "a\nb", "ä", None, 5])
def test_what_cannot_be_a_token_is_refused_unsent(way: Way, token: Any) -> None:
    """Without being repeated in the error."""
    service = Script(EMPTY)

    with pytest.raises(UsageError) as caught:
        way("find", "x", target=by(lambda: token), handler=service)

    assert not service.sent
    assert repr(token) not in str(caught.value)


def test_a_coroutine_function_gives_tokens_to_the_asynchronous_client() -> None:
    """The blocking one says that it can't."""

    async def give() -> str:
        return "from-a-coroutine"

    service = Script(EMPTY)

    asynchronous("find", "x", target=by(give), handler=service)

    with pytest.raises(UsageError, match="AsyncRedactionClient"):
        blocking("find", "x", target=by(give), handler=service)
    assert [request.headers["authorization"] for request in service.sent] == ["Bearer from-a-coroutine"]


def test_calls_side_by_side_ask_for_one_token() -> None:
    """The others wait for the first one's."""
    give, given = giving(jwt(3600, 1), jwt(3600, 2))

    async def all_at_once() -> None:
        transport = httpx.MockTransport(Script(EMPTY))
        client = AsyncRedactionClient(by(give), retry=HASTY, transport=transport)
        async with client, anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(client.find, "x")

    anyio.run(all_at_once)

    assert len(given) == 1


@EITHER
def test_the_access_token_can_be_had_for_calls_of_ones_own(way: Way) -> None:
    """The one that calls are sent with, renewed near its end; its repr hides it."""
    ending, lasting = jwt(60), jwt(3600)
    give, given = giving(ending, lasting)

    token = way("access_token", target=Target(API, "trial", ACCOUNT, lasting))

    assert token == lasting
    assert lasting not in repr(token)
    assert way("access_token", target=by(give)) == ending
    assert way("access_token", target=by(give)) == lasting
    assert given == [ending, lasting]


@EITHER
def test_an_access_token_that_cannot_be_had_is_a_typed_error(way: Way) -> None:
    """Of the function, or of Azure Resource Manager."""
    arm = Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", "bearer"))

    with pytest.raises(TokenUnavailable):
        way("access_token", target=by(lambda: 1 / 0))
    with pytest.raises(Unauthorized):
        way("access_token", target=arm, handler=Script(REFUSED))
