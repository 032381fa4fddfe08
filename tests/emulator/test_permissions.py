"""Who may do what: accounts, permissions, scopes, public videos, and the operator's own secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import Api, assert_problem
from video_indexer_emulator.settings import DEVELOPMENT_SECRET

READING = ["Index", "ArtifactUrl?type=Faces", "SourceFile/DownloadUrl", "Thumbnails/{thumbnail}"]


def _thumbnail(emulator: Api, video_id: str) -> str:
    return str(emulator.get(f"Videos/{video_id}/Index").json()["videos"][0]["thumbnailId"])


@pytest.fixture
def public(emulator: Api, sample_clip: Path) -> Iterator[str]:
    """A public video that is Processed."""
    video_id = emulator.upload(sample_clip, privacy="public")
    assert emulator.wait_indexed(video_id) == "Processed"
    yield video_id
    emulator.call("DELETE", f"Videos/{video_id}")


def _ask(emulator: Api, secret: str | None, **changes: str) -> httpx.Response:
    account = emulator.account
    path = {"subscription": account.subscription_id, "group": account.resource_group, "name": account.name}
    path |= changes
    return emulator.http.post(
        f"/subscriptions/{path['subscription']}/resourceGroups/{path['group']}/providers/"
        f"Microsoft.VideoIndexer/accounts/{path['name']}/generateAccessToken",
        params={"api-version": "2024-01-01"},
        headers={} if secret is None else {"Authorization": f"Bearer {secret}"},
        json={"permissionType": "Reader", "scope": "Account"},
    )


def _assert_arm_error(response: httpx.Response, status: int, code: str) -> None:
    assert (status, code) == (response.status_code, response.json()["error"]["code"])
    assert response.json()["error"]["message"]
    assert response.headers["x-ms-request-id"]


@pytest.mark.parametrize("secret", [None, "wrong", DEVELOPMENT_SECRET + "x", DEVELOPMENT_SECRET[:-1]])
def test_a_token_is_issued_to_the_operator_alone(emulator: Api, secret: str | None) -> None:
    """Another bearer gets 401, in the envelope of Azure Resource Manager."""
    _assert_arm_error(_ask(emulator, secret), 401, "InvalidAuthenticationToken")


def test_an_access_token_issues_no_access_tokens(emulator: Api) -> None:
    """The data plane's token means nothing to Azure Resource Manager."""
    _assert_arm_error(_ask(emulator, emulator.token), 401, "InvalidAuthenticationToken")


@pytest.mark.parametrize(
    "changes",
    [{"name": "nobody"}, {"group": "elsewhere"}, {"subscription": "d0000000-0000-4000-8000-0000000000ab"}],
)
def test_an_unknown_account_gets_no_token(emulator: Api, changes: dict[str, str]) -> None:
    """404, in the envelope of Azure Resource Manager."""
    _assert_arm_error(_ask(emulator, DEVELOPMENT_SECRET, **changes), 404, "ResourceNotFound")


def test_names_of_resources_are_compared_without_case(emulator: Api) -> None:
    """Azure Resource Manager does so."""
    account = emulator.account
    response = _ask(
        emulator, DEVELOPMENT_SECRET, name=account.name.upper(), group=account.resource_group.title()
    )

    assert response.status_code == 200


def test_a_token_of_the_scope_video_needs_a_video(emulator: Api) -> None:
    """Without one it would cover nothing, or everything."""
    account = emulator.account
    response = emulator.http.post(
        f"/subscriptions/{account.subscription_id}/resourceGroups/{account.resource_group}/providers/"
        f"Microsoft.VideoIndexer/accounts/{account.name}/generateAccessToken",
        params={"api-version": "2024-01-01"},
        headers=emulator.bearer(DEVELOPMENT_SECRET),
        json={"permissionType": "Reader", "scope": "Video"},
    )

    _assert_arm_error(response, 400, "InvalidRequest")


def test_a_token_is_for_its_account_alone(emulator: Api, neighbour: Api, indexed: str) -> None:
    """Another account's token gets 401, and another account doesn't see the video."""
    assert_problem(emulator.get("Videos", token=neighbour.token), 401, "USER_NOT_ALLOWED")
    assert_problem(neighbour.get(f"Videos/{indexed}/Index"), 404, "BREAKDOWN_NOT_FOUND")
    assert_problem(neighbour.call("DELETE", f"Videos/{indexed}"), 404, "BREAKDOWN_NOT_FOUND")
    assert_problem(neighbour.post(f"Videos/{indexed}/redact", json={"faces": {}}), 404, "BREAKDOWN_NOT_FOUND")
    assert indexed not in [video["id"] for video in neighbour.get("Videos").json()["results"]]


