"""Telling people apart: face embeddings with SFace, and grouping of tracks by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np

from .geometry import held_share
from .observation import RawTrack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

ALIGNED = 112  # pixels a side of the picture that the network wants
TEMPLATE = np.array(  # where it wants the landmarks; order as in Detection.landmarks
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)],
    np.float32,
)
SAME_PLACE = 0.3  # of the smaller box: two tracks that share so much are one face found twice, or half of it


class Embedding(NamedTuple):
    """What the network makes of a face."""

    direction: NDArray[np.float32]  # (128,), of length 1: whose face it is
    strength: float  # the length before: how much of a face there is; 9 to 13 for clear ones


def embed(session: Any, picture: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> Embedding:
    """Return the embedding of a face in a BGR picture."""
    return embedding_of(session, aligned(picture, landmarks))


def aligned(picture: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return a face of a BGR picture as the network wants it: upright, (ALIGNED, ALIGNED, 3)."""
    face = cv2.warpAffine(picture, _similarity(landmarks), (ALIGNED, ALIGNED))
    return np.asarray(face, np.uint8)


def embedding_of(session: Any, face: NDArray[Any]) -> Embedding:
    """Return the embedding of an aligned face."""
    tensor = np.ascontiguousarray(face[:, :, ::-1].transpose(2, 0, 1)[None], np.float32)
    vector = session.run(None, {"data": tensor})[0][0]
    strength = float(np.linalg.norm(vector))
    return Embedding(np.asarray(vector / (strength + 1e-9), np.float32), strength)


def _similarity(landmarks: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the turn, scale and shift (2, 3) that brings the landmarks nearest to the template."""
    source, target = landmarks.mean(axis=0), TEMPLATE.mean(axis=0)
    # As complex numbers the map is z -> factor * z + shift, and least squares has a closed form.
    one = (landmarks - source) @ (1, 1j)
    other = (TEMPLATE - target) @ (1, 1j)
    factor = np.vdot(one, other) / max(1e-9, np.vdot(one, one).real)
    matrix = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    return np.column_stack([matrix, target - matrix @ source])


def group(tracks: Sequence[RawTrack], same_person: float) -> list[int]:
    """Return a group number for each track: one for each person.

    Average-link clustering of the tracks' mean embeddings. Tracks without an embedding stay alone, and
    two tracks that show two faces in the same frame never come together.
    """
    groups = list(range(len(tracks)))
    members = [index for index, track in enumerate(tracks) if _embedding(track) is not None]
    if len(members) < 2:
        return groups
    vectors = np.array([_embedding(tracks[index]) for index in members], np.float64)
    links = vectors @ vectors.T
    links[_apart([tracks[index] for index in members])] = -np.inf
    np.fill_diagonal(links, -np.inf)
    sizes = np.ones(len(members))
    owner = np.arange(len(members))
    while True:
        one, other = divmod(int(np.argmax(links)), len(members))
        if links[one, other] < same_person:
            break
        # Average link: the new group's likeness to any third is the mean over all pairs of tracks.
        joined = (sizes[one] * links[one] + sizes[other] * links[other]) / (sizes[one] + sizes[other])
        links[one], links[:, one] = joined, joined
        links[other], links[:, other] = -np.inf, -np.inf
        links[one, one] = -np.inf
        sizes[one] += sizes[other]
        owner[owner == other] = one
    for position, index in enumerate(members):
        groups[index] = members[owner[position]]
    return groups


def _embedding(track: RawTrack) -> NDArray[np.float64] | None:
    known = [sample.embedding for sample in track.samples if sample.embedding is not None]
    if not known:
        return None
    total = np.sum(known, axis=0, dtype=np.float64)
    return np.asarray(total / (np.linalg.norm(total) + 1e-9))


def _apart(tracks: Sequence[RawTrack]) -> NDArray[np.bool_]:
    """Tell for each pair (n, n) whether both are seen in one frame, at two places."""
    apart = np.zeros((len(tracks), len(tracks)), bool)
    places = [track.boxes for track in tracks]
    spans = [(min(place), max(place)) for place in places]
    for one, place in enumerate(places):
        for other in range(one):
            if spans[one][0] <= spans[other][1] and spans[other][0] <= spans[one][1]:
                shared = place.keys() & places[other].keys()
                far = [
                    frame for frame in shared if held_share(place[frame], places[other][frame]) < SAME_PLACE
                ]
                apart[one, other] = apart[other, one] = bool(far)
    return apart
