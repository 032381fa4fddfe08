"""The catalog: every read and write of the rows of videos and jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Engine,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from video_indexer_emulator.errors import StorageUnusable
from video_indexer_emulator.model import Job, JobState, Person, Video, VideoQuery, VideoState
from video_indexer_emulator.storage.common_keys import CommonKeys
from video_indexer_emulator.storage.conditions import NEWEST_FIRST, conditions
from video_indexer_emulator.storage.executors import Executors
from video_indexer_emulator.storage.lookup import Lookup, OpenConnection
from video_indexer_emulator.storage.parts import Parts
from video_indexer_emulator.storage.tables import insights, jobs, metadata, pacing, parts, videos

MAKING_TABLES = 0x76696465
"""Key of the PostgreSQL lock under which the tables are made: any number that nobody else takes."""

LOCKS_END = "-c idle_in_transaction_session_timeout=20s"
"""For PostgreSQL: a process that freezes, or whose host is gone, holds its locks no longer than that."""

OUR_MISTAKE = "SQLITE_ERROR"
"""How sqlite3 names a statement that can't be right; it raises the same class as for a full disk."""


def is_away(error: BaseException) -> bool:
    """Tell whether an error says that the database can't be reached, or has no room: that passes."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    return getattr(error.orig, "sqlite_errorname", None) != OUR_MISTAKE


OPEN_VIDEO_STATES = (VideoState.UPLOADED, VideoState.PROCESSING)
_JOB_QUERY = select(jobs)
_VIDEO_QUERY = select(videos)


class Catalog:
    """Rows in SQLite or PostgreSQL. Safe to use from many threads."""

    def __init__(self, url: str) -> None:
        """Open the database at a URL of SQLAlchemy's, and make the tables; raises StorageUnusable."""
        try:
            self._engine = _open(url)
            self._make_tables()
        except (SQLAlchemyError, ImportError) as error:
            reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
            raise StorageUnusable(
                f"The database can't be used: {reason}. Is --database the postgresql:// URL of one that runs?"
            ) from error
        self._reads = OpenConnection(self._engine)
        self._video_by_id = Lookup(self._engine, videos, Video, self._reads)
        self._job_by_id = Lookup(self._engine, jobs, Job, self._reads)
        self.executors = Executors(self._engine)
        self.parts = Parts(self._engine)
        self.keys = CommonKeys(self._engine)

    def _make_tables(self) -> None:
        with self._engine.begin() as connection:
            if self._engine.dialect.name == "postgresql":  # several processes may start at once
                connection.execute(select(func.pg_advisory_xact_lock(MAKING_TABLES)))
            metadata.create_all(connection)

    def close(self) -> None:
        """Let go of every connection."""
        self._reads.close()
        self._engine.dispose()

    # Videos

    def add_video(self, video: Video) -> None:
        """Insert a new video."""
        with self._engine.begin() as connection:
            connection.execute(insert(videos).values(_row(video)))

    def video(self, video_id: str, account_id: str | None = None) -> Video | None:
        """Read one video; None if there is none, or it belongs to another account."""
        video = self._video_by_id.read(video_id)
        return video if video and account_id in {None, video.account_id} else None

    def list_videos(self, query: VideoQuery) -> tuple[list[Video], int]:
        """Read a page of an account's videos, newest first, and the count of all that match."""
        wanted = conditions(query)
        page = _VIDEO_QUERY.where(*wanted).order_by(*NEWEST_FIRST)
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(videos).where(*wanted)).scalar_one()
            rows = connection.execute(page.offset(query.skip).limit(query.page_size)).all()
        return [Video(**row._mapping) for row in rows], total

    def videos_with_people(self, query: VideoQuery) -> list[tuple[Video, tuple[Person, ...]]]:
        """Read every video that matches, newest first, with the people found in it; pages don't count."""
        joined = videos.outerjoin(insights, insights.c.video_id == videos.c.id)
        wanted = select(*videos.c, insights.c.people).select_from(joined).where(*conditions(query))
        found = []
        with self._engine.connect() as connection:
            for row in connection.execute(wanted.order_by(*NEWEST_FIRST)):
                fields = dict(row._mapping)
                people = fields.pop("people")
                found.append((Video(**fields), people))
        return found

    def change_video(self, video_id: str, **changes: Any) -> bool:
        """Change fields of a video; False if it no longer exists."""
        with self._engine.begin() as connection:
            return _change(connection, videos, video_id, changes)

    def advance_video(self, video_id: str, progress: int) -> bool:
        """Mark an upload as being processed and raise its progress, never lower it.

        False if it is gone, or its analysis has ended.
        """
        with self._engine.begin() as connection:
            connection.execute(
                update(videos)
                .where(videos.c.id == video_id, videos.c.state.in_(OPEN_VIDEO_STATES))
                .where((videos.c.progress < progress) | (videos.c.state == VideoState.UPLOADED))
                .values(state=VideoState.PROCESSING, progress=progress, modified=_now())
            )
            is_open = (videos.c.id == video_id) & videos.c.state.in_(OPEN_VIDEO_STATES)
            return bool(connection.execute(select(func.count()).where(is_open)).scalar_one())

    def end_analysis(self, video_id: str, **changes: Any) -> bool:
        """Store the final state of an upload; False if it is gone, or has one."""
        with self._engine.begin() as connection:
            return _end_video(connection, video_id, changes)

    def finish_analysis(self, video_id: str, people: Sequence[Person], **changes: Any) -> bool:
        """Store the people of a video with its final state, in one transaction.

        False if it is gone, or has a final state: of two attempts, the first to end counts.
        """
        with self._engine.begin() as connection:
            if not _end_video(connection, video_id, changes):
                return False
            connection.execute(delete(insights).where(insights.c.video_id == video_id))
            connection.execute(insert(insights).values(video_id=video_id, people=tuple(people)))
        return True

    def people(self, video_id: str) -> tuple[Person, ...] | None:
        """Read the people found in a video; None if its faces were not analysed."""
        query = select(insights.c.people).where(insights.c.video_id == video_id)
        with self._engine.connect() as connection:
            people: tuple[Person, ...] | None = connection.execute(query).scalar_one_or_none()
        return people

    def delete_video(self, video_id: str) -> bool:
        """Delete a video with its insights; False if there was none."""
        ended = jobs.c.state != JobState.PROCESSING
        told = update(jobs).where(jobs.c.target_video_id == video_id, ended).values(callback_url=None)
        with self._engine.begin() as connection:
            connection.execute(delete(insights).where(insights.c.video_id == video_id))
            connection.execute(told)
            deleted = connection.execute(delete(videos).where(videos.c.id == video_id)).rowcount == 1
        self._forget_overwritten()
        return deleted

    def _forget_overwritten(self) -> None:
        """Empty SQLite's log, where rows stand as they were before, unless somebody reads in it just now."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA busy_timeout=0")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("PRAGMA busy_timeout=30000")

    def find_duplicate(self, account_id: str, content_hash: str) -> Video | None:
        """Find a video of the account that was made from the same file, and hasn't failed."""
        same = (videos.c.account_id == account_id) & (videos.c.content_hash == content_hash)
        query = _VIDEO_QUERY.where(same, videos.c.state != VideoState.FAILED).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Video(**row._mapping)

    def expired_video_ids(self) -> list[str]:
        """Read the ids of the videos whose time is up."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(videos.c.id).where(videos.c.expires <= _now())).scalars())

    def video_ids(self) -> list[str]:
        """Read the id of every video of every account."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(videos.c.id)).scalars())

    def unfinished_videos(self) -> list[Video]:
        """Read the uploads whose analysis hasn't ended."""
        query = _VIDEO_QUERY.where(videos.c.state.in_(OPEN_VIDEO_STATES), videos.c.redacted_from.is_(None))
        with self._engine.connect() as connection:
            return [Video(**row._mapping) for row in connection.execute(query)]

    # Jobs

    def add_redaction(self, target: Video, job: Job) -> None:
        """Insert a job and the video that it will fill, in one transaction."""
        with self._engine.begin() as connection:
            connection.execute(insert(videos).values(_row(target)))
            connection.execute(insert(jobs).values(_row(job)))

    def job(self, job_id: str, account_id: str | None = None) -> Job | None:
        """Read one job; None if there is none, or it belongs to another account."""
        job = self._job_by_id.read(job_id)
        return job if job and account_id in {None, job.account_id} else None

    def unfinished_jobs(self) -> list[Job]:
        """Read the jobs that haven't ended."""
        with self._engine.connect() as connection:
            rows = connection.execute(_JOB_QUERY.where(jobs.c.state == JobState.PROCESSING)).all()
        return [Job(**row._mapping) for row in rows]

    def advance_job(self, job: Job, progress: int) -> bool:
        """Raise a running job's progress, never lower it; False if it has ended, or a video is gone."""
        with self._engine.begin() as connection:
            alive = connection.execute(
                select(func.count())
                .select_from(videos)
                .where(videos.c.id.in_([job.source_video_id, job.target_video_id]))
            ).scalar_one()
            running = (jobs.c.id == job.id) & (jobs.c.state == JobState.PROCESSING)
            connection.execute(
                update(jobs)
                .where(running, jobs.c.progress < progress)
                .values(progress=progress, modified=_now())
            )
            alive += connection.execute(select(func.count()).where(running)).scalar_one()
            connection.execute(
                update(videos)
                .where(videos.c.id == job.target_video_id, videos.c.progress < progress)
                .values(progress=progress, modified=_now())
            )
        return alive == 3

    def complete_job(self, job: Job, **video_changes: Any) -> bool:
        """End a job well and fill its target video, in one transaction.

        False if it had ended before, or that video was deleted.
        """
        done = {"state": VideoState.PROCESSED, "progress": 100, "indexed": _now()}
        with self._engine.begin() as connection:
            if not _end(connection, job, state=JobState.PROCESSED, progress=100):
                return False
            published = _change(connection, videos, job.target_video_id, video_changes | done)
            if not published:
                lost = {"state": JobState.FAILED, "message": "The redacted video was deleted."}
                _change(connection, jobs, job.id, lost)
        return published

    def fail_job(self, job: Job, code: str, message: str) -> bool:
        """End a job badly, with its target video, in one transaction; False if it had ended before."""
        failure = {"failure_code": code, "failure_message": message, "indexed": _now()}
        with self._engine.begin() as connection:
            ended = _end(connection, job, state=JobState.FAILED, message=message)
            if ended:
                _change(connection, videos, job.target_video_id, {"state": VideoState.FAILED} | failure)
        return ended

    def standing(self) -> dict[tuple[str, str], int]:
        """Count analyses and redactions, by kind and state."""
        analyses = select(videos.c.state, func.count()).where(videos.c.redacted_from.is_(None))
        counts = {("analysis", state.value): 0 for state in VideoState}
        counts |= {("redaction", state.value): 0 for state in JobState}
        with self._engine.connect() as connection:
            for state, count in connection.execute(analyses.group_by(videos.c.state)):
                counts["analysis", state.value] = count
            for state, count in connection.execute(select(jobs.c.state, func.count()).group_by(jobs.c.state)):
                counts["redaction", state.value] = count
        return counts

    # Pacing

    def hold(self, held: bool) -> None:
        """Hold all work back, or let it go on."""
        with self._engine.begin() as connection:
            connection.execute(delete(pacing))
            connection.execute(insert(pacing).values(id=1, held=held))

    def is_held(self) -> bool:
        """Tell whether work is held back."""
        with self._engine.connect() as connection:
            return bool(connection.execute(select(pacing.c.held)).scalar())


