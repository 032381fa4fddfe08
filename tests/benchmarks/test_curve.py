"""Settings beside the chosen ones, the clips they are compared on, and the page."""
# ruff: noqa: D103 - the names of the tests say what they show

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from benchmarks.redaction.curve import chosen
from benchmarks.redaction.curve_report import chart, page
from benchmarks.redaction.variants import CHOSEN, INTERVALS, variants
from video_indexer_emulator.media.models import FaceModels
from video_indexer_emulator.media.parameters import DetectionSettings

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Clip:
    name: str
    kind: str
    sha256: str
    frame_count: int = 100
    width: int = 100
    height: int = 100


CLIPS = [Clip("a", "street", "9"), Clip("b", "street", "1"), Clip("c", "sport", "5")]
POINT = {
    "faces": 100, "exposed": 3, "exposed share": 0.03, "longest exposure, seconds": 0.4, "covered": 0.9,
    "needless": 0.02, "needless without faces": 0.0,
}  # fmt: skip
REPORT: dict[str, Any] = {
    "settings": {
        each.name: {"changes": each.changes, **POINT} for each in variants() if each.on_the_curve
    },
    "deface": POINT, "peer": "deface 1.5.0", "clips": ["a"], "of": 2, "missing": ["b"],
    "of each kind": 1, "most megapixels": 50,
    "machine": {"date": "2026-01-01", "cores": 2, "python": "3.11"},
}  # fmt: skip


def names(clips: Any) -> list[str]:
    return [clip.name for clip in clips]


def test_one_variant_is_what_the_service_does() -> None:
    assert [each.settings for each in variants() if each.name == CHOSEN] == [DetectionSettings()]


def test_the_curve_has_five_settings_that_need_be_less_and_less_sure() -> None:
    curve = [each.settings for each in variants() if each.on_the_curve]
    assert len(curve) >= 5
    for name in ("sure", "confirmed", "lone", "backed", "unsure", "hint"):
        values = [getattr(each, name) for each in curve]
        assert values == sorted(values, reverse=True)
        assert len(set(values)) == len(values)


def test_half_as_many_looks_are_half_as_many_of_each() -> None:
    (half,) = (each.settings for each in variants() if each.name == "half as many looks")
    known = {name for name in DetectionSettings.__slots__ if name.endswith("interval")}
    assert known == set(INTERVALS)
    assert all(getattr(half, name) == 2 * getattr(DetectionSettings(), name) for name in known)


def test_without_the_second_detector_it_isnt_there() -> None:
    models = FaceModels("first", "embedder", "second")
    assert [each.models(models).auditor for each in variants() if not each.audited] == [None]


def test_of_each_kind_the_clips_with_the_least_hash_are_taken() -> None:
    assert names(chosen(cast("Any", CLIPS), 1, None)) == ["c", "b"]


def test_without_a_count_all_clips_are_taken() -> None:
    assert sorted(names(chosen(cast("Any", CLIPS), None, None))) == ["a", "b", "c"]


def test_clips_of_more_megapixels_are_left_out_before_one_of_each_kind_is_taken() -> None:
    long = Clip("d", "street", "0", 101)
    assert names(chosen(cast("Any", [*CLIPS, long]), 1, 1.0)) == ["c", "b"]


def test_the_page_names_every_setting_the_peer_and_what_wasnt_measured() -> None:
    text = page(REPORT)
    assert all(name in text for name in [*REPORT["settings"], "deface 1.5.0"])
    assert "of each kind of footage the 1 with the least SHA-256" in text
    assert "the file is absent: b" in text


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    chart(REPORT, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
