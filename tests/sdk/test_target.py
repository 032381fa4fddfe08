"""Which service the environment names, and what is said when it names one in part."""

from __future__ import annotations

import re

import pytest

from tests.sdk.conftest import ACCOUNT, CANARY
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET
from video_indexer_redaction import (
    AsyncRedactionClient,
    RedactionClient,
    Target,
    development_target,
    target_from_environment,
)
from video_indexer_redaction.errors import UsageError
from video_indexer_redaction.target import ArmAccount

URL = "https://api.videoindexer.ai"
WHOLE = {"URL": URL, "LOCATION": "westeurope", "ACCOUNT_ID": ACCOUNT}
ARM = {"SUBSCRIPTION_ID": "s", "RESOURCE_GROUP": "g", "ACCOUNT_NAME": "n"}


def environment(**settings: str) -> dict[str, str]:
    """Settings as the environment has them, with others beside."""
    return {"PATH": "/bin"} | {f"VIDEO_INDEXER_{name}": value for name, value in settings.items()}


def test_nothing_set_names_no_service() -> None:
    """Empty variables count as not set, and those of others don't count."""
    assert target_from_environment(environment()) is None
    assert target_from_environment(environment(URL="", LOCATION=" ", SOMETHING="x")) is None


def test_the_url_alone_means_the_development_account() -> None:
    """The emulator's, at that URL, its tokens too."""
    target = target_from_environment(environment(URL="http://localhost:8700/"))

    assert target == development_target("http://localhost:8700")


def test_a_service_with_a_secret_of_its_own_is_given_that() -> None:
    """By the variable that the service reads."""
    target = target_from_environment(environment(URL="http://localhost", EMULATOR_SECRET="my own"))  # noqa: S106

    assert target == development_target("http://localhost", "my own")
    assert "my own" not in repr(target)
    assert target_from_environment(environment(EMULATOR_SECRET="my own")) is None  # noqa: S106


def test_the_development_account_is_the_emulators() -> None:
    """Two packages that don't import each other must agree on it."""
    target = development_target("http://x")

    assert (DEVELOPMENT_ACCOUNT.id, DEVELOPMENT_ACCOUNT.location) == (target.account_id, target.location)
    assert target.arm == ArmAccount(
        "http://x",
        DEVELOPMENT_ACCOUNT.subscription_id,
        DEVELOPMENT_ACCOUNT.resource_group,
        DEVELOPMENT_ACCOUNT.name,
        DEVELOPMENT_SECRET,
    )


def test_an_access_token_is_taken_as_it_is() -> None:
    """Nothing is asked of Azure Resource Manager then."""
    target = target_from_environment(environment(**WHOLE, ACCESS_TOKEN="t"))  # noqa: S106 - no secret

    assert target == Target(URL, "westeurope", ACCOUNT, "t")


@pytest.mark.parametrize(
    ("extra", "url", "bearer"),
    [
        ({}, "https://management.azure.com", None),
        ({"ARM_URL": "http://localhost:8700/", "ARM_TOKEN": "b"}, "http://localhost:8700", "b"),
    ],
)
def test_without_a_token_resource_manager_is_named(
    extra: dict[str, str], url: str, bearer: str | None
) -> None:
    """Its address is the public cloud's, its token azure-identity's, unless they are given."""
    target = target_from_environment(environment(**WHOLE, **ARM, **extra))

    assert target == Target(URL, "westeurope", ACCOUNT, arm=ArmAccount(url, "s", "g", "n", bearer))


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ({"ACCESS_TOKEN": "t"}, ["URL"]),
        ({"LOCATION": "trial"}, ["URL"]),
        ({"URL": URL, "ACCESS_TOKEN": "t"}, ["LOCATION", "ACCOUNT_ID"]),
        ({"URL": URL, "LOCATION": "trial", "ACCESS_TOKEN": "t"}, ["ACCOUNT_ID"]),
        ({"URL": URL, "ARM_TOKEN": "t"}, ["LOCATION", "ACCOUNT_ID"]),
        ({"URL": URL, "SUBSCRIPTION_ID": "s"}, ["LOCATION", "ACCOUNT_ID"]),
        (WHOLE, ["SUBSCRIPTION_ID", "RESOURCE_GROUP", "ACCOUNT_NAME", "ACCESS_TOKEN"]),
        (WHOLE | {"SUBSCRIPTION_ID": "s"}, ["RESOURCE_GROUP", "ACCOUNT_NAME", "ACCESS_TOKEN"]),
    ],
)
def test_settings_in_part_are_refused_and_the_missing_ones_named(
    settings: dict[str, str], missing: list[str]
) -> None:
    """Guessing the rest could send a clip to the wrong account."""
    with pytest.raises(UsageError) as caught:
        target_from_environment(environment(**settings))

    asked_for = str(caught.value).split(", so set ")[1]
    assert missing == [name.strip(".,") for name in re.findall(r"VIDEO_INDEXER_(\w+)", asked_for)]


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"URL": "localhost:8700"}, "http://"),
        ({"URL": "http://"}, "http://"),
        ({"URL": "http://[::1"}, "http://"),
        ({"URL": "http://localhost:99999"}, "http://"),
        ({"ACCOUNT_ID": "my-account"}, "GUID"),
        ({"ARM_URL": "management.azure.com", "ACCESS_TOKEN": ""}, "http://"),
    ],
)
def test_a_setting_that_cannot_be_right_is_refused(wrong: dict[str, str], word: str) -> None:
    """Before anything is sent, in words that say what it should be."""
    with pytest.raises(UsageError, match=word):
        target_from_environment(environment(**WHOLE | ARM | {"ACCESS_TOKEN": "t"} | wrong))


@pytest.mark.parametrize(
    "target",
    [
        Target(URL, "trial", "no guid", "t"),
        Target(URL, "trial", ACCOUNT),
        Target("localhost:8700", "trial", ACCOUNT, "t"),
        Target("ftp://localhost", "trial", ACCOUNT, "t"),
        Target(f"{URL}?sig={CANARY}", "trial", ACCOUNT, "t"),
        Target(f"https://me:{CANARY}@localhost", "trial", ACCOUNT, "t"),
        Target(URL, "trial", ACCOUNT, arm=ArmAccount("management.azure.com", "s", "g", "n", "b")),
    ],
)
@pytest.mark.parametrize("client", [RedactionClient, AsyncRedactionClient])
def test_a_target_that_cannot_work_is_refused_at_once(
    client: type[RedactionClient | AsyncRedactionClient], target: Target
) -> None:
    """An account or an address that isn't one, or no way to a token; an address may hold a secret."""
    with pytest.raises(UsageError) as caught:
        client(target)

    assert CANARY not in str(caught.value)
