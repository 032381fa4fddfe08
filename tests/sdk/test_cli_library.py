"""`vi-redact list`, `delete`, `status`, `token` and `faces`: results on standard output, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from tests.emulator.api import Api
from tests.sdk.command import Said, call, complaint
from tests.sdk.stub import Reply, Stub
from video_indexer_redaction import RedactionClient
from video_indexer_redaction.cli import FAILED, INTERRUPTED, OK, USAGE

Call = Callable[..., Said]


@pytest.fixture
def ask(emulator_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run the command against the emulator."""
    monkeypatch.setenv("VIDEO_INDEXER_URL", emulator_url)
    return lambda *arguments: call(capsys, *arguments)


def test_a_list_has_every_video_of_the_account(
    ask: Call, indexed: str, listed: Callable[[], set[str]]
) -> None:
    """One line each for people; id, name, state and the like for machines."""
    lines = ask("list")
    videos = ask("list", "--json").document()["videos"]

    assert (lines.code, lines.err) == (OK, "")
    assert (
        {line.split()[0] for line in lines.out.splitlines()} == {video["id"] for video in videos} == listed()
    )
    told = next(video for video in videos if video["id"] == indexed)
    assert (told["name"], told["state"], told["durationSeconds"]) == ("sample", "Processed", 2)
    assert told.keys() == {"id", "name", "state", "created", "durationSeconds", "externalId"}


