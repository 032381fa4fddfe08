"""`vi-redact`: one line for everything that can go wrong, and nothing left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.emulator.api import Api, wait_for
from tests.sdk.command import Run, complaint
from tests.sdk.stub import Reply, Sent, Stub
from tests.sdk.test_job_forms import listed as listed_video
from video_indexer_redaction import RedactionClient, RetryPolicy
from video_indexer_redaction.cli import FAILED, INTERRUPTED, OK, USAGE
from video_indexer_redaction.errors import ConnectionFailed


def test_a_cancelled_call_leaves_nothing_on_the_service(
    emulator: Api, emulator_url: str, listed: Callable[[], set[str]], sample_clip: Path, tmp_path: Path
) -> None:
    """SIGTERM, as a cancelled build sends it, ends the call like Ctrl-C."""
    before = listed()
    emulator.control("PUT", "pacing", json={"held": True})
    command = [sys.executable, "-m", "video_indexer_redaction.cli", str(sample_clip)]
    with subprocess.Popen(  # noqa: S603 - our own module
        [*command, "-o", str(tmp_path / "out.mp4")],
        env=os.environ | {"VIDEO_INDEXER_URL": emulator_url},
        stderr=subprocess.PIPE,
    ) as call:
        wait_for(listed, lambda now: now > before)
        call.terminate()
        code = call.wait(30)
    emulator.control("PUT", "pacing", json={"held": False})

    assert code == INTERRUPTED
    assert before == listed()
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_video_is_told_and_deleted(
    run: Run, listed: Callable[[], set[str]], tmp_path: Path
) -> None:
    """With the service's reason."""
    (tmp_path / "notes.mp4").write_text("no video")
    before = listed()

    code, said = run(tmp_path / "notes.mp4", "-o", tmp_path / "out.mp4")

    assert code == FAILED
    assert "could not be indexed" in complaint(said)
    assert before == listed()


def test_an_unknown_face_is_told_and_the_video_deleted(
    run: Run, listed: Callable[[], set[str]], sample_clip: Path, tmp_path: Path
) -> None:
    """An earlier result stays as it was."""
    target, before = tmp_path / "out.mp4", listed()
    target.write_text("from last time")

    code, said = run(sample_clip, "-o", target, "--only", "4711")

    assert code == FAILED
    assert "4711" in complaint(said)
    assert target.read_text() == "from last time"
    assert before == listed()


@pytest.mark.parametrize("flags", [[], ["--faces", "faces.json"]], ids=["in one call", "step by step"])
@pytest.mark.parametrize(
    ("module", "step"),
    [("videos", "wait_until_indexed"), ("redactions", "wait_for_job"), ("downloads", "download")],
)
@pytest.mark.parametrize(
    ("break_off", "expected"),
    [
        (KeyboardInterrupt(), INTERRUPTED),
        (ConnectionFailed("It broke."), FAILED),
        (OSError("Disk full."), FAILED),
    ],
    ids=["Ctrl-C", "connection", "disk"],
)
def test_a_break_leaves_nothing_on_the_service_at_any_step(  # noqa: PLR0917 - fixtures
    run: Run,
    listed: Callable[[], set[str]],
    monkeypatch: pytest.MonkeyPatch,
    sample_clip: Path,
    tmp_path: Path,
    module: str,
    step: str,
    flags: list[str],
    break_off: BaseException,
    expected: int,
) -> None:
    """The new video too, though nobody has told its id yet."""

    def broken(*_: object, **__: object) -> None:
        raise break_off

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(f"video_indexer_redaction.{module}.{step}", broken)
    monkeypatch.setattr(RedactionClient, step, broken)
    before = listed()

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4", *flags)

    assert expected == code
    assert complaint(said)
    assert before == listed()
    assert not (tmp_path / "out.mp4").exists()


@pytest.mark.parametrize("flags", [[], ["--faces", "faces.json"]], ids=["in one call", "step by step"])
def test_a_deletion_that_fails_does_not_hide_the_result(  # noqa: PLR0917 - fixtures
    run: Run,
    emulator: Api,
    monkeypatch: pytest.MonkeyPatch,
    sample_clip: Path,
    tmp_path: Path,
    flags: list[str],
) -> None:
    """The clip is there; that a video is left is said beside."""
    monkeypatch.chdir(tmp_path)
    plan = {"operationId": "deleteVideo", "status": 500, "count": 2 * RetryPolicy().attempts}
    emulator.control("POST", "faults", json=plan)

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4", *flags)

    assert code == OK
    assert (tmp_path / "out.mp4").exists()
    assert said.count("vi-redact: A video may be left on the service: ") == 2


def test_an_emulator_of_the_calls_own_that_dies_is_not_waited_for(
    run: Run, stub: Stub, monkeypatch: pytest.MonkeyPatch, sample_clip: Path, tmp_path: Path
) -> None:
    """Nobody starts it again, unlike a service that others run."""
    token, video = Reply(200, b'{"accessToken": "t"}'), Reply(200, json.dumps(listed_video("m")).encode())

    def answer(sent: Sent) -> Reply:
        if sent.method == "POST":
            return token if "generateAccessToken" in sent.path else video
        return Reply(503)

    stub.answer = answer
    monkeypatch.delenv("VIDEO_INDEXER_URL")
    monkeypatch.setattr(
        "video_indexer_redaction.cli.service.embedded_emulator", lambda *_: nullcontext(stub.url)
    )
    monkeypatch.setattr("video_indexer_redaction.cli.service.OUTAGE", 0.2)

    began = time.monotonic()
    code, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert code == FAILED
    assert "503" in complaint(said)
    assert time.monotonic() - began < RetryPolicy().outage / 2


INTERRUPTED_IMPORT = """
import sys

class CtrlC:
    def find_spec(self, name, path=None, target=None):
        if name == "video_indexer_redaction.cli.arguments":
            raise KeyboardInterrupt

sys.meta_path.insert(0, CtrlC())
from video_indexer_redaction.cli import main
sys.exit(main(["list"]))
"""


def test_ctrl_c_while_the_command_is_still_loading_is_told_in_one_line() -> None:
    """Its imports take half a second."""
    done = subprocess.run(  # noqa: S603 - this interpreter, our text
        [sys.executable, "-c", INTERRUPTED_IMPORT], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (INTERRUPTED, "", "vi-redact: Interrupted.\n")


def test_a_service_that_is_not_there_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, sample_clip: Path, tmp_path: Path
) -> None:
    """Nothing listens on that port."""
    monkeypatch.setenv("VIDEO_INDEXER_URL", "http://127.0.0.1:9")

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert code == FAILED
    assert "http://127.0.0.1:9 can't be reached: " in complaint(said)
    assert "Is the address right" in said


def test_settings_in_part_are_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, sample_clip: Path, tmp_path: Path
) -> None:
    """By the names of the missing ones."""
    monkeypatch.setenv("VIDEO_INDEXER_LOCATION", "westeurope")

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert code == USAGE
    assert "VIDEO_INDEXER_ACCOUNT_ID" in complaint(said)


def test_a_gateway_that_answers_in_html_is_told(
    run: Run, stub: Stub, monkeypatch: pytest.MonkeyPatch, sample_clip: Path, tmp_path: Path
) -> None:
    """In one line, without the page."""
    stub.always(Reply(502, b"<html>" + b"x" * 5000))
    monkeypatch.setenv("VIDEO_INDEXER_URL", stub.url)

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert code == FAILED
    answered = f"Answered by {stub.url}, not in the service's form."
    assert complaint(said) == f"vi-redact: 502: The service failed. {answered}"
