"""The faces marked by eye: how they are read, followed between frames, found on disk and drawn."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.redaction.truth import Cover, Half, Light, MarkedClip, Skin, Yaw, load_truth
from benchmarks.redaction.truth.__main__ import main
from benchmarks.redaction.truth.counts import counts, listing
from benchmarks.redaction.truth.draw import LOOKED_AT, UNSURE, draw, pictures
from tests.conftest import CLIPS
from tests.media.makers import Recipe, write

MARKS = {
    "sha256": "ab", "repository": "owner/name", "path": "clip.mp4", "licence": "MIT", "kind": "street",
    "half": "tune", "width": 100, "height": 80, "fps": 25, "frames": 40, "spans": [[0, 20, 5]],
    "faces": [
        {"person": 1, "skin": "dark", "keys": [[5, 10, 20, 30, 40], [10, 20, 20, 30, 40, {"yaw": "half"}]]}
    ],
}  # fmt: skip


def clip_of(folder: Path, **changes: Any) -> MarkedClip:
    (folder / "clip.json").write_text(json.dumps({**MARKS, **changes}), "utf-8")
    (clip,) = load_truth(folder)
    return clip


def keys(*marked: list[Any]) -> list[dict[str, Any]]:
    return [{"person": 1, "keys": list(marked)}]


def test_the_box_moves_evenly_between_two_frames_that_were_looked_at(tmp_path: Path) -> None:
    (face,) = clip_of(tmp_path).frames[7]
    assert face.box == (14, 20, 30, 40)
    assert face.sure
    assert not face.looked_at


def test_a_frame_that_was_looked_at_has_the_box_as_marked(tmp_path: Path) -> None:
    (face,) = clip_of(tmp_path).frames[5]
    assert face.box == (10, 20, 30, 40)
    assert face.looked_at


def test_beside_a_frame_without_the_face_the_box_stays_and_is_not_sure(tmp_path: Path) -> None:
    frames = clip_of(tmp_path).frames
    assert frames[0] == frames[15] == ()
    for frame, left in ((1, 10), (4, 10), (11, 20), (14, 20)):
        (face,) = frames[frame]
        assert (face.box[0], face.sure) == (left, False)


def test_a_face_that_was_away_in_between_is_not_carried_across(tmp_path: Path) -> None:
    frames = clip_of(tmp_path, faces=keys([0, 10, 20, 30, 40], [10, 50, 20, 30, 40])).frames
    assert frames[5] == ()
    assert [frames[frame][0].box[0] for frame in (4, 6)] == [10, 50]
    assert not any(frames[frame][0].sure for frame in (4, 6))


def test_a_face_is_not_carried_from_one_span_to_the_next(tmp_path: Path) -> None:
    frames = clip_of(
        tmp_path, spans=[[0, 5, 5], [10, 15, 5]], faces=keys([5, 10, 20, 30, 40], [10, 50, 20, 30, 40])
    ).frames
    assert sorted(frames) == [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]


def test_a_key_between_frames_that_were_looked_at_bends_the_way(tmp_path: Path) -> None:
    marked = keys([5, 10, 20, 30, 40], [7, 16, 20, 30, 40], [10, 10, 20, 30, 40])
    frames = clip_of(tmp_path, faces=marked).frames
    assert [frames[frame][0].box[0] for frame in (6, 7, 8, 9)] == [13, 16, 14, 12]
    assert all(frames[frame][0].sure for frame in (6, 7, 8, 9))
    assert not frames[7][0].looked_at


def test_an_attribute_of_a_key_overrides_that_of_the_face(tmp_path: Path) -> None:
    frames = clip_of(tmp_path).frames
    assert [frames[frame][0].yaw for frame in (5, 10)] == [Yaw.FRONT, Yaw.HALF]
    assert frames[10][0].skin is Skin.DARK
    assert (frames[10][0].cover, frames[10][0].light) == (Cover.NONE, Light.NORMAL)


@pytest.mark.parametrize(
    ("box", "cut"), [([0, 20, 30, 40], True), ([70, 20, 30, 40], True), ([2, 2, 9, 9], False)]
)
def test_a_box_at_an_edge_of_the_picture_is_cut(tmp_path: Path, box: list[int], *, cut: bool) -> None:
    (face,) = clip_of(tmp_path, faces=keys([5, *box])).frames[5]
    assert face.cut is cut


@pytest.mark.parametrize(
    ("faces", "complaint"),
    [
        (keys([5, 80, 20, 30, 40]), "leaves the picture"),
        (keys([10, 1, 1, 9, 9], [5, 1, 1, 9, 9]), "out of order"),
        (keys([30, 1, 1, 9, 9]), "in no span"),
        (keys([5, 1, 1, 9, 9, {"yaw": "askew"}]), "askew"),
        (keys([5, 1, 1, 9, 9, {"mood": "glad"}]), "mood"),
    ],
)
def test_marks_that_are_not_as_described_are_refused_by_file(
    tmp_path: Path, faces: list[dict[str, Any]], complaint: str
) -> None:
    with pytest.raises(ValueError, match=rf"clip\.json.*{complaint}"):
        clip_of(tmp_path, faces=faces)


def test_an_ignored_area_holds_for_its_frames(tmp_path: Path) -> None:
    clip = clip_of(tmp_path, ignored=[[5, 9, 1, 2, 3, 4]])
    assert [area.box for area in clip.ignored[9]] == [(1, 2, 3, 4)]
    assert clip.ignored[10] == ()


def test_a_clip_is_found_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    (folder / "another name.bin").write_bytes(b"video")
    (folder / "clip.mp4").write_bytes(b"something else")
    clip = clip_of(tmp_path, sha256=hashlib.sha256(b"video").hexdigest())
    assert clip.find([tmp_path / "absent", folder]) == folder / "another name.bin"
    assert clip_of(tmp_path, sha256="00").find([folder]) is None


def test_boxes_are_drawn_at_their_place_in_the_colour_of_their_kind(tmp_path: Path) -> None:
    frames = clip_of(tmp_path).frames
    picture = np.zeros((80, 100, 3), np.uint8)
    draw(picture, frames[5])
    assert tuple(picture[20, 25]) == tuple(picture[59, 25]) == LOOKED_AT
    draw(picture, frames[4])
    assert tuple(picture[20, 25]) == UNSURE


def test_faces_that_are_not_sure_are_counted_apart(tmp_path: Path) -> None:
    lines = counts([clip_of(tmp_path)])
    assert "| faces | 6 | 0 |" in lines
    assert "| faces looked at | 2 | 0 |" in lines
    assert "| faces not sure | 8 | 0 |" in lines
    assert "| yaw | half | 1 | 0 |" in lines


def test_drawing_a_clip_that_is_absent_says_where_it_is_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = clip_of(tmp_path, sha256="00")
    monkeypatch.setattr("benchmarks.redaction.truth.__main__.load_truth", lambda: [clip])
    assert main(["draw", "clip", str(tmp_path / "out.png"), "--clips", str(tmp_path)]) == 1
    assert "clip.mp4 of github.com/owner/name, SHA-256 00" in capsys.readouterr().err
    assert main(["draw", "nobody", "out.png"]) == 1
    assert "nobody" in capsys.readouterr().err


def test_missing_names_each_absent_clip_and_where_it_is_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.mp4").write_bytes(b"video")
    there = clip_of(tmp_path, sha256=hashlib.sha256(b"video").hexdigest())
    away = clip_of(tmp_path, sha256="00", prepared="encoded anew")
    monkeypatch.setattr("benchmarks.redaction.truth.__main__.load_truth", lambda: [there, away])
    assert main(["missing", "--clips", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "clip: clip.mp4 of github.com/owner/name, encoded anew, SHA-256 00"
    ]


def test_each_committed_file_can_be_read_and_no_clip_is_there_twice() -> None:
    hashes = [clip.sha256 for clip in load_truth()]
    assert len(set(hashes)) == len(hashes) > 0
    assert all(len(text) == 64 for text in hashes)


def test_the_readme_has_the_tables_of_what_is_marked() -> None:
    readme = Path("benchmarks/redaction/truth/README.md").read_text("utf-8")
    tables = "\n".join(listing(load_truth())), "\n".join(counts(load_truth()))
    assert [table in readme for table in tables] == [True, True]


def test_clips_of_one_scene_are_in_one_half() -> None:
    halves: dict[str, set[Half]] = {}
    for clip in load_truth():
        halves.setdefault(clip.scene, set()).add(clip.half)
    assert [scene for scene, both in halves.items() if len(both) > 1] == []


def test_each_kind_with_several_scenes_is_in_both_halves() -> None:
    scenes = {(clip.kind, clip.scene) for clip in load_truth()}
    several = {kind for kind, count in Counter(kind for kind, _ in scenes).items() if count > 1}
    both = {clip.kind for clip in load_truth() if clip.half is Half.TUNE} & {
        clip.kind for clip in load_truth() if clip.half is Half.TEST
    }
    assert several <= both


def test_frames_are_shown_upright_where_a_clip_is_stored_on_its_side(tmp_path: Path) -> None:
    picture = np.zeros((48, 96, 3), np.uint8)
    picture[:, :48] = 255  # bright on the left as stored, so at the top when turned clockwise
    video = write(tmp_path / "clip.mp4", [picture] * 2, Recipe(rotation=-90))
    first = next(pictures(video))
    assert first.shape == (96, 48, 3)
    assert first[:40].mean() > 200
    assert first[56:].mean() < 50


def test_no_face_lies_wholly_in_an_ignored_area() -> None:
    lost = [
        (clip.name, frame, face.person)
        for clip in load_truth()
        for frame, faces in clip.frames.items()
        for face in faces
        for area in clip.ignored[frame]
        if face.sure and face.looked_at and _inside(face.box, area.box)
    ]
    assert lost == []


@pytest.mark.clips
def test_the_clips_that_are_here_are_as_the_marks_say() -> None:
    sizes = {}
    for clip in load_truth():
        video = clip.find([CLIPS])
        if video is not None:
            first = next(pictures(video))
            sizes[clip.name] = first.shape[:2] == (clip.height, clip.width)
    assert len(sizes) >= 16
    assert all(sizes.values())


def _inside(box: tuple[float, ...], area: tuple[float, ...]) -> bool:
    return (
        box[0] >= area[0]
        and box[1] >= area[1]
        and box[0] + box[2] <= area[0] + area[2]
        and box[1] + box[3] <= area[1] + area[3]
    )
