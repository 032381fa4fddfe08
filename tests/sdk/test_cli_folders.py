"""`vi-redact IN… -o DIR`: many clips in one call, which a later call goes on with."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest

from tests.emulator.api import Api, wait_for
from tests.sdk.command import Said, call, complaint
from tests.sdk.test_sdk_whole_way import frames
from video_indexer_redaction.cli import FAILED, INTERRUPTED, OK, SOME_FAILED, USAGE
from video_indexer_redaction.cli.inputs import is_one_clip, plan
from video_indexer_redaction.cli.muting import mute
from video_indexer_redaction.errors import UsageError

Redact = Callable[..., Said]


@pytest.fixture
def redact(emulator_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Redact:
    """Run the command against the emulator."""
    monkeypatch.setenv("VIDEO_INDEXER_URL", emulator_url)
    return lambda *arguments: call(capsys, *arguments)


@pytest.fixture
def clips(sample_clip: Path, tmp_path: Path) -> Path:
    """A folder with two clips, one of them in a folder of its own, and something that is none."""
    folder = tmp_path / "clips"
    (folder / "deeper").mkdir(parents=True)
    shutil.copy(sample_clip, folder / "one.mp4")
    shutil.copy(sample_clip, folder / "deeper" / "two.mp4")
    (folder / "notes.txt").write_text("no clip")
    return folder


def names(folder: Path) -> set[str]:
    """All files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def sha(path: Path) -> str:
    """A file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def states(said: Said) -> dict[str, str]:
    """By a clip's name: what became of it."""
    return {Path(row["clip"]).name: row["state"] for row in said.document()["clips"]}


def test_a_folders_clips_are_redacted_into_a_folder(redact: Redact, clips: Path, tmp_path: Path) -> None:
    """Each in its place, with a receipt; a table says what became of them."""
    said = redact(clips, "-o", tmp_path / "out", "--quiet")

    assert said.code == OK
    made = {"one.redacted.mp4", "one.redacted.json", "deeper/two.redacted.mp4", "deeper/two.redacted.json"}
    assert names(tmp_path / "out") == made
    assert frames(tmp_path / "out" / "one.redacted.mp4") == frames(clips / "one.mp4")
    table = said.out.splitlines()
    assert " ".join(table[0].split()) == "clip result people uncertain hidden left visible remarks"
    assert [line.split()[1:6] for line in table[1:3]] == [["redacted", "2", "0", "2", "0"]] * 2
    assert table[3] == "2 clips: 2 redacted"


def test_without_o_a_result_lies_beside_its_clip(redact: Redact, clips: Path) -> None:
    """And is no clip of the next call."""
    said = redact(clips / "one.mp4", "--json", "--quiet")
    again = redact(clips / "*.mp4", "--json", "--quiet")

    assert said.code == again.code == OK
    assert said.document()["clips"][0]["output"] == str(clips / "one.redacted.mp4")
    assert states(again) == {"one.mp4": "skipped"}


def test_a_receipt_tells_what_was_made_of_what(redact: Redact, clips: Path, tmp_path: Path) -> None:
    """Hashes, settings, who is hidden and who is left, and by which version."""
    said = redact(clips / "one.mp4", "-o", f"{tmp_path}/out", "--only", "1000", "--kind", "Black", "--json")

    row = said.document()["clips"][0]
    told = json.loads(Path(row["receipt"]).read_text("utf-8"))
    assert told["source"] == {
        "name": "one.mp4", "bytes": (clips / "one.mp4").stat().st_size, "sha256": sha(clips / "one.mp4"),
    }  # fmt: skip
    assert told["result"]["sha256"] == sha(Path(row["output"]))
    assert told["settings"] == {"blurringKind": "Black", "only": [1000], "except": None, "mute": False}
    assert (told["hidden"], told["leftVisible"]) == (row["hidden"], row["leftVisible"]) == ([1000], [1001])
    assert [face["outcome"] for face in told["people"]] == ["hidden", "left as it is"]
    assert told["people"][0]["appearances"]
    assert told["versions"]["video-indexer-redaction"]


