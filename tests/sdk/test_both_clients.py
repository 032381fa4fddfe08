"""Both clients go the whole way, offer the same, and leave nothing behind."""

from __future__ import annotations

import inspect
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from tests.emulator.api import Api
from tests.sdk.stub import Reply, Stub
from tests.sdk.test_job_forms import listed
from tests.sdk.test_sdk_whole_way import frames
from tests.sdk.ways import EITHER, Script, Way
from video_indexer_redaction import (
    AsyncRedactionClient,
    AsyncRedactionJob,
    Redaction,
    RedactionClient,
    RedactionJob,
    RetryPolicy,
    Target,
    development_target,
)
from video_indexer_redaction.errors import BadRequest, ServerFailure, UsageError


@pytest.fixture
def target(emulator_url: str) -> Target:
    """The development account of the running emulator."""
    return development_target(emulator_url)


@pytest.fixture
def unchanged(emulator: Api) -> Iterator[Callable[[], set[str]]]:
    """Check that the call leaves the account as it was, unless the test deletes what is new."""

    def ids() -> set[str]:
        return {video["id"] for video in emulator.videos()}

    before = ids()
    yield lambda: ids() - before
    assert ids() == before


def test_both_clients_have_the_same_methods_with_the_same_arguments() -> None:
    """One text serves both, and the docstrings come along."""

    def methods(client: type) -> dict[str, str]:
        public = {name: value for name, value in vars(client).items() if inspect.isfunction(value)}
        public = {name: value for name, value in public.items() if not name.startswith("_")}
        texts = {name: f"{inspect.signature(value)} {value.__doc__}" for name, value in public.items()}
        return {name: text.replace("AsyncRedactionJob", "RedactionJob") for name, text in texts.items()}

    one, other = methods(RedactionClient), methods(AsyncRedactionClient)

    assert one.pop("close")
    assert other.pop("aclose")
    assert one == other
    assert len(one) == 24
    assert all("Args:" in text and "Raises:" in text for text in one.values())


def test_both_kinds_of_job_have_the_same_methods() -> None:
    """And the same properties, which are in the class above."""

    def methods(job: type) -> dict[str, str]:
        public = {name: value for name, value in vars(job).items() if not name.startswith("_")}
        return {name: f"{inspect.signature(value)} {value.__doc__}" for name, value in public.items()}

    assert methods(RedactionJob) == methods(AsyncRedactionJob)
    assert set(methods(RedactionJob)) == {"status", "done", "result"}


@EITHER
def test_one_call_makes_a_redacted_clip_and_leaves_nothing_behind(
    way: Way, target: Target, unchanged: Any, sample_clip: Path, tmp_path: Path
) -> None:
    """With the progress of each step."""
    told: dict[str, list[float]] = {}

    made: Redaction = way(
        "redact_video", sample_clip, tmp_path / "out.mp4", kind="Black", target=target,
        on_progress=lambda step, done: told.setdefault(step, []).append(done),
    )  # fmt: skip

    assert frames(made.path) == frames(sample_clip)
    assert [face.id for face in made.faces] == [1000, 1001]
    assert made.left_behind == ()
    assert {"Uploading", "Downloading"} <= told.keys()
    assert told["Uploading"][-1] == told["Downloading"][-1] == 1.0


@EITHER
def test_keep_leaves_both_videos(
    way: Way, target: Target, unchanged: Any, sample_clip: Path, tmp_path: Path
) -> None:
    """Under the ids that are told."""
    made: Redaction = way(
        "redact_video", str(sample_clip), str(tmp_path / "out.mp4"), keep=True, target=target
    )

    assert unchanged() == {made.video_id, made.redacted_video_id}
    for video in (made.video_id, made.redacted_video_id):
        way("delete", video, target=target)


@EITHER
def test_an_error_leaves_nothing_behind(
    way: Way, target: Target, unchanged: Any, sample_clip: Path, tmp_path: Path
) -> None:
    """Nor a file."""
    with pytest.raises(BadRequest, match="4711"):
        way("redact_video", sample_clip, tmp_path / "out.mp4", only=[4711], target=target)

    assert unchanged() == set()
    assert not list(tmp_path.iterdir())


@EITHER
def test_what_could_not_be_deleted_is_told(
    way: Way, target: Target, emulator: Api, sample_clip: Path, tmp_path: Path
) -> None:
    """In the result, and in a note of the error."""
    once = RetryPolicy(attempts=1)
    emulator.control("POST", "faults", json={"operationId": "deleteVideo", "status": 500, "count": 3})

    made: Redaction = way("redact_video", sample_clip, tmp_path / "out.mp4", target=target, retry=once)
    with pytest.raises(BadRequest) as caught:
        way("redact_video", sample_clip, tmp_path / "o.mp4", only=[4711], target=target, retry=once)

    assert made.left_behind == (made.video_id, made.redacted_video_id)
    note = caught.value.__notes__[0]
    for video in (*made.left_behind, note.rsplit(" ", 1)[1]):
        way("delete", video, target=target)


