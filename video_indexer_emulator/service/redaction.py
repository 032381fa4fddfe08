"""Redaction jobs: accept one, and tell how it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace

from video_indexer_emulator.errors import InvalidInput, NotFound, NotRedactable, VideoBusy
from video_indexer_emulator.jobs.engine import JobEngine
from video_indexer_emulator.model import Job, RedactionPlan, Video, VideoState
from video_indexer_emulator.service.library import Library, new_id
from video_indexer_emulator.storage.catalog import Catalog

LISTED_IDS = 20
"""Ids that a message names at the most."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What can be done with redaction jobs."""

    catalog: Catalog
    library: Library
    engine: JobEngine

    def start(self, source_id: str, plan: RedactionPlan, target: Video) -> Job:
        """Accept a redaction of a source video into a new one, and queue it.

        Raises VideoNotFound, VideoBusy while the source is indexed, NotRedactable when it has no
        faces or has failed, and InvalidInput for face ids that the source doesn't have.
        """
        source = self.library.video(target.account_id, source_id)
        self._check_redactable(source)
        self._check_ids(source, plan)
        job = Job(
            id=new_id(),
            account_id=source.account_id,
            source_video_id=source.id,
            target_video_id=target.id,
            plan=plan,
            created=target.created,
            modified=target.created,
            callback_url=target.callback_url,
            priority=target.priority,
        )
        filled = replace(
            target,
            state=VideoState.PROCESSING,
            redacted_from=source.id,
            language=source.language,
            partition=source.partition,
        )
        self.catalog.add_redaction(filled, job)
        self.engine.submit_redaction(job)
        return job

    def job(self, account_id: str, job_id: str) -> Job:
        """Read a job of the account; raises NotFound."""
        job = self.catalog.job(job_id, account_id)
        if job is None:
            raise NotFound(f"Job '{job_id}' was not found.")
        return job

    def _check_redactable(self, source: Video) -> None:
        if source.state in {VideoState.UPLOADED, VideoState.PROCESSING}:
            raise VideoBusy
        if source.state is VideoState.FAILED:
            raise NotRedactable(
                f"The indexing of video '{source.id}' failed ({source.failure_message}); upload it again."
            )
        if not source.faces_analysed:
            raise NotRedactable

    def _check_ids(self, source: Video, plan: RedactionPlan) -> None:
        """Refuse ids that the video doesn't have: an Include with a typing error would hide nobody."""
        if plan.filter is None:
            return
        known = {person.face_id for person in self.library.people(source) or ()}
        unknown = sorted(plan.filter.ids - known)
        if unknown:
            raise InvalidInput(
                f"Video '{source.id}' has no face with id {_listed(unknown)}; "
                f"it has {_listed(sorted(known))}."
            )


def _listed(ids: list[int]) -> str:
    shown = ", ".join(map(str, ids[:LISTED_IDS]))
    return f"{shown} and {len(ids) - LISTED_IDS} more" if len(ids) > LISTED_IDS else shown or "none"