def test_the_default_hides_by_the_strongest_blur(redact: Redact, clips: Path, tmp_path: Path) -> None:
    """As the pages do."""
    redact(clips / "one.mp4", "-o", f"{tmp_path}/out", "--quiet")

    receipt = json.loads((tmp_path / "out" / "one.redacted.json").read_text("utf-8"))
    assert receipt["settings"]["blurringKind"] == "HighBlur"


def test_one_bad_clip_does_not_end_the_rest(redact: Redact, clips: Path, tmp_path: Path) -> None:
    """It is named with its reason, and the exit code says that some failed."""
    (clips / "bad.mp4").write_text("no video")

    said = redact(clips, clips / "absent.mp4", "-o", tmp_path / "out", "--json", "--quiet")

    assert said.code == SOME_FAILED
    assert states(said) == {
        "bad.mp4": "failed", "two.mp4": "redacted", "one.mp4": "redacted", "absent.mp4": "failed",
    }  # fmt: skip
    errors = {Path(row["clip"]).name: row["error"] for row in said.document()["clips"] if row["error"]}
    assert "could not be indexed" in errors["bad.mp4"]["message"]
    assert "There is no file" in errors["absent.mp4"]["message"]
    assert f"vi-redact: {clips / 'bad.mp4'}: The video could not be indexed" in said.err
    assert names(tmp_path / "out") == {
        "one.redacted.mp4", "one.redacted.json", "deeper/two.redacted.mp4", "deeper/two.redacted.json",
    }  # fmt: skip


def test_all_bad_is_a_failure(redact: Redact, tmp_path: Path) -> None:
    """Not a partial one."""
    (tmp_path / "bad.mp4").write_text("no video")

    assert redact(tmp_path / "bad.mp4", "-o", f"{tmp_path}/out", "--quiet").code == FAILED


def test_a_call_that_is_repeated_does_what_is_missing(redact: Redact, clips: Path, tmp_path: Path) -> None:
    """By the receipts: nothing is made twice, and a result that was cut off is told."""
    redact(clips / "one.mp4", "-o", f"{tmp_path}/out", "--quiet")
    before = sha(tmp_path / "out" / "one.redacted.mp4")

    said = redact(clips, "-o", tmp_path / "out", "--json", "--quiet")

    assert (said.code, states(said)) == (OK, {"one.mp4": "skipped", "two.mp4": "redacted"})
    assert before == sha(tmp_path / "out" / "one.redacted.mp4")


@pytest.mark.parametrize("change", ["another kind", "another clip", "a broken result", "no receipt"])
def test_what_is_there_and_is_not_this_calls_result_is_left_and_told(
    redact: Redact, clips: Path, tmp_path: Path, change: str
) -> None:
    """Unless --overwrite or --skip-existing says what to do."""
    out, flags = tmp_path / "out", ["--kind", "Black"] if change == "another kind" else []
    result = out / "one.redacted.mp4"
    redact(clips / "one.mp4", "-o", out, "--quiet")
    if change == "another clip":
        with (clips / "one.mp4").open("ab") as file:
            file.write(b"\0\0\0\x08free")
    if change == "a broken result":
        result.write_bytes(result.read_bytes()[:-1])
    if change == "no receipt":
        (out / "one.redacted.json").unlink()
    before = sha(result)

    left = redact(clips / "one.mp4", "-o", out, "--json", "--quiet", *flags)
    skipped = redact(clips / "one.mp4", "-o", out, "--json", "--quiet", "--skip-existing", *flags)
    kept = sha(result)
    replaced = redact(clips / "one.mp4", "-o", out, "--json", "--quiet", "--overwrite", *flags)

    assert (left.code, states(left)) == (FAILED, {"one.mp4": "failed"})
    assert "--overwrite" in left.document()["clips"][0]["error"]["message"]
    assert (skipped.code, states(skipped), kept) == (OK, {"one.mp4": "skipped"}, before)
    assert (replaced.code, states(replaced)) == (OK, {"one.mp4": "redacted"})


