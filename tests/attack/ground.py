"""What is attacked: a service in each of its forms, with a clip in it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from benchmarks.postgres import postgres
from tests.emulator.api import Api
from tests.emulator.process import Process
from tests.scale.worker import Worker
from video_indexer_emulator.settings import DEVELOPMENT_SECRET, SECOND_DEVELOPMENT_ACCOUNT
from video_indexer_redaction import embedded_emulator


class Mode(StrEnum):
    """How a service is run."""

    EMBEDDED = "embedded"  # by the SDK, for the length of a block
    ALONE = "alone"  # `vi-emulator`
    SPLIT = "serve + work"  # two processes that meet in PostgreSQL


@dataclass(frozen=True)
class Ground:
    """A running service, and what an attack may look at."""

    mode: Mode
    api: Api  # of the account that an attacker has a token for
    neighbour: Api  # of somebody else's account
    clip: Path
    video: str  # processed, of `api`
    private_urls: bool  # whether it may be led to this machine, where the hostile hosts of an attack are


@contextmanager
def ground(mode: Mode, folder: Path, clip: Path, *, private_urls: bool = True) -> Iterator[Ground]:
    """Run a service with a processed clip."""
    flags = ["--allow-private-urls"] if private_urls else []
    with _url(mode, folder, flags) as (url, secret):
        api = Api(url, secret=secret)
        neighbour = Api(url, SECOND_DEVELOPMENT_ACCOUNT, secret=secret)
        with api, neighbour:
            video = api.upload(clip, name="mine")
            assert api.wait_indexed(video) == "Processed"
            yield Ground(mode, api, neighbour, clip, video, private_urls)


@contextmanager
def _url(mode: Mode, folder: Path, flags: list[str]) -> Iterator[tuple[str, str]]:
    """Run a service; gives its address and its secret."""
    match mode:
        case Mode.EMBEDDED:
            with embedded_emulator(*flags) as url:
                yield url, url.secret
        case Mode.ALONE:
            with Process(folder / "data", *flags) as process:
                yield process.url, DEVELOPMENT_SECRET
        case Mode.SPLIT:
            place = tempfile.TemporaryDirectory(
                prefix="vi-postgres-"
            )  # in one of its own, or it can't get in
            with place as lies, postgres(Path(lies)) as server:
                shared = ["--database", server.url, "--blobs", f"file://{folder / 'blobs'}", *flags]
                with Worker(folder / "work", *shared) as worker:
                    worker.ready()
                    with Process(folder / "serve", "serve", *shared) as process:
                        yield process.url, DEVELOPMENT_SECRET


def children_of(parent: int) -> list[int]:
    """The processes that a process has started, and those that they have."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = entry.read_text().splitlines()
        except OSError:
            continue  # it has ended
        if f"PPid:\t{parent}" in lines:
            child = int(entry.parent.name)
            found += [child, *children_of(child)]
    return found


def mine() -> list[int]:
    """Every process that this one has started."""
    return children_of(os.getpid())