def _open(url: str) -> Engine:
    # hide_parameters: an error that is logged must not tell names, nor the signature in a videoUrl.
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_pre_ping=True, hide_parameters=True, connect_args={"options": LOCKS_END}
        )
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """Let readers and a writer work side by side, and wait for a lock rather than fail."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")  # safe with WAL when the process is killed
    connection.execute("PRAGMA busy_timeout=30000")  # milliseconds
    connection.execute("PRAGMA secure_delete=ON")  # a deleted video's row is overwritten


def _row(value: Video | Job) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _change(connection: Connection, table: Any, row_id: str, changes: dict[str, Any]) -> bool:
    statement = update(table).where(table.c.id == row_id).values(modified=_now(), **changes)
    return connection.execute(statement).rowcount == 1


def _end(connection: Connection, job: Job, **changes: Any) -> bool:
    """Change a job once, and for good: what has ended stays as it is; False if it had ended before."""
    running = (jobs.c.id == job.id) & (jobs.c.state == JobState.PROCESSING)
    ended = connection.execute(update(jobs).where(running).values(modified=_now(), **changes)).rowcount == 1
    if ended:
        connection.execute(delete(parts).where(parts.c.job_id == job.id))
    return ended


def _end_video(connection: Connection, video_id: str, changes: dict[str, Any]) -> bool:
    """Change an upload once, and for good; False if it had ended before, or is gone."""
    running = (videos.c.id == video_id) & videos.c.state.in_(OPEN_VIDEO_STATES)
    return connection.execute(update(videos).where(running).values(modified=_now(), **changes)).rowcount == 1


def _now() -> datetime:
    return datetime.now(UTC)
