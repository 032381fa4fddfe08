"""What was accepted is carried to its end: over a kill, a stop, and a restart."""

from __future__ import annotations

import socket
import sqlite3
from fractions import Fraction
from pathlib import Path

import av
import httpx
import pytest

from tests.emulator.api import Api, wait_for
from tests.emulator.pictures import frames
from tests.emulator.process import Process

pytestmark = pytest.mark.slow


def _video_files(data: Path) -> set[str]:
    return {path.name for path in (data / "blobs" / "videos").iterdir()}


def _scratch(data: Path) -> list[str]:
    return [path.name for path in (data / "scratch").iterdir()]


def _work_has_begun(data: Path) -> bool:
    """Tell whether the engine has taken a workflow of the queue that hasn't ended."""
    with sqlite3.connect(f"file:{data / 'jobs.sqlite'}?mode=ro", uri=True) as jobs:
        found = jobs.execute("SELECT count(*) FROM workflow_status WHERE status = 'PENDING'").fetchone()
    jobs.close()
    return bool(found[0])


def _assert_hidden(emulator: Api, video_id: str, original: Path, redacted: Path) -> None:
    """The redacted file has every frame of the original, and a black box on each face."""
    artifact = emulator.faces(video_id)
    before, after = frames(original.read_bytes()), frames(redacted.read_bytes())
    assert len(before) == len(after) == artifact["frameCount"]
    hidden = 0
    for frame in artifact["frames"]:
        for box in frame["faces"]:
            x, y = max(0, int(box["x"] + box["width"] / 2)), max(0, int(box["y"] + box["height"] / 2))
            centre = after[frame["index"]][y - 2 : y + 2, x - 2 : x + 2]
            assert centre.size == 0 or centre.max() < 40, f"frame {frame['index']} shows a face"
            hidden += 1
    assert hidden > len(before) / 2
    with av.open(str(original)) as first, av.open(str(redacted)) as second:
        assert Fraction(first.duration or 0, 1) == pytest.approx(second.duration or 0, abs=100_000)


def _upload_and_index(emulator: Api, clip: Path) -> str:
    video_id = emulator.upload(clip, name="source")
    assert emulator.wait_indexed(video_id) == "Processed"
    return video_id


def _result(emulator: Api, job_id: str, folder: Path) -> tuple[str, Path]:
    answer = emulator.wait_job(job_id)
    assert answer.status_code == 303, answer.text
    new_id = answer.headers["location"].split("/Videos/")[1].split("/")[0]
    path = folder / "redacted.mp4"
    path.write_bytes(emulator.download(f"Videos/{new_id}/SourceFile/DownloadUrl"))
    return new_id, path


@pytest.mark.parametrize("half", ["an upload", "a download"])
def test_a_stop_doesnt_wait_for_a_slow_client(tmp_path: Path, sample_clip: Path, half: str) -> None:
    """Who sends or reads no more would hold the service for ever."""
    with Process(tmp_path / "data") as process:
        host, port = process.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as client:
            if half == "an upload":
                head = f"POST {process.api.path('Videos?name=x')} HTTP/1.1\r\nContent-Length: 100000\r\n"
                head += "Content-Type: multipart/form-data; boundary=b\r\n"
                client.sendall(f"{head}{_of(process)}\r\n--b\r\n".encode())
            else:
                big = tmp_path / "big.mp4"
                big.write_bytes(sample_clip.read_bytes() + bytes(60_000_000))
                video = process.api.upload(big, indexingPreset="BasicAudio")
                url = httpx.URL(process.api.get(f"Videos/{video}/SourceFile/DownloadUrl").json())
                client.sendall(f"GET {url.raw_path.decode()} HTTP/1.1\r\n{_of(process)}\r\n".encode())
                client.recv(1000)

            assert process.stop() == 0


def _of(process: Process) -> str:
    return f"Host: {process.url.removeprefix('http://')}\r\nAuthorization: Bearer {process.api.token}\r\n"


