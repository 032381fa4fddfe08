"""`vi-redact`: the whole way in one command, and one line for everything that can go wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.emulator.api import Api, wait_for
from tests.sdk.stub import Reply, Stub
from tests.sdk.test_sdk_whole_way import frames
from video_indexer_redaction import RedactionClient, RetryPolicy
from video_indexer_redaction.cli import FAILED, INTERRUPTED, OK, USAGE, main
from video_indexer_redaction.errors import ConnectionFailed

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def listed(emulator: Api) -> Callable[[], set[str]]:
    """Tell which videos the service has."""

    def look() -> set[str]:
        videos = emulator.get("Videos", params={"pageSize": 1000}).json()["results"]
        return {video["id"] for video in videos}

    return look


@pytest.fixture
def run(emulator_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command against the emulator; gives exit code and standard error."""
    monkeypatch.setenv("VIDEO_INDEXER_URL", emulator_url)

    def call(*arguments: object) -> tuple[int, str]:
        code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        assert output.out == ""
        return code, output.err

    return call


@pytest.mark.parametrize(
    "flags",
    [[], ["--only", "1000"], ["--except", "1000,1001"], ["--blurring-kind", "Black", "--keep"]],
    ids=["all", "only", "except", "keep"],
)
def test_one_command_makes_a_redacted_clip_and_leaves_nothing_behind(
    run: Run, listed: Callable[[], set[str]], sample_clip: Path, tmp_path: Path, flags: list[str]
) -> None:
    """Unless --keep says so; the artifact is kept where --faces names a file."""
    target, artifact, before = tmp_path / "new" / "out.mp4", tmp_path / "too" / "faces.json", listed()

    code, said = run(sample_clip, "-o", target, "--faces", artifact, *flags)

    assert (OK, 2 if "--keep" in flags else 0) == (code, len(listed() - before))
    assert frames(target) == frames(sample_clip)
    assert json.loads(artifact.read_text("utf-8"))["schemaVersion"]
    assert f"Redacted: {target}" in said
    assert "Face 1000: seen" in said


def test_what_is_said_to_a_file_has_no_control_characters(
    run: Run, sample_clip: Path, tmp_path: Path
) -> None:
    """A log takes lines, not a bar that moves."""
    _, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert [letter for letter in said if letter != "\n" and not letter.isprintable()] == []
    assert "Uploading: 100%" in said


def test_quiet_says_nothing(run: Run, sample_clip: Path, tmp_path: Path) -> None:
    """Where all is well."""
    assert run(sample_clip, "-o", tmp_path / "out.mp4", "--quiet") == (OK, "")


def complaint(said: str) -> str:
    """The one line that says what went wrong; there must be no traceback."""
    lines = [line for line in said.splitlines() if line.startswith("vi-redact: ")]
    assert "Traceback" not in said
    assert len(lines) == 1, said
    return lines[0]


def test_a_missing_clip_is_told(run: Run, tmp_path: Path) -> None:
    """With its name."""
    code, said = run(tmp_path / "absent.mp4", "-o", tmp_path / "out.mp4")

    assert code == USAGE
    assert "There is no file" in complaint(said)
    assert "absent.mp4" in said


def test_the_clip_itself_is_never_overwritten(run: Run, sample_clip: Path, tmp_path: Path) -> None:
    """Not by another name for it either."""
    link = tmp_path / "link.mp4"
    link.symlink_to(sample_clip)

    content = sample_clip.read_bytes()
    for other_name in (sample_clip, link):
        for flags in (["-o", other_name], ["-o", tmp_path / "out.mp4", "--faces", other_name]):
            code, said = run(sample_clip, *flags)

            assert code == USAGE
            assert "never overwritten" in complaint(said)
            assert content == sample_clip.read_bytes()


def test_two_results_need_two_files(run: Run, sample_clip: Path, tmp_path: Path) -> None:
    """One would overwrite the other."""
    code, said = run(sample_clip, "-o", tmp_path / "out.mp4", "--faces", tmp_path / "." / "out.mp4")

    assert code == USAGE
    assert "the same file" in complaint(said)


def test_a_result_that_is_no_mp4_by_name_is_refused(run: Run, sample_clip: Path, tmp_path: Path) -> None:
    """An mp4 under another ending would mislead whoever opens it."""
    code, said = run(sample_clip, "-o", tmp_path / "out.avi")

    assert code == USAGE
    assert ".mp4" in complaint(said)


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


@pytest.mark.parametrize("flag", ["-o", "--faces"])
@pytest.mark.parametrize("name", [".", "file/out.mp4", "file/deeper/out.mp4"])
def test_an_output_that_cannot_be_written_is_told_before_anything_is_sent(  # noqa: PLR0917 - fixtures
    run: Run, listed: Callable[[], set[str]], sample_clip: Path, tmp_path: Path, flag: str, name: str
) -> None:
    """A folder instead of a file, or a folder that can't be made."""
    (tmp_path / "file").write_text("in the way")
    others = ["-o", tmp_path / "fine.mp4"] if flag == "--faces" else []
    before = listed()

    code, said = run(sample_clip, flag, tmp_path / name, *others)

    assert code == USAGE
    assert complaint(said)
    assert before == listed()


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


@pytest.mark.parametrize("step", ["wait_until_indexed", "wait_for_job", "download"])
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
    step: str,
    break_off: BaseException,
    expected: int,
) -> None:
    """The new video too, though nobody has told its id yet."""

    def broken(*_: object, **__: object) -> None:
        raise break_off

    monkeypatch.setattr(RedactionClient, step, broken)
    before = listed()

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert expected == code
    assert complaint(said)
    assert before == listed()
    assert not (tmp_path / "out.mp4").exists()


def test_a_deletion_that_fails_does_not_hide_the_result(
    run: Run, emulator: Api, sample_clip: Path, tmp_path: Path
) -> None:
    """The clip is there; that a video is left is said beside."""
    plan = {"operationId": "deleteVideo", "status": 500, "count": 2 * RetryPolicy().attempts}
    emulator.control("POST", "faults", json=plan)

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert code == OK
    assert (tmp_path / "out.mp4").exists()
    assert said.count("vi-redact: A video may be left on the service: 500") == 2


def test_a_service_that_is_not_there_is_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, sample_clip: Path, tmp_path: Path
) -> None:
    """Nothing listens on that port."""
    monkeypatch.setenv("VIDEO_INDEXER_URL", "http://127.0.0.1:9")

    code, said = run(sample_clip, "-o", tmp_path / "out.mp4")

    assert code == FAILED
    assert "can't be reached" in complaint(said)


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
    assert complaint(said) == "vi-redact: 502: The service failed."


@pytest.mark.parametrize(
    "flags",
    [["--only", "x"], ["--only", "1", "--except", "2"], ["--blurring-kind", "Mosaic"], []],
    ids=["no ids", "both", "no such kind", "no output"],
)
def test_flags_that_make_no_sense_are_refused(flags: list[str]) -> None:
    """As every command does, with exit code 2."""
    output = ["-o", "out.mp4"] if flags else []

    with pytest.raises(SystemExit) as caught:
        main(["in.mp4", *output, *flags])

    assert caught.value.code == USAGE


def test_without_any_setting_an_emulator_is_started_for_the_call(sample_clip: Path, tmp_path: Path) -> None:
    """In a process of its own, as a user has it."""
    done = subprocess.run(  # noqa: S603 - this interpreter, our module
        [sys.executable, "-m", "video_indexer_redaction.cli", sample_clip, "-o", tmp_path / "out.mp4"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (OK, ""), done.stderr
    assert frames(tmp_path / "out.mp4") == frames(sample_clip)
