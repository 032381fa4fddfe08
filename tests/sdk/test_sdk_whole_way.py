"""From a clip to a redacted clip through the SDK."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import pytest

from tests.emulator.api import Api
from video_indexer_redaction import RedactionClient
from video_indexer_redaction.errors import BadRequest, IndexingFailed, NotFound, UsageError


def frames(clip: Path) -> int:
    """Count the frames that can be decoded."""
    with av.open(str(clip)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_clip_goes_in_and_a_redacted_clip_comes_out(
    client: RedactionClient, sample_clip: Path, tmp_path: Path
) -> None:
    """Upload, wait, list faces, redact, wait, download, delete; with progress all the way."""
    target, told = tmp_path / "new" / "out.mp4", list[float]()

    video = client.upload(sample_clip, on_progress=told.append)
    client.wait_until_indexed(video, on_progress=told.append)
    faces = client.faces(video)
    job = client.redact(video, "Black")
    redacted = client.wait_for_job(job, on_progress=told.append)
    client.download(redacted, target, on_progress=told.append)

    assert [face.id for face in faces] == [1000, 1001]
    assert all(face.seen_seconds > 0 and 0 < face.confidence <= 1 for face in faces)
    assert frames(target) == frames(sample_clip)
    assert target.read_bytes() != sample_clip.read_bytes()
    assert told
    assert all(0 <= fraction <= 1 for fraction in told)
    assert [target] == list(target.parent.iterdir())
    for made in (video, redacted):
        client.delete(made)
        with pytest.raises(NotFound):
            client.faces(made)


@pytest.mark.parametrize(("only", "but"), [([1000], None), (None, [1000])], ids=["only", "but"])
def test_a_choice_of_faces_gives_another_result_than_all(
    client: RedactionClient, indexed: str, tmp_path: Path, only: list[int] | None, but: list[int] | None
) -> None:
    """`only` and `but` reach the service as Include and Exclude."""
    everybody, chosen = tmp_path / "everybody.mp4", tmp_path / "chosen.mp4"

    client.download(client.wait_for_job(client.redact(indexed, "Black")), everybody)
    client.download(client.wait_for_job(client.redact(indexed, "Black", only=only, but=but)), chosen)

    assert everybody.read_bytes() != chosen.read_bytes()


def test_only_and_but_together_are_refused_before_anything_is_sent(
    client: RedactionClient, indexed: str
) -> None:
    """They contradict each other."""
    with pytest.raises(UsageError, match="either"):
        client.redact(indexed, only=[1000], but=[1001])


@pytest.mark.parametrize("ids", [1000, "1000", ["1000"], [1.5]], ids=str)
def test_ids_that_are_none_are_refused_before_anything_is_sent(
    client: RedactionClient, indexed: str, ids: Any
) -> None:
    """Whatever a caller without a type checker gives."""
    with pytest.raises(UsageError, match="a list of their ids"):
        client.redact(indexed, only=ids)


@pytest.mark.parametrize("link", [None, "symlink_to", "hardlink_to"], ids=str)
def test_the_clip_is_never_overwritten(
    client: RedactionClient, sample_clip: Path, tmp_path: Path, link: str | None
) -> None:
    """Neither by the result nor by the faces, by whatever name, given as a path or open."""
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(sample_clip.read_bytes())
    other = tmp_path / "other.mp4" if link else clip
    if link:
        getattr(other, link)(clip)

    with pytest.raises(UsageError, match="never overwritten"):
        client.redact_video(clip, other)
    with clip.open("rb") as file, pytest.raises(UsageError, match="never overwritten"):
        client.redact_video(file, tmp_path / "out.mp4", faces_file=other)

    assert clip.read_bytes() == sample_clip.read_bytes()


def test_an_unknown_face_is_told_with_its_number(client: RedactionClient, indexed: str) -> None:
    """The service's own words come through."""
    with pytest.raises(BadRequest, match="4711"):
        client.redact(indexed, only=[4711])


def test_a_file_that_is_no_video_fails_with_the_reason(client: RedactionClient, tmp_path: Path) -> None:
    """The upload is taken; the indexing says what is wrong."""
    text = tmp_path / "notes.mp4"
    text.write_text("no video at all")

    video = client.upload(text)

    with pytest.raises(IndexingFailed, match="can be read"):
        client.wait_until_indexed(video)
    client.delete(video)


def test_the_faces_artifact_has_a_box_for_every_listed_face(client: RedactionClient, indexed: str) -> None:
    """The artifact is fetched through its signed URL."""
    artifact = client.faces_artifact(indexed)

    boxed = {face["id"] for frame in artifact["frames"] for face in frame["faces"]}
    assert {face.id for face in client.faces(indexed)} <= boxed


def test_the_redacted_video_can_be_found_before_its_job_is_done(
    client: RedactionClient, emulator: Api, indexed: str
) -> None:
    """So it can be deleted when the wait is broken off."""
    emulator.hold(held=True)
    try:
        job = client.redact(indexed)
        early = client.redacted_video(job)
    finally:
        emulator.hold(held=False)

    assert client.wait_for_job(job) == early


def test_the_video_of_a_job_of_somebody_else_is_not_found(client: RedactionClient) -> None:
    """Only this client's own jobs bear its marks."""
    with pytest.raises(NotFound):
        client.redacted_video("unknown")