def test_a_killed_analysis_is_done_after_the_restart(tmp_path: Path, sample_clip: Path) -> None:
    """Once, with the right result, and nothing half-made is left."""
    data = tmp_path / "data"
    with Process(data) as first:
        first.api.hold(held=True)
        running, waiting = first.api.upload(sample_clip), first.api.upload(sample_clip)
        wait_for(lambda: first.api.state(running), lambda state: state == "Processing")
        assert first.api.state(waiting) == "Uploaded"
        first.kill()

    with Process(data) as second:
        for video_id in (running, waiting):
            assert second.api.wait_indexed(video_id) == "Processed"
            insights = second.api.get(f"Videos/{video_id}/Index").json()["videos"][0]["insights"]
            assert [face["id"] for face in insights["faces"]] == [1000, 1001]
        assert {running, waiting} == {video["id"] for video in second.api.videos()}
        assert {running, waiting} == _video_files(data)
        assert _scratch(data) == []


def test_a_killed_redaction_is_done_after_the_restart(tmp_path: Path, sample_clip: Path) -> None:
    """One new video, with every frame and every face hidden; nothing half-made is left."""
    data = tmp_path / "data"
    with Process(data) as first:
        source = _upload_and_index(first.api, sample_clip)
        first.api.hold(held=True)
        job_id = first.api.redact(source, {"blurringKind": "Black"}, name="target")
        waiting = first.api.redact(source, {"blurringKind": "Black"}, name="waiting")
        wait_for(lambda: _work_has_begun(data), bool)
        first.kill()

    with Process(data) as second:
        target, path = _result(second.api, job_id, tmp_path)
        _assert_hidden(second.api, source, sample_clip, path)
        second_target, _ = _result(second.api, waiting, tmp_path)
        assert {source, target, second_target} == {video["id"] for video in second.api.videos()}
        assert {source, target, second_target} == _video_files(data)
        assert _scratch(data) == []
        assert second.api.state(source) == "Processed"


def test_a_redaction_killed_while_it_encodes_is_done_after_the_restart(
    tmp_path: Path, sample_clip: Path
) -> None:
    """Whatever it had written by then."""
    data = tmp_path / "data"
    with Process(data) as first:
        source = _upload_and_index(first.api, sample_clip)
        job_id = first.api.redact(source, {"blurringKind": "Black"}, name="target")
        wait_for(
            lambda: (
                bool(list(data.glob("scratch/*/*"))) or first.api.get(f"Jobs/{job_id}").status_code == 303
            ),
            bool,
        )
        first.kill()

    with Process(data) as second:
        target, path = _result(second.api, job_id, tmp_path)
        _assert_hidden(second.api, source, sample_clip, path)
        assert {source, target} == {video["id"] for video in second.api.videos()}
        assert {source, target} == _video_files(data)
        assert _scratch(data) == []


def test_a_stop_is_quick_and_the_work_goes_on_after_the_restart(tmp_path: Path, sample_clip: Path) -> None:
    """In the middle of a redaction, the exit code is 0."""
    data = tmp_path / "data"
    with Process(data) as first:
        source = _upload_and_index(first.api, sample_clip)
        first.api.hold(held=True)
        job_id = first.api.redact(source, {"blurringKind": "Black"}, name="target")
        wait_for(lambda: _work_has_begun(data), bool)
        assert first.stop() == 0
        assert "Traceback" not in first.errors

    with Process(data) as second:
        target, path = _result(second.api, job_id, tmp_path)
        _assert_hidden(second.api, source, sample_clip, path)
        assert {source, target} == _video_files(data)


def test_a_restart_keeps_everything(tmp_path: Path, sample_clip: Path) -> None:
    """Videos, jobs, tokens and signed URLs; only held work is let go."""
    data = tmp_path / "data"
    with Process(data) as first:
        source = _upload_and_index(first.api, sample_clip)
        job_id = first.api.redact(source, {})
        location = first.api.wait_job(job_id).headers["location"]
        token, listed = first.api.token, first.api.videos()
        url = httpx.URL(first.api.get(f"Videos/{source}/SourceFile/DownloadUrl").json())
        first.api.hold(held=True)
        assert first.stop() == 0

    with Process(data) as second:
        assert listed == second.api.videos()
        assert second.api.get("Videos", token=token).status_code == 200
        job = second.api.get(f"Jobs/{job_id}", token=token)
        assert httpx.URL(location).path == httpx.URL(job.headers["location"]).path
        moved = url.copy_with(port=httpx.URL(second.url).port)
        assert sample_clip.read_bytes() == httpx.get(moved).content
        assert second.api.control("GET", "pacing").json() == {"held": False}
