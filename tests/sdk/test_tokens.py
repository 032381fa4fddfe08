"""The token reaches the API and nothing else: no other host, no repr, no error, no log line."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.sdk.conftest import ACCOUNT, CANARY
from tests.sdk.stub import Reply, Sent, Stub
from tests.sdk.test_strange_answers import USES
from video_indexer_redaction import RedactionClient, Target
from video_indexer_redaction.errors import RedactionError, TokenUnavailable, UsageError
from video_indexer_redaction.target import ArmAccount

SIGNATURE = "sig=s1gnature"


def test_the_token_goes_to_the_api_as_a_bearer(stub: Stub, stub_client: RedactionClient) -> None:
    """In the header, where no log of addresses shows it."""
    stub.always(Reply(404))

    with contextlib.suppress(RedactionError):
        stub_client.faces("v")

    assert [f"Bearer {CANARY}"] == [sent.headers.get("authorization") for sent in stub.sent]
    assert CANARY not in stub.sent[0].path


def test_the_host_of_a_file_never_gets_the_token(
    stub: Stub, other_host: Stub, stub_client: RedactionClient, tmp_path: Path
) -> None:
    """Neither where the DownloadUrl leads, nor where that redirects to, nor for an artifact."""
    stub.always(Reply(200, json.dumps(f"{other_host.url}/file?{SIGNATURE}").encode()))
    other_host.answer = lambda sent: (
        Reply(302, headers={"Location": f"{other_host.url}/moved?{SIGNATURE}"})
        if sent.path.startswith("/file")
        else Reply(200, b"{}")
    )

    stub_client.download("v", tmp_path / "out.mp4")
    stub_client.faces_artifact("v")

    assert [f"/file?{SIGNATURE}", f"/moved?{SIGNATURE}"] * 2 == [sent.path for sent in other_host.sent]
    assert not any(leaks(sent) for sent in other_host.sent)


def test_a_finished_job_that_leads_to_another_host_takes_no_token_there(
    stub: Stub, other_host: Stub, stub_client: RedactionClient
) -> None:
    """Its Location is read, not followed."""
    stub.always(Reply(303, headers={"Location": f"{other_host.url}/x/Videos/new/SourceFile/DownloadUrl"}))

    video = stub_client.wait_for_job("j")

    assert video == "new"
    assert other_host.sent == []


def test_a_download_url_that_redirects_takes_no_token_there(
    stub: Stub, other_host: Stub, stub_client: RedactionClient, tmp_path: Path
) -> None:
    """The vendor's page has it that way; the target is a file's host as well."""
    stub.always(Reply(302, headers={"Location": f"{other_host.url}/file?{SIGNATURE}"}))
    other_host.always(Reply(200, b"mp4"))

    stub_client.download("v", tmp_path / "out.mp4")

    assert (tmp_path / "out.mp4").read_bytes() == b"mp4"
    assert not any(leaks(sent) for sent in other_host.sent)


def leaks(sent: Sent) -> bool:
    """Whether a request carries the token in any place."""
    return "authorization" in sent.headers or CANARY in repr(sent)


def test_no_repr_shows_the_token(stub_client: RedactionClient, stub: Stub) -> None:
    """Client, target and account can be logged."""
    arm = ArmAccount(stub.url, "s", "g", "n", CANARY)
    target = Target(stub.url, "trial", ACCOUNT, CANARY, arm)

    assert stub.url in repr(stub_client)
    assert CANARY not in f"{stub_client!r} {vars(stub_client)!r} {target!r} {target} {arm!r}"


@pytest.mark.parametrize("use", sorted(USES.keys() - {"delete"}))
def test_no_error_shows_the_token_or_a_signature(stub: Stub, stub_client: RedactionClient, use: str) -> None:
    """Nor do the exceptions that it was raised from."""
    stub.always(Reply(200, json.dumps(f"ftp://nowhere/file?{SIGNATURE}").encode()))

    with pytest.raises(RedactionError) as caught:
        USES[use](stub_client)

    assert SIGNATURE not in f"{caught.value} {caught.value!r}"
    assert not [error for error in causes(caught.value) if CANARY in f"{error} {error!r}"]


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and all that it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def test_no_log_line_shows_the_token_or_a_signature(
    stub: Stub,
    other_host: Stub,
    stub_client: RedactionClient,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Though httpx prints whole addresses, and httpcore the headers of every answer."""
    caplog.set_level(logging.DEBUG)
    stub.always(Reply(302, headers={"Location": f"{other_host.url}/file?{SIGNATURE}"}))
    other_host.answer = lambda sent: (
        Reply(307, headers={"Location": f"{other_host.url}/moved?{SIGNATURE}"})
        if sent.path.startswith("/file")
        else Reply(200, b"mp4")
    )

    stub_client.download("v", tmp_path / "out.mp4")

    assert {"httpx", "httpcore.http11", "httpcore.connection"} <= {line.name for line in caplog.records}
    assert f"{other_host.url}/moved" in caplog.text
    assert CANARY not in caplog.text
    assert SIGNATURE not in caplog.text