def test_muting_leaves_the_picture_as_it_is(sample_clip: Path, tmp_path: Path) -> None:
    """Packet by packet, with its times; there is no sound at all."""
    clip = Path(shutil.copy(sample_clip, tmp_path / "clip.mp4"))

    mute(clip)

    assert sound(sample_clip)
    assert not sound(clip)
    assert packets(clip) == packets(sample_clip)
    assert names(tmp_path) == {"clip.mp4"}


def test_a_result_is_mute_by_flag(redact: Redact, clips: Path, tmp_path: Path) -> None:
    """And its receipt is of the mute one."""
    said = redact(clips / "one.mp4", "-o", f"{tmp_path}/out", "--mute", "--quiet")

    result, receipt = (tmp_path / "out" / f"one.redacted.{ending}" for ending in ("mp4", "json"))
    assert said.code == OK
    assert not sound(result)
    assert frames(result) == frames(clips / "one.mp4")
    assert json.loads(receipt.read_text("utf-8"))["result"]["sha256"] == sha(result)


def sound(path: Path) -> list[Any]:
    """A clip's sound streams."""
    with av.open(str(path)) as clip:
        return [stream.index for stream in clip.streams.audio]


def packets(path: Path) -> list[tuple[float, bytes]]:
    """Times in seconds and content of the pictures' packets."""
    with av.open(str(path)) as clip:
        picture = clip.streams.video[0]
        return [
            (round(packet.pts * float(packet.time_base), 4), bytes(packet))
            for packet in clip.demux(picture)
            if packet.pts is not None and packet.time_base is not None
        ]


def test_a_contact_sheet_is_drawn_beside_the_result(redact: Redact, clips: Path, tmp_path: Path) -> None:
    """A field for each person."""
    pytest.importorskip("PIL")
    from PIL import Image  # noqa: PLC0415 - optional

    said = redact(clips / "one.mp4", "-o", f"{tmp_path}/out", "--contact-sheet", "--quiet")

    with Image.open(tmp_path / "out" / "one.redacted.jpg") as sheet:
        assert (said.code, sheet.format) == (OK, "JPEG")
        assert sheet.width > sheet.height  # two people side by side


def test_a_killed_call_is_gone_on_with(emulator: Api, emulator_url: str, clips: Path, tmp_path: Path) -> None:
    """What was done stays, what was under way leaves nothing that looks like a result."""
    emulator.control("PUT", "pacing", json={"held": True})
    out = tmp_path / "out"
    command = [sys.executable, "-m", "video_indexer_redaction.cli", str(clips), "-o", str(out), "--json"]
    environment = os.environ | {"VIDEO_INDEXER_URL": emulator_url}
    before = {video["id"] for video in emulator.videos()}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as running:  # noqa: S603
        wait_for(lambda: {video["id"] for video in emulator.videos()} - before, bool)
        running.kill()
    emulator.control("PUT", "pacing", json={"held": False})
    between = names(out) if out.exists() else set()

    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603

    assert not [name for name in between if not Path(name).name.startswith(".")]
    assert done.returncode == OK, done.stderr
    assert {row["state"] for row in json.loads(done.stdout)["clips"]} == {"redacted"}
    assert len(names(out)) == 4
    for video in {video["id"] for video in emulator.videos()} - before:
        emulator.call("DELETE", f"Videos/{video}")


