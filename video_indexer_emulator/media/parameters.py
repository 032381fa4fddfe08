"""What the analysis can be told; the defaults are measured choices (`benchmarks/results/recall.md`)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class DetectionSettings:
    """How faces are found and followed. Intervals are seconds: frames may be rare."""

    interval: Fraction = Fraction(1, 15)
    """Between two looks: every second frame of 25 and 30 a second. Every fifth loses fast walkers."""
    max_stride: int = 4  # but a look at every so many frames at least, whatever the time stamps say
    whole_interval: Fraction = Fraction(1, 8)
    """Between two looks at the whole picture; in between, closer looks at the known faces will do while all
    are found. Where frames are rarer than that, each is looked at whole."""
    coarse_interval: Fraction = Fraction(1, 4)  # looks at smaller pictures, padded, for large and cut faces
    fine_interval: Fraction = Fraction(3, 4)  # looks at a larger picture, for faces under 20 pixels
    turned_interval: Fraction = Fraction(1, 2)  # looks at turned pictures
    audit_interval: Fraction = Fraction(1, 8)  # looks by the second detector
    thorough_interval: Fraction = Fraction(1, 2)  # and by it at all pixels of a large picture, or enlarged
    steady: float = (
        0.2  # of its size: a face that is farther from where it was expected moves too fast for that
    )
    longest_side: int = 1280  # of the picture looked at; it is never enlarged
    coarse_sides: tuple[int, ...] = (640, 320, 160)  # faces over 300 pixels are missed in larger ones
    margin: float = 0.25  # of its longer side by which a coarse picture is mirrored outwards
    turned_side: int = 1280
    fine_side: int = 1920  # up to twice as large as the picture
    audit_side: int = 960
    thorough_side: int = 1920
    enlarged_side: int = 1280  # to which a smaller picture is enlarged for that: faces of 8 to 12 pixels
    enlarged: float = 3.0  # times, at most
    enlarged_face: int = 32  # pixels of height; larger finds in the enlarged picture don't count
    sure: float = 0.55  # a look at the whole picture that gives this score has seen a face
    plainly: float = 0.75  # and this one needs no closer look
    small: int = 48  # pixels of height under which a closer look shows no more than the whole one
    overruled: int = 24  # pixels of height from which the second detector overrules the first
    backed: float = 0.4  # score of a closer look that backs a whole one
    hint: float = 0.12  # a place of this score is worth a closer look
    most_hints: int = 12  # of one look that are followed, the best first; what is sure doesn't count
    refusal: float = 1.0  # seconds for which a place is left alone where a closer look saw nothing
    surer: float = 0.1  # unless a later look gives so much more than the refused one
    benefit: float = 0.5  # seconds around a good look in which the second detector takes nothing back
    confirmed: float = 0.7  # a track begins where a closer look gives this score
    remembered: int = 10  # looks through which a new face is followed back
    tilted: float = 20.0  # degrees from which the box of a tilted face is taken from a closer look
    plain: float = 0.85  # a face of a lower score gets a closer look
    tilts_every: int = 3  # of these are at other tilts too
    unsure: float = 0.3  # a track goes on through weaker ones
    lone: float = 0.7  # a track of a single detection is hidden from this score on
    certain: float = 0.8  # a track is listed from this score on, or from three looks of `confirmed`
    faceless: float = 7.5
    """Strength of an embedding under which nobody is named: motorcycle lamps of the composites stay under
    7.3, tracks of clear faces reach 8.9 and more. It says nothing on whether a face is hidden: profiles, blur
    and faces cut by the edge stay under it too."""
    beyond_doubt: float = 0.9  # but who was seen with this score is named, whatever the embedding
    judged: int = 48  # pixels of face height from which an embedding's strength says something
    same_face: float = 0.3  # likeness under which a closer look has found somebody else
    patience: float = 0.6  # seconds without a detection before a track ends; the gap is filled
    extension: float = 0.16  # seconds that a track is drawn out at both ends
    smallest_identified: int = 24  # pixels of face height; under it, embeddings confuse people
    sample_every: int = 24  # looks between two embeddings of one track
    same_person: float = 0.40  # mean cosine from which two groups of tracks are one person
    other_person: float = 0.25  # cosine under which a track has changed person and is cut
    familiar: float = 0.6  # likeness of two looks at one face; less calls for an embedding
