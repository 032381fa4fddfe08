"""Entra tokens for Azure Resource Manager, of whatever a caller has."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, CANARY, HASTY
from tests.sdk.test_retrying import EMPTY
from tests.sdk.ways import API, EITHER, Script, Way, asynchronous, blocking
from video_indexer_redaction import (
    AsyncRedactionClient,
    RedactionClient,
    Target,
    development_target,
    target_from_environment,
)
from video_indexer_redaction.errors import (
    NotFound,
    RedactionError,
    TokenUnavailable,
    UnexpectedAnswer,
    UsageError,
)
from video_indexer_redaction.target import ArmAccount

SCOPE = "https://management.azure.com/.default"


class Credential:
    """As azure-identity's."""

    def __init__(self) -> None:
        self.scopes: list[str] = []

    def get_token(self, *scopes: str, **_: Any) -> SimpleNamespace:
        """Give the canary."""
        self.scopes.extend(scopes)
        return SimpleNamespace(token=CANARY, expires_on=2**31)


class AsyncCredential(Credential):
    """As those of azure.identity.aio."""

    async def get_token(self, *scopes: str, **_: Any) -> SimpleNamespace:  # type: ignore[override]
        """Give the canary."""
        return super().get_token(*scopes)


class Service:
    """Gives access tokens that hold so long, and remembers the Entra tokens that it was shown."""

    def __init__(self) -> None:
        self.shown: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as Azure Resource Manager and as the API."""
        if request.url.path.endswith("/generateAccessToken"):
            self.shown.append(request.headers["authorization"])
            return httpx.Response(200, json={"accessToken": "an-access-token"})
        assert request.headers["authorization"] == "Bearer an-access-token"
        return httpx.Response(204)


def by(credential: Any) -> Target:
    """A target whose access tokens are had with this credential."""
    arm = ArmAccount(API, "s", "g", "n", credential=credential)
    return Target(API, "trial", ACCOUNT, arm=arm)


async def coroutine() -> str:
    """Give the canary."""
    return CANARY


@EITHER
@pytest.mark.parametrize(
    "credential", [Credential(), lambda: CANARY, CANARY], ids=["credential", "function", "text"]
)
def test_an_entra_token_comes_from_whatever_gives_one(way: Way, credential: Any) -> None:
    """And is shown to Azure Resource Manager alone."""
    service = Service()

    way("delete", "v", target=by(credential), handler=service)

    assert service.shown == [f"Bearer {CANARY}"]
    if isinstance(credential, Credential):
        assert set(credential.scopes) == {SCOPE}


@pytest.mark.parametrize("credential", [AsyncCredential(), coroutine], ids=["credential", "function"])
def test_an_asynchronous_one_serves_the_asynchronous_client(credential: Any) -> None:
    """Awaited in its loop."""
    service = Service()

    asynchronous("delete", "v", target=by(credential), handler=service)

    assert service.shown == [f"Bearer {CANARY}"]


@pytest.mark.parametrize("credential", [AsyncCredential(), coroutine], ids=["credential", "function"])
def test_an_asynchronous_one_is_refused_by_the_blocking_client(credential: Any) -> None:
    """Which has no loop."""
    with pytest.raises(UsageError, match="AsyncRedactionClient"):
        blocking("delete", "v", target=by(credential), handler=Service())


@EITHER
def test_it_is_asked_again_for_the_next_access_token(way: Way) -> None:
    """So that its renewals are used."""
    tokens = iter(["first", "second"])
    shown: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/generateAccessToken"):
            shown.append(request.headers["authorization"])
            return httpx.Response(200, json={"accessToken": f"access-{len(shown)}"})
        refused = request.headers["authorization"] == "Bearer access-1"
        return httpx.Response(401 if refused else 204)

    way("delete", "v", target=by(lambda: next(tokens)), handler=serve)

    assert shown == ["Bearer first", "Bearer second"]


@EITHER
def test_what_it_raises_is_the_cause(way: Way) -> None:
    """As azure-identity's own errors are."""

    class Broken:
        def get_token(self, *_: str, **__: Any) -> Any:
            raise RuntimeError("no such identity")

    with pytest.raises(TokenUnavailable, match="credential") as caught:
        way("delete", "v", target=by(Broken()), handler=Service())

    assert str(caught.value.__cause__) == "no such identity"


