"""Faces marked by eye on real clips: the truth that redaction is measured against. See README.md."""

from benchmarks.redaction.truth.marks import Area, Blur, Cover, Half, Light, MarkedFace, Skin, Yaw
from benchmarks.redaction.truth.store import MarkedClip, load_truth

__all__ = [
    "Area",
    "Blur",
    "Cover",
    "Half",
    "Light",
    "MarkedClip",
    "MarkedFace",
    "Skin",
    "Yaw",
    "load_truth",
]
