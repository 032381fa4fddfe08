"""A consumer's program is checked by mypy --strict as it should be: no Any on the way."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from pathlib import Path

from video_indexer_redaction import AsyncRedactionClient, RedactionClient, Target

TARGET = Target("https://api.videoindexer.ai", "trial", "d0000000-0000-4000-8000-000000000001", "token")


def blocking() -> None:
    with RedactionClient(TARGET) as client:
        reveal_type(client.upload(Path("clip.mp4"), on_bytes=lambda done, total: None))
        reveal_type(client.faces("v"))
        reveal_type(client.redact_video("clip.mp4", "out.mp4", kind="Black"))
        for video in client.list():
            reveal_type(video.external_id)
        reveal_type(client.begin_redact("v", "Black").result(deadline=5))
        reveal_type(client.with_options(max_retries=2).job("j").status())
        for piece in client.stream("v"):
            reveal_type(piece)
        client.redact("v", "Mosaic")
        client.upload(5)


async def asynchronous() -> None:
    async with AsyncRedactionClient(TARGET) as client:
        reveal_type(await client.wait_for_job("j", deadline=60))
        reveal_type(await client.get_job("j"))
        job = await client.begin_redact("v")
        reveal_type(await job.result())
        async for picture in client.thumbnails("v"):
            reveal_type(picture.jpeg)
"""
REVEALED = [
    "str",
    "list[video_indexer_redaction.people.Face]",
    "video_indexer_redaction.whole_way.Redaction",
    "None | str | video_indexer_client.types.Unset",
    "str",
    "video_indexer_redaction.jobs.JobStatus",
    "bytes",
    "str",
    "video_indexer_redaction.jobs.JobStatus",
    "str",
    "bytes",
]


@pytest.mark.slow
def test_a_consumers_program_is_typed_throughout(tmp_path: Path) -> None:
    """Results are known, and wrong arguments are found."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")

    done = subprocess.run(  # noqa: S603 - this interpreter, our text
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert re.findall(r'Revealed type is "(.*)"', done.stdout) == REVEALED, done.stdout
    assert re.findall(r"error: .*\[(.*)\]", done.stdout) == ["arg-type", "arg-type"], done.stdout
