"""The parts of running redactions: who redacts what, how far it is, and where the finished ones lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, func, insert, select, update

from video_indexer_emulator.model import Job, JobState, Part
from video_indexer_emulator.storage.tables import jobs, parts

_PART = select(parts.c.job_id, parts.c.number, parts.c.first, parts.c.end, parts.c.key)


class Parts:
    """Rows of parts; a job's go with its end."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, job: Job, spans: Sequence[tuple[int, int]]) -> None:
        """Insert the parts of a running job, unless they are there."""
        rows = [
            {"job_id": job.id, "number": number, "first": first, "end": end, "done": 0}
            for number, (first, end) in enumerate(spans)
        ]
        # The job's row is locked (SQLite: the whole catalog), so that a second attempt sees the first one's.
        running = update(jobs).where(jobs.c.id == job.id, jobs.c.state == JobState.PROCESSING)
        known = select(func.count()).where(parts.c.job_id == job.id)
        with self._engine.begin() as connection:
            is_running = connection.execute(running.values(progress=jobs.c.progress)).rowcount
            if is_running and not connection.execute(known).scalar_one():
                connection.execute(insert(parts), rows)

    def of(self, job_ids: Iterable[str]) -> list[Part]:
        """Read the parts of some jobs, those of a job in order."""
        query = _PART.where(parts.c.job_id.in_(list(job_ids))).order_by(parts.c.job_id, parts.c.number)
        with self._engine.connect() as connection:
            return [Part(**row._mapping) for row in connection.execute(query)]

    def all_finished(self, job_id: str) -> bool:
        """Tell whether a running job was cut into parts and each is finished."""
        found = self.of([job_id])
        return bool(found) and all(part.key for part in found)

    def advance(self, part: Part, percent: int) -> int:
        """Raise a part's progress, never lower it; returns the percentage of the whole job."""
        done = (part.end - part.first) * percent // 100
        mine = (parts.c.job_id == part.job_id) & (parts.c.number == part.number)
        share = select(func.sum(parts.c.done), func.sum(parts.c.end - parts.c.first))
        with self._engine.begin() as connection:
            connection.execute(update(parts).where(mine, parts.c.done < done).values(done=done))
            frames, total = connection.execute(share.where(parts.c.job_id == part.job_id)).one()
        return int(100 * frames // total) if total else 0

    def finish(self, part: Part, key: str) -> bool:
        """Note where a part lies; False if another attempt was first, or the job has ended."""
        mine = (parts.c.job_id == part.job_id) & (parts.c.number == part.number) & parts.c.key.is_(None)
        done = update(parts).where(mine).values(key=key, done=parts.c.end - parts.c.first)
        with self._engine.begin() as connection:
            return connection.execute(done).rowcount == 1