def test_the_environments_account_takes_a_credential() -> None:
    """Where no token is set."""
    names = ("URL", "LOCATION", "ACCOUNT_ID", "SUBSCRIPTION_ID", "RESOURCE_GROUP", "ACCOUNT_NAME")
    values = dict(zip(names, (API, "trial", ACCOUNT, "s", "g", "n"), strict=True))
    environment = {f"VIDEO_INDEXER_{name}": value for name, value in values.items()}
    credential = Credential()

    target = target_from_environment(environment, credential=credential)
    with_token = target_from_environment(
        environment | {"VIDEO_INDEXER_ARM_TOKEN": "t"}, credential=credential
    )

    assert target
    assert target.arm
    assert target.arm.credential is credential
    assert with_token
    assert with_token.arm == ArmAccount("https://management.azure.com", "s", "g", "n", "t")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(API, "trial", ACCOUNT, Credential()), "ArmAccount"),  # type: ignore[arg-type] # the mistake
        (Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", "t", lambda: "t")), "either"),
    ],
)
def test_a_credential_in_the_wrong_place_is_refused(target: Target, words: str) -> None:
    """Where it would be sent to the wrong service, or ignored."""
    with pytest.raises(UsageError, match=words):
        RedactionClient(target)


def test_no_repr_shows_a_text() -> None:
    """It is a secret."""
    assert CANARY not in repr(by(CANARY))


def opened(way: Way, arm: ArmAccount, url: str, service: Any = None) -> Target:
    """The target of a client that was made for an account by name, and has made a call."""
    transport = httpx.MockTransport(service) if service else None
    if way is blocking:
        with RedactionClient.for_account(arm, url=url, transport=transport, retry=HASTY) as client:
            client.find("x")
            return client._session.target

    async def use() -> Target:
        async with await AsyncRedactionClient.for_account(
            arm, url=url, transport=transport, retry=HASTY
        ) as client:
            await client.find("x")
            return client._session.target

    return anyio.run(use)


@EITHER
def test_an_account_is_found_by_its_name(way: Way, emulator_url: str) -> None:
    """At the emulator: region and id are those of the development account."""
    known = development_target(emulator_url)
    assert known.arm

    assert opened(way, known.arm, emulator_url) == known


@EITHER
def test_the_region_is_written_as_paths_have_it(way: Way) -> None:
    """Azure shows it as `West Europe`, too."""

    def serve(request: httpx.Request) -> httpx.Response:
        if request.method == "GET" and request.url.path.endswith("/accounts/n"):
            return httpx.Response(200, json={"location": "West Europe", "properties": {"accountId": ACCOUNT}})
        if request.url.path.endswith("/generateAccessToken"):
            return httpx.Response(200, json={"accessToken": "t"})
        assert request.url.path == f"/westeurope/Accounts/{ACCOUNT}/Videos"
        return httpx.Response(200, content=EMPTY.content)

    target = opened(way, ArmAccount(API, "s", "g", "n", "b"), API, serve)

    assert (target.location, target.account_id) == ("westeurope", ACCOUNT)


@EITHER
@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (httpx.Response(404, json={"error": {"code": "ResourceNotFound", "message": "No."}}), NotFound),
        (httpx.Response(200, json={"location": "x", "properties": {"accountId": "no id"}}), UnexpectedAnswer),
        (httpx.Response(200, json={}), UnexpectedAnswer),
    ],
    ids=["absent", "no id", "nothing"],
)
def test_an_account_that_is_not_found_is_an_error(
    way: Way, answer: httpx.Response, kind: type[RedactionError]
) -> None:
    """And there is no client."""
    with pytest.raises(kind):
        opened(way, ArmAccount(API, "s", "g", "n", "b"), API, Script(answer))