def test_an_empty_list_is_said_to_be_one(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside standard output, which stays empty."""
    page = {"pageSize": 1000, "skip": 0, "done": True}
    token, videos = Reply(200, b'{"accessToken": "t"}'), json.dumps({"results": [], "nextPage": page})
    stub.answer = lambda sent: token if sent.method == "POST" else Reply(200, videos.encode())
    monkeypatch.setenv("VIDEO_INDEXER_URL", stub.url)

    assert call(capsys, "list") == (OK, "", "The account has no videos.\n")


def test_a_videos_name_cannot_steer_the_terminal(
    ask: Call, client: RedactionClient, sample_clip: Path
) -> None:
    """Uploaders choose the names that others see."""
    video = client.upload(sample_clip, name="\x1b]0;owned\x07\nname")

    said = ask("list")
    client.delete(video)

    assert "?]0;owned??name" in said.out
    assert all(letter.isprintable() for line in said.out.split("\n") for letter in line)


def test_deleting_goes_on_after_one_that_fails(
    ask: Call, client: RedactionClient, listed: Callable[[], set[str]], sample_clip: Path
) -> None:
    """What could not be deleted is told, and the exit code says so."""
    first, second = client.upload(sample_clip), client.upload(sample_clip)

    said = ask("delete", first, "no-such-video", second, "--json")

    told = said.document()
    assert said.code == FAILED
    assert told["deleted"] == [first, second]
    assert [(one["id"], one["error"]["type"]) for one in told["failed"]] == [("no-such-video", "BadRequest")]
    assert "no-such-video was not deleted: 400" in complaint(said.err)
    assert {first, second}.isdisjoint(listed())


def test_a_deletion_is_told(ask: Call, client: RedactionClient, sample_clip: Path) -> None:
    """By the id."""
    video = client.upload(sample_clip)

    assert ask("delete", video) == (OK, f"Deleted: {video}\n", "")


def test_a_status_is_that_of_a_video_or_a_job(
    ask: Call, emulator: Api, client: RedactionClient, indexed: str
) -> None:
    """Whichever has the id."""
    emulator.control("PUT", "pacing", json={"held": True})
    job = client.redact(indexed)
    under_way = ask("status", job, "--json").document()
    emulator.control("PUT", "pacing", json={"held": False})
    redacted = client.wait_for_job(job)

    done, video = ask("status", job), ask("status", indexed, "--json").document()
    client.delete(redacted)

    assert (under_way["kind"], under_way["state"], under_way["videoId"]) == ("job", "Processing", None)
    assert (done.code, done.out) == (OK, f"Job {job}: Processed, 100%, video {redacted}\n")
    assert video == {
        "kind": "video", "id": indexed, "name": "sample", "state": "Processed", "progress": 1.0,
        "failureMessage": None,
    }  # fmt: skip


def test_a_status_of_nothing_is_told(ask: Call) -> None:
    """To people and to machines."""
    said = ask("status", "nobody", "--json")

    assert said.code == FAILED
    assert "No job and no video has the id nobody." in complaint(said.err)
    error = said.document()["error"]
    assert (error["type"], error["status"]) == ("NotFound", 404)
    assert error.keys() == {"type", "message", "status", "errorType", "requestId", "retryAfterSeconds"}


def test_a_token_is_all_that_token_prints(ask: Call, emulator_url: str) -> None:
    """So that a script may take it as it comes."""
    said, told = ask("token"), ask("token", "--json").document()

    account = f"{emulator_url}/trial/Accounts/d0000000-0000-4000-8000-000000000001"
    for token in (said.out.removesuffix("\n"), told["accessToken"]):
        answer = httpx.get(f"{account}/Videos", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
    assert (said.code, said.err) == (OK, "")
    assert 3000 < told["expiresInSeconds"] <= 3600


def test_faces_of_a_video_are_listed(ask: Call, client: RedactionClient, indexed: str) -> None:
    """By the ids that --only takes."""
    said, told = ask("faces", indexed), ask("faces", indexed, "--json").document()

    people = client.faces(indexed, uncertain=True)
    assert [line.split(":")[0] for line in said.out.splitlines()] == [
        f"{'Face' if face.listed else 'Uncertain find'} {face.id}" for face in people
    ]
    assert [face["id"] for face in (*told["faces"], *told["uncertain"])] == [face.id for face in people]
    assert told["faces"][0].keys() == {
        "id", "name", "confidence", "seenSeconds", "thumbnailIds", "appearances",
    }  # fmt: skip
    assert (told["videoId"], told["sheet"]) == (indexed, None)


def test_faces_of_a_clip_leave_a_sheet_and_nothing_on_the_service(
    ask: Call, listed: Callable[[], set[str]], sample_clip: Path, tmp_path: Path
) -> None:
    """Progress goes to standard error."""
    before, sheet = listed(), tmp_path / "new" / "people.jpg"

    said = ask("faces", sample_clip, "--sheet", sheet, "--json")

    told = said.document()
    assert (said.code, told["sheet"], told["leftBehind"]) == (OK, str(sheet), [])
    assert "Indexing: 100%" in said.err
    assert before == listed()
    with Image.open(sheet) as picture:
        assert picture.format == "JPEG"
        assert len(picture.getcolors(1 << 24) or ()) > 1000  # pictures, not just paper


def test_an_upload_cut_off_leaves_nothing_on_the_service(
    ask: Call, monkeypatch: pytest.MonkeyPatch, listed: Callable[[], set[str]], sample_clip: Path
) -> None:
    """Ctrl-C may come when the service has the clip, and nobody has heard its id."""
    upload, before = RedactionClient.upload, listed()

    def cut_off(client: RedactionClient, clip: Path, **options: Any) -> str:
        upload(client, clip, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(RedactionClient, "upload", cut_off)

    said = ask("faces", sample_clip)

    assert (said.code, said.out) == (INTERRUPTED, "")
    assert complaint(said.err) == "vi-redact: Interrupted."
    assert before == listed()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["faces", "absent.mp4"], "There is no file absent.mp4"),
        (["faces", "some-id", "--sheet", "people.txt"], ".jpg or .png"),
        (["faces", "."], "is a folder"),
    ],
    ids=["no file", "no picture", "folder"],
)
def test_what_faces_cannot_do_is_refused(ask: Call, arguments: list[str], reason: str) -> None:
    """Before anything is sent."""
    said = ask(*arguments)

    assert (said.code, said.out) == (USAGE, "")
    assert reason in complaint(said.err)


@pytest.mark.parametrize(
    "arguments", [["list"], ["delete", "a"], ["status", "a"], ["token"], ["faces", "a"]], ids=lambda a: a[0]
)
def test_what_needs_a_service_says_so(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    """No emulator is started for a question that only a service of one's own can answer."""
    said = call(capsys, *arguments)

    assert (said.code, said.out) == (USAGE, "")
    assert f"vi-redact {arguments[0]}" in complaint(said.err)
    assert "VIDEO_INDEXER_URL" in said.err


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    """As `vi-redact list | head -1`."""
    command = f"{sys.executable} -m video_indexer_redaction.cli completion bash | true"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)  # noqa: S603

    assert done.stderr == ""


def test_a_refused_token_is_told_in_one_line(
    stub: Stub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The document for machines carries what a support ticket needs."""
    stub.always(
        Reply(403, b'{"ErrorType": "USER_NOT_ALLOWED", "Message": "No."}', {"x-ms-request-id": "r-1"})
    )
    monkeypatch.setenv("VIDEO_INDEXER_URL", stub.url)

    said = call(capsys, "token", "--json")

    error = said.document()["error"]
    assert said.code == FAILED
    assert (error["type"], error["errorType"], error["requestId"]) == (
        "Unauthorized",
        "USER_NOT_ALLOWED",
        "r-1",
    )
    assert complaint(said.err) == "vi-redact: 403 USER_NOT_ALLOWED: No. (request r-1)"