@pytest.mark.parametrize("held", [True, False], ids=["while indexing", "at once"])
def test_a_cancelled_call_leaves_nothing_behind(  # noqa: PLR0917 - fixtures
    target: Target, unchanged: Any, emulator: Api, sample_clip: Path, tmp_path: Path, held: bool
) -> None:
    """The deleting is done although the call is cancelled."""
    emulator.hold(held=True)

    async def cancelled() -> float:
        async with AsyncRedactionClient(target) as client:
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as group:
                    group.start_soon(client.redact_video, sample_clip, tmp_path / "out.mp4")
                    while held and not await anyio.to_thread.run_sync(unchanged):
                        await anyio.sleep(0.02)
                    # While indexing, the answer with the id must arrive. At once means before the upload
                    # is whole: the service keeps what it has got, whichever side hangs up.
                    await anyio.sleep(0.05 if held else 0)
                    began = time.monotonic()
                    scope.cancel()
            return time.monotonic() - began

    try:
        assert anyio.run(cancelled) < 5
    finally:
        emulator.hold(held=False)

    assert not list(tmp_path.iterdir())


@EITHER
def test_an_upload_from_an_open_file_begins_where_that_stands(
    way: Way, target: Target, unchanged: Any, sample_clip: Path
) -> None:
    """And leaves it open."""
    file = io.BytesIO(b"junk" + sample_clip.read_bytes())
    file.seek(4)

    video = way("upload", file, name="from memory", external_id="mine", target=target)

    way("wait_until_indexed", video, target=target)
    assert not file.closed
    assert way("find", "mine", target=target) == video
    assert "from memory" in [found.name for found in way("list", target=target)]
    way("delete", video, target=target)


@EITHER
def test_an_upload_by_url_is_fetched_by_the_service(
    way: Way, target: Target, unchanged: Any, sample_clip: Path, stub: Stub
) -> None:
    """The file doesn't pass through here."""
    stub.always(Reply(200, sample_clip.read_bytes(), {"Content-Type": "video/mp4"}))

    video = way("upload", url=f"{stub.url}/there/a%20clip.mp4", target=target)

    index = way("wait_until_indexed", video, target=target)
    assert (index.name, index.state) == ("a clip.mp4", "Processed")
    way("delete", video, target=target)


@EITHER
def test_thumbnails_are_pictures_of_the_listed_people(
    way: Way, target: Target, indexed: str, tmp_path: Path
) -> None:
    """Given one by one, or saved."""
    pictures = way("thumbnails", indexed, target=target)
    saved = way("save_thumbnails", indexed, tmp_path / "people", target=target)

    assert {1000, 1001} == {picture.face_id for picture in pictures}
    assert [picture.jpeg for picture in pictures] == [path.read_bytes() for path in saved]
    assert sorted(saved) == sorted((tmp_path / "people").iterdir())


@EITHER
def test_a_list_is_read_page_by_page(way: Way) -> None:
    """As far as there are more; a page that leads back ends it."""

    def page(name: str, skip: int, *, done: bool) -> httpx.Response:
        onward = {"pageSize": 1000, "skip": skip, "done": done}
        return httpx.Response(200, json={"results": [listed(name)], "nextPage": onward})

    service = Script(page("a", 1, done=False), page("b", 2, done=False), page("c", 2, done=False))

    assert [video.external_id for video in way("list", handler=service)] == ["a", "b", "c"]
    assert [request.url.params["skip"] for request in service.sent] == ["0", "1", "2"]


@EITHER
@pytest.mark.parametrize(
    ("method", "arguments", "how"),
    [
        ("upload", (), {}),
        ("upload", (Path(__file__),), {"url": "http://x/y"}),
        ("upload", (5,), {}),
        ("upload", (io.StringIO("text"),), {}),
        ("delete", ("",), {}),
        ("delete", ("..",), {}),
        ("redact", ("v",), {"only": ["x"]}),
        ("redact", ("v",), {"kind": "Mosaic"}),
        ("upload", (Path(__file__),), {"name": "\ud800"}),
        ("upload", ("\0.mp4",), {}),
        ("download", ("v", "\ud800.mp4"), {}),
        ("save_thumbnails", ("v", "\0"), {}),
    ],
)
def test_what_cannot_be_asked_for_is_refused_unsent(
    way: Way, method: str, arguments: tuple[Any, ...], how: dict[str, Any]
) -> None:
    """`..` would make of one video's address that of all videos."""
    service = Script(httpx.Response(500))

    with pytest.raises(UsageError):
        way(method, *arguments, handler=service, **how)

    assert not service.sent


@EITHER
def test_a_file_of_the_callers_own_that_is_missing_is_an_error_of_the_system(way: Way) -> None:
    """As everywhere in Python."""
    with pytest.raises(FileNotFoundError):
        way("upload", Path("absent.mp4"), handler=Script(httpx.Response(500)))


@EITHER
def test_an_empty_file_is_not_sent(way: Way, tmp_path: Path) -> None:
    """It is named; most often something has gone wrong before."""
    clip, service = tmp_path / "clip.mp4", Script(httpx.Response(500))
    clip.touch()

    with pytest.raises(UsageError, match=r"clip\.mp4 is empty"):
        way("redact_video", clip, tmp_path / "out.mp4", handler=service)

    assert not service.sent


@EITHER
def test_an_upload_tells_bytes_and_keeps_memory_flat(way: Way, tmp_path: Path, stub: Stub) -> None:
    """The file is never in memory as a whole."""
    clip, sizes = tmp_path / "clip.mp4", list[tuple[int, int | None]]()
    with clip.open("wb") as file:
        file.truncate(8 * 1024 * 1024)
    stub.always(Reply(500))

    with pytest.raises(ServerFailure):
        way("upload", clip, target=Target(stub.url, "trial", "d0000000-0000-4000-8000-000000000001", "t"),
            on_bytes=lambda done, total: sizes.append((done, total)))  # fmt: skip

    assert len(sizes) > 100
    assert sizes[-1][0] == sizes[-1][1] == int(stub.sent[0].headers["content-length"])
