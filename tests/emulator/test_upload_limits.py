"""How large an upload may be, what counts as a duplicate, and how long a video is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.requests import Request

from tests.emulator.api import Api, assert_problem
from tests.emulator.test_upload import END, MULTIPART, SMALL, part, send
from video_indexer_emulator.errors import FileTooLarge
from video_indexer_emulator.http.upload import receive_file
from video_indexer_emulator.service.library import Library, draft
from video_indexer_emulator.storage.blobs import Blobs, video_key
from video_indexer_emulator.storage.catalog import Catalog


def _receive(body: list[bytes], path: Path, max_bytes: int) -> str | None:
    headers = [(name.lower().encode(), value.encode()) for name, value in MULTIPART.items()]
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in body]
    queue = iter([*messages, {"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, object]:
        return next(queue)

    return asyncio.run(receive_file(Request({"type": "http", "headers": headers}, receive), path, max_bytes))


def test_a_file_of_the_largest_size_is_taken_and_one_byte_more_is_not(tmp_path: Path) -> None:
    """The limit counts the file, not the body around it."""
    assert _receive([part(SMALL) + END], tmp_path / "f", len(SMALL)) == "clip.mp4"
    assert (tmp_path / "f").read_bytes() == SMALL
    with pytest.raises(FileTooLarge):
        _receive([part(SMALL) + END], tmp_path / "f", len(SMALL) - 1)


def test_a_file_that_grows_too_large_is_refused_before_its_end(tmp_path: Path) -> None:
    """The disk is not filled first."""
    body = [part(b"")[:-2]] + [b"x" * 1000] * 100

    with pytest.raises(FileTooLarge):
        _receive(body, tmp_path / "f", 5000)

    assert (tmp_path / "f").stat().st_size <= 5000


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_it_doesnt_matter_how_the_body_is_cut(tmp_path: Path, size: int) -> None:
    """A boundary may be split over many chunks."""
    content = b"\r\n--xYzZ\r\n--" * 3
    whole = part(b"field", 'form-data; name="a"') + part(content) + END
    chunks = [whole[at : at + size] for at in range(0, len(whole), size)]

    assert _receive(chunks, tmp_path / "f", 10_000) == "clip.mp4"
    assert (tmp_path / "f").read_bytes() == content


def test_a_fields_bytes_dont_count_as_the_files(tmp_path: Path) -> None:
    """Only what is kept is limited; a part that is passed over isn't kept."""
    body = part(SMALL) + part(b"x" * 10_000, 'form-data; name="a"') + END

    assert _receive([body], tmp_path / "f", len(SMALL)) == "clip.mp4"


@pytest.fixture
def original(emulator: Api, sample_clip: Path) -> Iterator[bytes]:
    """The sample clip with a few bytes behind it, so that its content is this test's alone."""
    content = sample_clip.read_bytes() + b"\0\0\0\x08free"
    yield content
    for video in emulator.videos():
        if video["name"] in {"original", "twin"}:
            emulator.call("DELETE", f"Videos/{video['id']}")


def test_a_duplicate_is_refused_on_request_alone(emulator: Api, original: bytes) -> None:
    """409 names the video that is there already."""
    first = send(emulator, part(original) + END, name="original", preventDuplicates="true")
    video_id = first.json()["id"]
    assert emulator.wait_indexed(video_id) == "Processed"

    refused = send(emulator, part(original) + END, name="twin", preventDuplicates="True")
    taken = send(emulator, part(original) + END, name="twin")

    assert_problem(refused, 409, "ALREADY_EXISTS")
    assert f"video id: '{video_id}'" in refused.json()["Message"]
    assert taken.status_code == 200


def test_a_duplicate_of_a_video_in_analysis_is_a_conflict_too(held: Api, original: bytes) -> None:
    """With the ErrorType that says so."""
    send(held, part(original) + END, name="original")

    refused = send(held, part(original) + END, name="twin", preventDuplicates="true")

    assert_problem(refused, 409, "VIDEO_INDEXING_IN_PROGRESS")


def test_a_file_that_failed_or_was_deleted_is_no_duplicate(emulator: Api) -> None:
    """It may be tried again."""
    for _ in range(2):
        response = send(emulator, part(SMALL) + END, name="original", preventDuplicates="true")
        assert response.status_code == 200
        assert emulator.wait_indexed(response.json()["id"]) == "Failed"
    for video in emulator.videos():
        if video["name"] == "original":
            emulator.call("DELETE", f"Videos/{video['id']}")


def test_another_accounts_file_is_no_duplicate(emulator: Api, neighbour: Api, original: bytes) -> None:
    """It tells nothing of the neighbour's videos."""
    send(emulator, part(original) + END, name="original")

    response = send(neighbour, part(original) + END, name="twin", preventDuplicates="true")

    assert response.status_code == 200
    neighbour.call("DELETE", f"Videos/{response.json()['id']}")


def test_a_retention_period_is_taken_and_kept(emulator: Api) -> None:
    """One to seven days; nothing is deleted before."""
    response = send(emulator, part(SMALL) + END, retentionPeriod="1")

    assert response.status_code == 200
    assert emulator.get(f"Videos/{response.json()['id']}/Index").status_code == 200
    emulator.call("DELETE", f"Videos/{response.json()['id']}")


def test_the_sweep_deletes_what_has_expired_and_nothing_else(tmp_path: Path) -> None:
    """Row and files of a video whose retention period is over."""
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    blobs = Blobs(None, tmp_path / "blobs", tmp_path)
    now = datetime.now(UTC)
    kept, later, over = (draft("a", name) for name in ("kept", "later", "over"))
    for video, expires in ((kept, None), (later, now + timedelta(days=1)), (over, now)):
        catalog.add_video(replace(video, expires=expires))
        blobs.put(video_key(video.id, "source.mp4"), b"x")
    library = Library(catalog, blobs, None, None)  # type: ignore[arg-type]

    library.sweep()

    assert {kept.id, later.id} == set(catalog.video_ids())
    assert {kept.id, later.id} == {path.name for path in (tmp_path / "blobs" / "videos").iterdir()}
    catalog.close()
