"""What the analysis can be told; the defaults are measured choices."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class DetectionSettings:
    """How faces are found and followed. Lengths in frames count in the clip's own frames."""

    interval: Fraction = Fraction(1, 15)
    """Seconds between two looks: every second frame of 25 and 30 a second. Every fifth loses fast walkers."""
    max_stride: int = 4  # but a look at every so many frames at least, whatever the time stamps say
    longest_side: int = 1280  # of the picture looked at; it is never enlarged
    coarse_side: int = 640  # a second look, for faces over 300 pixels, which the first misses
    coarse_every: int = 4  # looks
    sure: float = 0.5  # a track begins with a detection of this score
    unsure: float = 0.3  # and goes on through weaker ones
    lone: float = 0.65  # a track of a single detection counts from this score on
    max_missed: int = 8  # looks without a detection before a track ends; the gap is filled
    extension: int = 4  # frames that a track is drawn out at both ends, or two strides where that is more
    smallest_identified: int = 24  # pixels of face height; under it, embeddings confuse people
    sample_every: int = 12  # looks between two embeddings of one track
    same_person: float = 0.40  # mean cosine from which two groups of tracks are one person
    other_person: float = 0.25  # cosine under which a track has changed person and is cut
    familiar: float = 0.6  # likeness of two looks at one face; less calls for an embedding
