"""`vi-redact`: the whole way in one command, and what it refuses before anything is sent."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sdk.command import Run, complaint
from tests.sdk.test_sdk_whole_way import frames
from video_indexer_redaction.cli import OK, USAGE, main


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


def test_who_is_hidden_is_said(run: Run, sample_clip: Path, tmp_path: Path) -> None:
    """And that nobody is, where the choice comes to that."""
    _, one = run(sample_clip, "-o", tmp_path / "one.mp4", "--only", "1000")
    code, nobody = run(sample_clip, "-o", tmp_path / "nobody.mp4", "--except", "1000,1001", "--quiet")

    assert [line.rpartition(", ")[2] for line in one.splitlines() if line.startswith("Face ")] == [
        "hidden",
        "left as it is",
    ]
    assert "None of these people" not in one
    assert code == OK
    assert "None of these people was chosen" in complaint(nobody)


def test_quiet_says_nothing(run: Run, sample_clip: Path, tmp_path: Path) -> None:
    """Where all is well."""
    assert run(sample_clip, "-o", tmp_path / "out.mp4", "--quiet") == (OK, "")


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
    """An mp4 under another ending would mislead its reader."""
    code, said = run(sample_clip, "-o", tmp_path / "out.avi")

    assert code == USAGE
    assert ".mp4" in complaint(said)


@pytest.mark.parametrize(
    ("flag", "name"),
    [
        ("--faces", "."),
        *((flag, f"file/{name}") for flag in ("-o", "--faces") for name in ("out.mp4", "deeper/out.mp4")),
    ],
)
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


@pytest.mark.parametrize(
    "flags",
    [
        ["--only", "x"],
        ["--only", "1", "--except", "2"],
        ["--blurring-kind", "Mosaic"],
        ["--skip-existing", "--overwrite"],
    ],
    ids=["no ids", "both", "no such kind", "skip and overwrite"],
)
def test_flags_that_make_no_sense_are_refused(flags: list[str]) -> None:
    """As every command does, with exit code 2."""
    with pytest.raises(SystemExit) as caught:
        main(["in.mp4", "-o", "out.mp4", *flags])

    assert caught.value.code == USAGE


def test_without_any_setting_an_emulator_is_started_for_the_call(sample_clip: Path, tmp_path: Path) -> None:
    """In a process of its own, as a user has it."""
    done = subprocess.run(  # noqa: S603 - this interpreter, our module
        [sys.executable, "-m", "video_indexer_redaction.cli", sample_clip, "-o", tmp_path / "out.mp4"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (OK, ""), done.stderr
    assert frames(tmp_path / "out.mp4") == frames(sample_clip)
