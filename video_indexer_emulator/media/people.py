"""From grouped tracks to people: ids, appearances, pictures, and who is prominent."""

from __future__ import annotations

import hashlib
import uuid
from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from video_indexer_emulator.model import FIRST_FACE_ID, Appearance, FaceThumbnail, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .observation import RawTrack, Sample
    from .parameters import DetectionSettings
    from .timeline import Timeline

THUMBNAILS = 3  # at most, for each person
THUMBNAIL_SPACE = uuid.UUID("8d3f5a52-6b0c-4c39-9f5e-0f4e5d1a7a10")  # ids follow from the pictures' content

# The vendor's rule for who is listed: confidence over .5, and seen for 4 s or a tenth of the clip. Ours is
# stricter on confidence, since our detector gives ornaments on a wall .5 to .7 now and then.
LISTED_CONFIDENCE = 0.7
LISTED_SECONDS = 4
LISTED_SHARE = Fraction(1, 10)
LISTED_DETECTIONS = 3
SECONDED_SHARE = Fraction(1, 3)


def people_of(
    tracks: Sequence[RawTrack], groups: Sequence[int], timeline: Timeline, settings: DetectionSettings
) -> tuple[list[int], tuple[Person, ...]]:
    """Return each track's face id, and the people by id.

    Numbered are those first who are sure enough for the index, in the order of their first track, then the
    uncertain ones. Tracks are in the order of their beginning.
    """
    theirs: dict[int, list[RawTrack]] = defaultdict(list)
    for track, group in zip(tracks, groups, strict=True):
        theirs[group].append(track)
    sure = {
        group: _prominent([track for track in own if _named(track, settings)], timeline)
        for group, own in theirs.items()
    }
    order = sorted(theirs, key=lambda group: not sure[group])  # stable: by first track within each kind
    ids = {group: FIRST_FACE_ID + number for number, group in enumerate(order)}
    people = [_person(ids[group], theirs[group], timeline, prominent=sure[group]) for group in order]
    return [ids[group] for group in groups], tuple(people)


def _person(face_id: int, tracks: Sequence[RawTrack], timeline: Timeline, *, prominent: bool) -> Person:
    samples = (sample for track in tracks for sample in track.samples)
    return Person(
        face_id=face_id,
        confidence=max(track.best_score for track in tracks),
        appearances=_appearances(tracks, timeline),
        thumbnails=tuple(_thumbnail(face_id, sample, timeline) for sample in best_samples(samples)),
        prominent=prominent,
    )


def _named(track: RawTrack, settings: DetectionSettings) -> bool:
    """Whether a track counts for the index; what doesn't is hidden all the same."""
    often = sum(seen.score >= settings.confirmed for seen in track.observations) >= LISTED_DETECTIONS
    sure = often or track.best_score >= settings.certain
    return sure and _is_seconded(track) and not _is_ornament(track, settings)


def _is_seconded(track: RawTrack) -> bool:
    """Whether the second detector, where it was asked, has seen a face in a fair share of the looks."""
    asked = [seen.seconded for seen in track.observations if seen.second is not None]
    return not asked or sum(asked) >= SECONDED_SHARE * len(asked)


def _is_ornament(track: RawTrack, settings: DetectionSettings) -> bool:
    """Whether the face network sees next to nothing in a large face: a headlight, a back of a head."""
    strengths = [sample.strength for sample in track.samples if sample.embedding is not None]
    return (
        len(strengths) >= LISTED_DETECTIONS
        and max(strengths) < settings.faceless
        and track.best_score < settings.beyond_doubt
        and track.height >= settings.judged
    )


def _prominent(tracks: Sequence[RawTrack], timeline: Timeline) -> bool:
    confidence = max((track.best_score for track in tracks), default=0.0)
    appearances, duration = _appearances(tracks, timeline), timeline.duration
    seen = sum((stretch.end - stretch.start for stretch in appearances), Fraction(0))
    long_enough = seen >= LISTED_SECONDS or seen >= duration * LISTED_SHARE
    looks = sum(len(track.observations) for track in tracks)
    # A clip that is too short for three looks is judged by score alone.
    often_enough = looks >= LISTED_DETECTIONS or seen >= duration / 2
    return confidence > LISTED_CONFIDENCE and long_enough and often_enough


def _appearances(tracks: Sequence[RawTrack], timeline: Timeline) -> tuple[Appearance, ...]:
    """Join the tracks' spans of frames; those that touch or overlap become one stretch of time."""
    spans: list[tuple[int, int]] = []
    for first, last in sorted(track.span for track in tracks):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(spans[-1][1], last))
        else:
            spans.append((first, last))
    return tuple(Appearance(timeline.start(first), timeline.start(last + 1)) for first, last in spans)


def best_samples(samples: Iterable[Sample]) -> list[Sample]:
    """Return the best pictures, the best first."""
    pictured = (sample for sample in samples if sample.jpeg)
    return sorted(pictured, key=lambda sample: (-sample.quality, sample.frame))[:THUMBNAILS]


def _thumbnail(face_id: int, sample: Sample, timeline: Timeline) -> FaceThumbnail:
    name = uuid.uuid5(THUMBNAIL_SPACE, f"{face_id}/{sample.frame}/{hashlib.sha256(sample.jpeg).hexdigest()}")
    return FaceThumbnail(str(name), timeline.start(sample.frame), sample.jpeg)
