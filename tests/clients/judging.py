"""Judges what a client has done: by the file that it brought, and by what the service counted."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
from prometheus_client.parser import text_string_to_metric_families

from contract_tests.redactions import CORE, DARK, Original, faults, kind_of
from contract_tests.video import Box, Film, brightness, faces_by_frame, film
from scripts.sample_clip import SampleTruth
from tests.emulator.api import Api

TOKEN_STEP = "ccessToken"  # noqa: S105 - part of the names of all operations that give one
WANTED = {
    ("uploadVideo", "200"): 1,
    ("getVideoIndex", "200"): 2,  # in the meantime, and once it is done
    ("redactVideo", "202"): 1,
    ("getJob", "303"): 1,
    ("getVideoSourceFileDownloadUrl", "200"): 1,
    ("listVideos", "200"): 1,
    ("deleteVideo", "204"): 2,  # the original and the redacted one
}
"""Answers that the service must have given to each client, at least."""

Counts = Counter[tuple[str, str]]


def original_of(url: str, clip: Path) -> Original:
    """Where the faces of a clip are, as the service finds them; an upload of its own, deleted again."""
    with Api(url) as api:
        video_id = api.upload(clip)
        assert api.wait_indexed(video_id) == "Processed"
        artifact = httpx.get(
            api.get(f"Videos/{video_id}/ArtifactUrl", params={"type": "Faces"}).json()
        ).json()
        api.call("DELETE", f"Videos/{video_id}")
    return Original(video_id, film(clip.read_bytes()), faces_by_frame(artifact))


def wrong_with_file(original: Original, truth: SampleTruth, file: Path, faces: dict[str, Any]) -> list[str]:
    """What is wrong with a redacted file: its faces, the rest of the picture, times, duration, sound."""
    if not file.exists():
        return ["there is no file"]
    try:
        result = film(file.read_bytes())
    except av.FFmpegError as error:
        return [f"the file can't be decoded: {error}"]
    found = faults(original, result, faces)
    if abs(result.duration - original.film.duration) > 1 / truth.rate:
        found.append(f"it lasts {result.duration} seconds, {original.film.duration} before")
    if not found and kind_of(faces) == "Black" and "filter" not in faces:
        found += _shown(truth, result)
    return found


def _shown(truth: SampleTruth, result: Film) -> Iterator[str]:
    """Faces that aren't black, by what was painted, whatever the service found."""
    for person, boxes in truth.boxes.items():
        for index, painted in boxes.items():
            box = Box(painted.x, painted.y, painted.width, painted.height).scaled(CORE)
            picture = result.pictures[index]
            if brightness(picture, box.mask(picture.shape)) > DARK:
                yield f"frame {index}: {person} is seen"


def counted(url: str, authority: ssl.SSLContext) -> Counts:
    """How often the service gave which answer: by operation and status."""
    text = httpx.get(f"{url}/_metrics", verify=authority).text
    return Counter(
        {
            (sample.labels["operation"], sample.labels["status"]): int(sample.value)
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == "vi_emulator_requests_total"
        }
    )


def wrong_with_answers(before: Counts, after: Counts) -> list[str]:
    """What is missing among the answers that the service gave in between."""
    given = after - before
    found = [
        f"{operation} was answered {given[operation, status]} times with {status}, not {count}"
        for (operation, status), count in WANTED.items()
        if given[operation, status] < count
    ]
    if not any(TOKEN_STEP in operation and status == "200" for operation, status in given):
        found.append("no token was issued")
    return found