def test_a_token_of_resource_manager_is_asked_for_once(stub: Stub) -> None:
    """It lasts for an hour; the bearer goes to the token operation alone."""
    stub.answer = lambda sent: (
        Reply(200, b'{"accessToken": "issued"}') if "generateAccessToken" in sent.path else Reply(404)
    )
    arm = ArmAccount(stub.url, "s/ub", "g", "n", CANARY)

    with RedactionClient(Target(stub.url, "trial", ACCOUNT, arm=arm)) as client:
        for _ in range(2):
            with contextlib.suppress(RedactionError):
                client.faces("v")

    assert [f"Bearer {CANARY}", "Bearer issued", "Bearer issued"] == [
        sent.headers["authorization"] for sent in stub.sent
    ]
    assert stub.sent[0].path.startswith("/subscriptions/s%2Fub/resourceGroups/g/providers/")


class NotSignedInError(Exception):
    """Stands in for azure.core.exceptions.ClientAuthenticationError."""


class Somebody:
    """Stands in for azure.identity.DefaultAzureCredential."""

    def get_token(self, scope: str) -> SimpleNamespace:
        """Give a token for Azure Resource Manager."""
        if scope != "https://management.azure.com/.default":
            raise NotSignedInError
        return SimpleNamespace(token="from-entra")  # noqa: S106 - not a secret


class Nobody:
    """The same, where nobody is signed in."""

    def get_token(self, _: str) -> None:
        """Give up, at length."""
        raise NotSignedInError("a page of reasons")


def install(monkeypatch: pytest.MonkeyPatch, credential: type) -> None:
    """Put a stand-in of azure-identity in place."""
    for name in ("azure", "azure.core", "azure.identity", "azure.core.exceptions"):
        module = ModuleType(name)
        vars(module).update(DefaultAzureCredential=credential, ClientAuthenticationError=NotSignedInError)
        monkeypatch.setitem(sys.modules, name, module)


def without_bearer(stub: Stub) -> Target:
    """A target whose ARM token has to come from azure-identity."""
    return Target(stub.url, "trial", ACCOUNT, arm=ArmAccount(stub.url, "s", "g", "n"))


def test_without_a_bearer_azure_identity_is_asked(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a token that Azure Resource Manager takes."""
    install(monkeypatch, Somebody)
    stub.always(Reply(404))

    with RedactionClient(without_bearer(stub)) as client, contextlib.suppress(RedactionError):
        client.faces("v")

    assert [sent.headers["authorization"] for sent in stub.sent] == ["Bearer from-entra"]


def test_nobody_signed_in_is_told(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """azure-identity's own page of reasons stays in the cause."""
    install(monkeypatch, Nobody)

    with RedactionClient(without_bearer(stub)) as client, pytest.raises(UsageError, match="az login"):
        client.faces("v")


class Unreachable:
    """The same, where Entra can't be reached."""

    def get_token(self, _: str) -> None:
        """Fail as azure-core does."""
        raise LookupError("no network")


def test_an_azure_identity_that_fails_otherwise_is_told(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """None of its own exceptions comes out but as a cause."""
    install(monkeypatch, Unreachable)

    with RedactionClient(without_bearer(stub)) as client, pytest.raises(TokenUnavailable) as caught:
        client.faces("v")

    assert isinstance(caught.value.__cause__, LookupError)


def test_a_missing_azure_identity_is_told_with_its_remedy(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is optional, so it may well be missing."""
    monkeypatch.setitem(sys.modules, "azure.identity", None)

    with (
        RedactionClient(without_bearer(stub)) as client,
        pytest.raises(UsageError, match="pip install azure-identity"),
    ):
        client.faces("v")
