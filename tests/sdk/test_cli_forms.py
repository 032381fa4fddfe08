"""`vi-redact`: the form without a subcommand, help, version, completion, and what is missing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.sdk.command import call, complaint
from video_indexer_redaction import Face
from video_indexer_redaction.cli import FAILED, OK, USAGE, main
from video_indexer_redaction.cli.arguments import SUBCOMMANDS
from video_indexer_redaction.cli.completion import SHELLS
from video_indexer_redaction.cli.sheet import save_sheet
from video_indexer_redaction.errors import EmulatorUnavailable, UnexpectedAnswer


@pytest.mark.parametrize("form", [[], ["redact"]], ids=["bare", "redact"])
def test_redact_may_be_left_out(  # noqa: PLR0917 - fixtures
    emulator_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sample_clip: Path,
    tmp_path: Path,
    form: list[str],
) -> None:
    """And the document for machines is the same; flags may come first."""
    monkeypatch.setenv("VIDEO_INDEXER_URL", emulator_url)

    said = call(capsys, *form, "--json", "--only", "1000", "-o", tmp_path / "out.mp4", sample_clip)

    told = said.document()
    assert (said.code, told["output"]) == (OK, str(tmp_path / "out.mp4"))
    assert [face["id"] for face in told["faces"]] == [1000, 1001]
    assert told.keys() == {
        "output", "blurringKind", "faces", "uncertain", "facesFile", "videoId", "redactedVideoId", "kept",
        "leftBehind", "warnings",
    }  # fmt: skip


def test_help_names_all_subcommands_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """What a script must know is said there."""
    with pytest.raises(SystemExit) as caught:
        main(["--help"])

    said = capsys.readouterr().out
    assert caught.value.code == OK
    assert all(f"    {name}" in said for name in SUBCOMMANDS)
    assert all(f"\n  {code} " in said for code in (0, 1, 2, 3, 130))


def test_a_mistyped_subcommand_is_told_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """It isn't taken for a clip that lacks its -o."""
    with pytest.raises(SystemExit) as caught:
        main(["fcaes", "clip.mp4"])

    said = capsys.readouterr().err
    assert caught.value.code == USAGE
    assert "'fcaes'" in said
    assert all(name in said for name in SUBCOMMANDS)


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_each_subcommand_lists_its_keys(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """They are part of the interface."""
    with pytest.raises(SystemExit):
        main([name, "--help"])

    assert "keys of --json:" in capsys.readouterr().out


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    """By its metadata."""
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert caught.value.code == OK
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert capsys.readouterr().out.split() == ["vi-redact", project["version"]]


def test_nothing_at_all_is_refused_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    """The subcommands aren't guessed."""
    with pytest.raises(SystemExit) as caught:
        main([])

    assert caught.value.code == USAGE
    assert "SUBCOMMAND" in capsys.readouterr().err


@pytest.mark.parametrize("shell", SHELLS)
def test_completion_prints_a_script(capsys: pytest.CaptureFixture[str], tmp_path: Path, shell: str) -> None:
    """One that the shell itself can read, where there is that shell."""
    said = call(capsys, "completion", shell)

    assert (said.code, said.err) == (OK, "")
    assert all(word in said.out for word in ("faces", "sheet", "blurring"))
    (tmp_path / "script").write_text(said.out)
    if interpreter := shutil.which(shell):
        subprocess.run([interpreter, "-n", tmp_path / "script"], check=True)  # noqa: S603


def test_completion_in_bash_offers_subcommands_and_files(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As somebody who presses the tab key sees it."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    (tmp_path / "script").write_text(call(capsys, "completion", "bash").out)
    (tmp_path / "clip.mp4").touch()

    def offered(*words: str) -> list[str]:
        typed = " ".join(f"'{word}'" for word in ("vi-redact", *words))
        ask = f". ./script; COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _shtab_vi_redact"
        done = subprocess.run(  # noqa: S603 - bash, our text
            [bash, "-c", ask + "; echo ${COMPREPLY[@]}"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.split()

    assert offered("st") == ["status"]
    assert offered("redact", "cl") == ["clip.mp4"]
    assert offered("redact", "--blurring-kind", "Bl") == ["Black"]


@pytest.mark.parametrize(
    ("arguments", "module", "package"),
    [(["completion", "bash"], "shtab", "shtab"), (["faces", "an-id", "--sheet", "p.jpg"], "PIL", "pillow")],
    ids=["shtab", "pillow"],
)
def test_a_missing_library_is_named(arguments: list[str], module: str, package: str) -> None:
    """With what to install."""
    program = f"import sys; sys.modules[{module!r}] = None\n"
    program += f"from video_indexer_redaction.cli import main; sys.exit(main({arguments!r}))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603

    assert done.returncode == USAGE
    assert f"pip install {package}" in complaint(done.stderr)


def test_an_interrupted_call_is_a_document_too(
    emulator_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sample_clip: Path,
    tmp_path: Path,
) -> None:
    """A machine reads why there is no result."""

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("VIDEO_INDEXER_URL", emulator_url)
    monkeypatch.setattr("video_indexer_redaction.downloads.download", broken)

    said = call(capsys, sample_clip, "-o", tmp_path / "out.mp4", "--json")

    assert said.code == 130
    assert json.loads(said.out)["error"]["type"] == "Interrupted"
    assert complaint(said.err) == "vi-redact: Interrupted."


def test_a_sheet_shows_who_has_no_picture_and_refuses_what_is_none(tmp_path: Path) -> None:
    """A name longer than its field is cut; no name breaks the drawing."""
    people = [Face(number, name, 0.9, 1.0) for number, name in enumerate(["Zoë " * 30, "", "\x1b[2J", "李"])]

    save_sheet(people, {}, tmp_path / "sheet.png")

    assert (tmp_path / "sheet.png").stat().st_size > 0
    with pytest.raises(UnexpectedAnswer):
        save_sheet(people, {1: b"\xff\xd8 no picture"}, tmp_path / "sheet.png")
    save_sheet([], {}, tmp_path / "empty.png")


def test_an_emulator_that_does_not_start_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sample_clip: Path, tmp_path: Path
) -> None:
    """Its log may hold a traceback; the last line says what is wrong."""
    monkeypatch.setattr("video_indexer_redaction.embedded._wait_until_ready", _refuse)

    said = call(capsys, sample_clip, "-o", tmp_path / "out.mp4")

    assert said.code == FAILED
    assert complaint(said.err) == "vi-redact: The emulator didn't start: OSError: no space"


def _refuse(*_: object) -> str:
    raise EmulatorUnavailable(
        "The emulator didn't start:\nTraceback (most recent call last):\nOSError: no space"
    )