def test_ctrl_c_tells_what_was_done(
    redact: Redact, clips: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one document, with the clip that was under way."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    redact(clips / "one.mp4", "-o", f"{tmp_path}/out", "--quiet")
    monkeypatch.setattr("video_indexer_redaction.downloads.download", interrupt)

    said = redact(clips, "-o", tmp_path / "out", "--json", "--quiet")

    assert (said.code, said.document()["error"]["type"]) == (INTERRUPTED, "Interrupted")
    assert states(said) == {"two.mp4": "interrupted", "one.mp4": "skipped"}
    assert complaint(said.err) == "vi-redact: Interrupted."
    assert names(tmp_path / "out") == {"one.redacted.mp4", "one.redacted.json"}


def test_a_name_that_is_not_utf8_is_redacted(redact: Redact, sample_clip: Path, tmp_path: Path) -> None:
    """As an old disk has it."""
    clip = tmp_path / os.fsdecode(b"na\xefve.mp4")
    try:
        shutil.copy(sample_clip, clip)
    except OSError:
        pytest.skip("this file system takes no such name")

    said = redact(clip, "-o", f"{tmp_path}/out", "--quiet")

    assert said.code == OK, said.err
    assert (tmp_path / "out" / os.fsdecode(b"na\xefve.redacted.mp4")).exists()


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--faces", "f.json"], "--faces"),
        (["--only", "1000"], "--only and --except"),
        (["--except", "1000"], "--only and --except"),
    ],
)
def test_flags_of_one_clip_are_refused_for_several(
    redact: Redact, clips: Path, tmp_path: Path, flags: list[str], words: str
) -> None:
    """Before anything is sent."""
    said = redact(clips, "-o", tmp_path / "out", *flags)

    assert said.code == USAGE
    assert words in complaint(said.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("flag", ["--mute", "--overwrite", "--skip-existing", "--contact-sheet"])
def test_flags_of_folders_are_refused_for_one_result(
    redact: Redact, clips: Path, tmp_path: Path, flag: str
) -> None:
    """Rather than ignored."""
    said = redact(clips / "one.mp4", "-o", tmp_path / "out.mp4", flag)

    assert said.code == USAGE
    assert flag in complaint(said.err)


def test_nothing_that_is_a_clip_is_told(redact: Redact, tmp_path: Path) -> None:
    """With what clips are called."""
    (tmp_path / "notes.txt").touch()

    said = redact(tmp_path, "-o", tmp_path / "out")

    assert said.code == USAGE
    assert "No clip is found" in complaint(said.err)


def test_a_clip_that_is_named_twice_is_made_once(clips: Path, tmp_path: Path) -> None:
    """By its folder and by its name."""
    planned = plan([clips, clips / "one.mp4", clips / "deeper"], tmp_path / "out")

    assert len(planned) == 2


def test_clips_that_differ_in_their_ending_alone_keep_it(tmp_path: Path) -> None:
    """Their results would have one name."""
    for name in ("a.mp4", "a.mov", "b.MOV", ".hidden.mp4", "c.redacted.mp4"):
        (tmp_path / name).touch()

    planned = plan([tmp_path], None)

    assert sorted(one.target.name for one in planned) == [
        "a.mov.redacted.mp4", "a.mp4.redacted.mp4", "b.redacted.mp4",
    ]  # fmt: skip
    assert {one.target.parent for one in planned} == {tmp_path}


def test_several_results_need_a_folder(tmp_path: Path) -> None:
    """A file of that name is left alone."""
    for name in ("a.mp4", "b.mp4", "out"):
        (tmp_path / name).touch()

    with pytest.raises(UsageError, match="need a folder"):
        plan([tmp_path / "a.mp4", tmp_path / "b.mp4"], tmp_path / "out")


@pytest.mark.parametrize(
    ("inputs", "output", "one"),
    [
        (["a.mp4"], "out.mp4", True),
        (["a.mp4"], "out.avi", True),  # told to be no mp4, as ever
        (["a.mp4"], None, False),
        (["a.mp4"], "out", False),
        (["a.mp4"], ".", False),
        (["a.mp4", "b.mp4"], "out.mp4", False),
        (["*.mp4"], "out.mp4", False),
        (["."], "out.mp4", False),
    ],
)
def test_the_old_form_is_known_by_its_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: list[str], output: str | None, one: bool
) -> None:
    """One clip, and the name of a file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.mp4").touch()

    assert is_one_clip([Path(name) for name in inputs], Path(output) if output else None) is one
