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
    whole_every: int = 2  # looks; in between, closer looks at the known faces will do while all are found
    steady: float = (
        0.2  # of its size: a face that is farther from where it was expected moves too fast for that
    )
    longest_side: int = 1280  # of the picture looked at; it is never enlarged
    coarse_side: int = 640  # a second look, for faces over 300 pixels, which the first misses
    coarse_every: int = 4  # looks
    fine_side: int = 1920  # a third look, for faces under 20 pixels; up to twice as large as the picture
    fine_every: int = 12  # looks
    sure: float = 0.5  # a track begins with a detection of this score
    hint: float = 0.12  # a place of this score is worth a closer look
    most_hints: int = 6  # of one look that are followed, the best first
    refusal: int = 25  # frames for which a place is left alone where a closer look saw nothing
    confirmed: float = 0.7  # a track begins where a closer look gives this score
    remembered: int = 10  # looks through which a new face is followed back
    tilted: float = 20.0  # degrees from which the box of a tilted face is taken from a closer look
    plain: float = 0.85  # a face of a lower score gets a closer look
    tilts_every: int = 3  # of these are at other tilts too
    unsure: float = 0.3  # and goes on through weaker ones
    certain: float = 0.8  # a track counts from this score on, or from three looks of `confirmed`
    faceless: float = 7.5
    """Strength of an embedding that no sample of a large thing reaches if it isn't a face: motorcycle lamps
    of the composites stay under 7.3, tracks of true faces reach 8.9 and more, and 10 in the real clips."""
    beyond_doubt: float = 0.9  # a detection of this score is a face, whatever its embedding
    judged: int = 48  # pixels of face height from which an embedding's strength says something
    same_face: float = 0.3  # likeness under which a closer look has found somebody else
    lone: float = 0.65  # a track of a single detection counts from this score on
    max_missed: int = 8  # looks without a detection before a track ends; the gap is filled
    extension: int = 4  # frames that a track is drawn out at both ends, or two strides where that is more
    smallest_identified: int = 24  # pixels of face height; under it, embeddings confuse people
    sample_every: int = 24  # looks between two embeddings of one track
    same_person: float = 0.40  # mean cosine from which two groups of tracks are one person
    other_person: float = 0.25  # cosine under which a track has changed person and is cut
    familiar: float = 0.6  # likeness of two looks at one face; less calls for an embedding