def test_a_job_is_seen_by_its_account_alone(emulator: Api, neighbour: Api, indexed: str) -> None:
    """Another account gets 404."""
    job_id = emulator.redact(indexed, {})
    emulator.wait_job(job_id)

    assert_problem(neighbour.get(f"Jobs/{job_id}"), 404, "NOT_FOUND")


def test_another_location_doesnt_know_the_account(emulator: Api) -> None:
    """Each account lives in one region."""
    response = emulator.http.get(f"/mars/Accounts/{emulator.account.id}/Videos", headers=emulator.bearer())

    assert_problem(response, 404, "ACCOUNT_NOT_FOUND")


def test_a_reader_changes_nothing(emulator: Api, indexed: str, sample_clip: Path) -> None:
    """Upload, redaction and deletion want a contributor; reading doesn't."""
    reader = emulator.issue_token("Reader")

    assert emulator.get("Videos", token=reader).status_code == 200
    assert emulator.get(f"Videos/{indexed}/Index", token=reader).status_code == 200
    with sample_clip.open("rb") as file:
        upload = emulator.post("Videos", token=reader, files={"file": file})
    redaction = emulator.post(f"Videos/{indexed}/redact", token=reader, json={"faces": {}})
    deletion = emulator.call("DELETE", f"Videos/{indexed}", token=reader)
    for response in (upload, redaction, deletion):
        assert_problem(response, 401, "USER_NOT_ALLOWED")


def test_a_token_for_a_video_reads_that_one_alone(emulator: Api, indexed: str, not_redactable: str) -> None:
    """Another video and the list are out of its reach."""
    token = emulator.issue_token("Reader", scope="Video", videoId=indexed)

    assert emulator.get(f"Videos/{indexed}/Index", token=token).status_code == 200
    for tail in (f"Videos/{not_redactable}/Index", "Videos"):
        assert_problem(emulator.get(tail, token=token), 401, "USER_NOT_ALLOWED")


def test_a_contributors_token_for_a_video_deletes_that_one_alone(
    emulator: Api, indexed: str, sample_clip: Path
) -> None:
    """The scope Video allows what its permission allows, on its video."""
    video_id = emulator.upload(sample_clip)
    token = emulator.issue_token("Contributor", scope="Video", videoId=video_id)

    assert_problem(emulator.call("DELETE", f"Videos/{indexed}", token=token), 401, "USER_NOT_ALLOWED")
    assert emulator.call("DELETE", f"Videos/{video_id}", token=token).status_code == 204


def test_a_token_for_a_project_reads_no_video(emulator: Api, indexed: str) -> None:
    """Projects aren't part of this service."""
    token = emulator.issue_token("Contributor", scope="Project", projectId="p1")

    assert_problem(emulator.get(f"Videos/{indexed}/Index", token=token), 401, "USER_NOT_ALLOWED")


@pytest.mark.parametrize("tail", READING)
def test_a_public_video_is_read_without_a_token(emulator: Api, public: str, tail: str) -> None:
    """Index, artifacts, thumbnails and file."""
    tail = tail.replace("{thumbnail}", _thumbnail(emulator, public))

    assert emulator.get(f"Videos/{public}/{tail}", token=None).status_code == 200


@pytest.mark.parametrize("tail", READING)
def test_a_private_video_is_not_read_without_a_token(emulator: Api, indexed: str, tail: str) -> None:
    """The same operations answer 401."""
    tail = tail.replace("{thumbnail}", _thumbnail(emulator, indexed))

    assert_problem(emulator.get(f"Videos/{indexed}/{tail}", token=None), 401, "USER_NOT_AUTHENTICATED")


def test_a_public_video_is_not_changed_without_a_token(emulator: Api, public: str) -> None:
    """Public is for reading."""
    deletion = emulator.call("DELETE", f"Videos/{public}", token=None)
    redaction = emulator.post(f"Videos/{public}/redact", token=None, json={"faces": {}})

    assert_problem(deletion, 401, "USER_NOT_AUTHENTICATED")
    assert_problem(redaction, 401, "USER_NOT_AUTHENTICATED")
    assert emulator.state(public) == "Processed"


def test_a_bad_token_is_refused_on_a_public_video_too(emulator: Api, public: str) -> None:
    """A caller who shows a token is judged by it."""
    response = emulator.get(f"Videos/{public}/Index", token="garbage")  # noqa: S106 - no token at all

    assert_problem(response, 401, "ACCESS_TOKEN_VALIDATION_FAILED")
