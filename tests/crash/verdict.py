"""What was lost: every promise about accepted work, judged when the service has come to rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from tests.crash.ledger import Known, Wish
from tests.crash.lives import World
from tests.emulator.api import Api, wait_for
from tests.emulator.pictures import SAME, difference

BROKEN = "SELECT count(*) FROM {}workflow_status WHERE status NOT IN ('SUCCESS')"


def losses(world: World, api: Api, reference: bytes, faces: list[int]) -> Iterator[str]:
    """Name each promise that was broken; nothing, if all were kept."""
    listed = {video["id"]: video for video in api.videos()}
    names = Counter(video["name"] for video in listed.values())
    for wish in world.ledger.wishes:
        yield from _of_wish(wish, api, listed, names[wish.name], faces)
        if wish.redaction and wish.video_id in listed:
            yield from _of_result(wish, api, reference)
    yield from _of_callbacks(world, listed)
    yield from _of_files(world.data, set(listed))


def _of_wish(wish: Wish, api: Api, listed: dict[str, Any], results: int, faces: list[int]) -> Iterator[str]:
    if results > 1:
        yield f"{wish.name}: {results} results"
    if not results and wish.accepted is Known.YES and wish.deleted is Known.NO:
        yield f"{wish.name}: accepted, and gone"
    if wish.job_id and api.get(f"Jobs/{wish.job_id}").status_code != 303:
        yield f"{wish.name}: its job didn't end well"
    index = api.get(f"Videos/{wish.video_id}/Index")
    if wish.deleted is Known.YES and (results or index.status_code != 404):
        yield f"{wish.name}: deleted, and still there"
    if results and wish.video_id in listed:
        if (listed[wish.video_id]["state"], index.status_code) != ("Processed", 200):
            yield f"{wish.name}: {listed[wish.video_id]['state']}, and its index answers {index.status_code}"
        elif not wish.redaction and _faces(index.json()) != faces:
            yield f"{wish.name}: faces {_faces(index.json())} instead of {faces}"


def _faces(index: dict[str, Any]) -> list[int]:
    return [face["id"] for face in index["videos"][0]["insights"]["faces"]]


def _of_result(wish: Wish, api: Api, reference: bytes) -> Iterator[str]:
    """A redacted file is the one that an undisturbed redaction makes."""
    try:
        off = difference(reference, api.download(f"Videos/{wish.video_id}/SourceFile/DownloadUrl"))
    except (AssertionError, ValueError, OSError) as error:
        yield f"{wish.name}: its file can't be used: {error}"
        return
    if off > SAME:
        yield f"{wish.name}: its pictures differ by {off:.1f} grey levels"


def _of_callbacks(world: World, listed: dict[str, Any]) -> Iterator[str]:
    """Each video that is there was told of, at least once, with its state."""
    wanted = {
        (wish.name, str(wish.video_id), "Processed")
        for wish in world.ledger.wishes
        if wish.video_id in listed and wish.deleted is Known.NO
    }

    def missing() -> set[tuple[str, str, str]]:
        return wanted - {(call["wish"], call["id"], call["state"]) for call in world.calls()}

    try:
        wait_for(missing, lambda left: not left)
    except AssertionError:
        yield from (f"{name}: no callback" for name, _, _ in sorted(missing()))


def _of_files(data: Path, known: set[str]) -> Iterator[str]:
    """Beside the videos there is nothing: no file without a video, nothing half-made."""
    folder = data / "blobs" / "videos"

    def strays() -> list[str]:
        alone = [path.name for path in folder.iterdir() if path.name not in known]
        staged = [path.name for path in folder.rglob("*#*")]
        return alone + staged + [path.name for path in (data / "scratch").iterdir()]

    try:
        wait_for(strays, lambda names: not names)
    except AssertionError:
        yield from (f"{name}: a file without a video" for name in strays())


def unsound(data: Path) -> Iterator[str]:
    """Judge SQLite's files themselves, once nobody has them open."""
    for name in ("catalog", "jobs"):
        engine = create_engine(f"sqlite:///{data / name}.sqlite")
        with engine.connect() as connection:
            (word,) = connection.execute(text("PRAGMA integrity_check")).one()
        engine.dispose()
        if word != "ok":
            yield f"{name}.sqlite: {word}"


def unfinished(data: Path, database: str | None) -> int:
    """How many workflows haven't ended well."""
    engine = create_engine(database or f"sqlite:///{data / 'jobs.sqlite'}")
    with engine.connect() as connection:
        statement = BROKEN.format("dbos." if database else "")
        count: int = connection.execute(text(statement)).scalar_one()
    engine.dispose()
    return count
