"""Work that kills its worker again and again is given up, and said to be so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from dbos import DBOS
from sqlalchemy.exc import OperationalError

from video_indexer_emulator.jobs.analysis import analyze_upload
from video_indexer_emulator.jobs.engine import GIVEN_UP, JobEngine
from video_indexer_emulator.jobs.late_outbound import LateOutbound
from video_indexer_emulator.jobs.media_processes import MediaProcesses
from video_indexer_emulator.jobs.redaction import cleared_up, redact_one_part, redact_video
from video_indexer_emulator.jobs.workbench import Workbench
from video_indexer_emulator.model import BlurringKind, Job, JobState, RedactionPlan, Video, VideoState
from video_indexer_emulator.service.library import draft, new_id
from video_indexer_emulator.settings import Settings
from video_indexer_emulator.storage.blobs import Blobs
from video_indexer_emulator.storage.catalog import Catalog


@dataclass(frozen=True)
class Status:
    """What the workflow engine knows of one workflow."""

    workflow_id: str
    status: str


class Engine(JobEngine):
    """A job engine whose workflow engine only takes notes."""

    def __init__(self, bench: Workbench, statuses: dict[str, str]) -> None:
        super().__init__(bench, "executor-test")
        self.queued: list[str] = []
        self.statuses = statuses
        self.told: list[tuple[str | None, str, str, str | None]] = []
        self._notify = lambda *call: self.told.append(call)

    def submit_analysis(self, video: Video) -> None:
        """Note it."""
        self.queued.append(f"analyze-{video.id}")

    def submit_redaction(self, job: Job) -> None:
        """Note it."""
        self.queued.append(job.id)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    """A workbench on an empty data folder."""
    (tmp_path / "scratch").mkdir()
    catalog = Catalog(f"sqlite:///{tmp_path / 'catalog.sqlite'}")
    blobs = Blobs(None, tmp_path / "blobs", tmp_path / "scratch")
    outbound = LateOutbound(allow_private=False)
    yield Workbench(Settings(data=tmp_path), catalog, blobs, MediaProcesses(None, tmp_path), outbound)
    catalog.close()


@pytest.fixture
def statuses(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the workflow engine says of each workflow, to be filled by the test."""
    known: dict[str, str] = {}

    def look_up(workflow_ids: list[str], **_: Any) -> list[Status]:
        return [Status(name, known[name]) for name in workflow_ids if name in known]

    monkeypatch.setattr(DBOS, "list_workflows", look_up)
    return known


def _job(bench: Workbench) -> Job:
    source, target = draft("a", "source"), draft("a", "target", state=VideoState.PROCESSING)
    target = replace(target, redacted_from=source.id)
    plan = RedactionPlan(BlurringKind.BLACK)
    job = Job(new_id(), "a", source.id, target.id, plan, target.created, target.created)
    bench.catalog.add_video(replace(source, state=VideoState.PROCESSED))
    bench.catalog.add_redaction(target, job)
    return job


@pytest.mark.parametrize("status", ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"])
def test_an_analysis_that_was_broken_off_too_often_fails(
    bench: Workbench, statuses: dict[str, str], status: str
) -> None:
    """The video says why, and isn't queued again."""
    video = draft("a", "killer", callback_url="http://there/")
    bench.catalog.add_video(video)
    statuses[f"analyze-{video.id}"] = status
    engine = Engine(bench, statuses)

    engine._resubmit()

    found = bench.catalog.video(video.id)
    assert found
    assert (found.state, found.failure_message) == (VideoState.FAILED, GIVEN_UP)
    assert engine.told == [("http://there/", "a", video.id, "Failed")]
    assert engine.queued == []


@pytest.mark.parametrize("status", ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"])
def test_a_redaction_that_was_broken_off_too_often_fails(
    bench: Workbench, statuses: dict[str, str], status: str
) -> None:
    """Job and new video say why."""
    job = _job(bench)
    statuses[job.id] = status
    engine = Engine(bench, statuses)

    engine._resubmit()

    ended, target = bench.catalog.job(job.id), bench.catalog.video(job.target_video_id)
    assert ended
    assert target
    assert (ended.state, ended.message) == (JobState.FAILED, GIVEN_UP)
    assert target.state is VideoState.FAILED
    assert engine.told == [(None, "a", target.id, "Failed")]
    assert engine.queued == []


def test_what_given_up_work_has_stored_goes(bench: Workbench, statuses: dict[str, str]) -> None:
    """Parts too, though the new video's row stays, and says why it failed."""
    job = _job(bench)
    bench.blobs.put(f"videos/{job.target_video_id}/parts/0-a.mp4", b"x")
    statuses[job.id] = "ERROR"

    Engine(bench, statuses)._resubmit()

    assert bench.blobs.keys(job.target_video_id, "") == []


def test_a_store_that_fails_at_the_end_hides_no_end(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller is told of the job's end; what is left is the lesser evil."""
    job = _job(bench)
    bench.catalog.fail_job(job, "General", "over")

    def fail(_: str) -> list[str]:
        raise OSError("the store is away")

    monkeypatch.setattr(bench.blobs, "delete_video", fail)

    assert cleared_up(bench, job.id) is JobState.FAILED


def test_a_part_tells_that_its_job_has_failed(bench: Workbench) -> None:
    """Nothing else would: its parts' rows have gone, so nobody joins them."""
    job = _job(bench)
    bench.catalog.parts.add(job, [(0, 5), (5, 9)])

    assert redact_one_part(bench, job.id, 1) == (False, JobState.FAILED)  # the source has no file
    assert redact_one_part(bench, job.id, 0) == (False, JobState.FAILED)


def test_what_was_accepted_but_never_queued_is_queued_at_the_start(
    bench: Workbench, statuses: dict[str, str]
) -> None:
    """A crash between the row and the queue loses nothing; a redaction's new video isn't analysed."""
    video, job = draft("a", "accepted"), _job(bench)
    bench.catalog.add_video(video)
    engine = Engine(bench, statuses)

    engine._resubmit()

    assert engine.queued == [f"analyze-{video.id}", job.id]


def test_work_that_has_ended_is_left_alone(bench: Workbench, statuses: dict[str, str]) -> None:
    """Only what is unfinished is looked at."""
    job = _job(bench)
    bench.catalog.complete_job(job, source_key="k")
    bench.catalog.add_video(replace(draft("a", "failed"), state=VideoState.FAILED))
    engine = Engine(bench, statuses)

    engine._resubmit()

    assert engine.queued == []


def test_an_analysis_ends_once(bench: Workbench) -> None:
    """A slow worker that comes back after another has done its work changes nothing any more."""
    video = draft("a", "slow")
    bench.catalog.add_video(video)
    assert bench.catalog.advance_video(video.id, 10)
    assert bench.catalog.finish_analysis(video.id, [], state=VideoState.PROCESSED, progress=100)

    assert not bench.catalog.advance_video(video.id, 20)
    assert not bench.catalog.end_analysis(video.id, state=VideoState.FAILED, failure_message="too late")
    assert not bench.catalog.finish_analysis(video.id, [], state=VideoState.PROCESSED, progress=50)

    found = bench.catalog.video(video.id)
    assert found
    assert (found.state, found.progress, found.failure_message) == (VideoState.PROCESSED, 100, "")


def test_a_jobs_end_is_for_good(bench: Workbench) -> None:
    """Work that is done twice, after a crash, changes nothing any more."""
    job = _job(bench)
    assert bench.catalog.complete_job(job, source_key="k")

    bench.catalog.fail_job(job, "General", "too late")

    ended, target = bench.catalog.job(job.id), bench.catalog.video(job.target_video_id)
    assert ended
    assert target
    assert (ended.state, ended.progress, ended.message) == (JobState.PROCESSED, 100, "")
    assert (target.state, target.failure_message) == (VideoState.PROCESSED, "")


def test_work_does_not_fail_for_a_database_that_is_away(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The step is tried again when it is back; the job and the video stay as they are."""
    job, video = _job(bench), draft("a", "v")
    bench.catalog.add_video(video)

    def away(*_: object) -> bool:
        raise OperationalError("UPDATE", {}, OSError("server closed the connection"))

    monkeypatch.setattr(bench.catalog, "advance_job", away)
    monkeypatch.setattr(bench.catalog, "advance_video", away)
    for work, subject in ((redact_video, job.id), (analyze_upload, video.id)):
        with pytest.raises(OperationalError):
            work(bench, subject)

    unfinished = bench.catalog.job(job.id), bench.catalog.video(video.id)
    assert [each and each.state for each in unfinished] == [JobState.PROCESSING, VideoState.UPLOADED]


def test_a_job_that_was_given_up_is_not_published_later(bench: Workbench) -> None:
    """The other way round, too."""
    job = _job(bench)
    assert bench.catalog.fail_job(job, "General", "given up")

    bench.catalog.complete_job(job, source_key="k")

    target = bench.catalog.video(job.target_video_id)
    assert target
    assert (target.state, target.source_key) == (VideoState.FAILED, None)


def test_a_job_whose_new_video_was_deleted_fails(bench: Workbench) -> None:
    """There is nothing to publish."""
    job = _job(bench)
    bench.catalog.delete_video(job.target_video_id)

    assert not bench.catalog.complete_job(job, source_key="k")
    assert not bench.catalog.complete_job(job, source_key="k")

    ended = bench.catalog.job(job.id)
    assert ended
    assert (ended.state, ended.message) == (JobState.FAILED, "The redacted video was deleted.")


def test_progress_never_falls(bench: Workbench) -> None:
    """A second attempt begins at nought and shows the first one's progress until it has passed it."""
    job, video = _job(bench), draft("a", "v")
    bench.catalog.add_video(video)

    for progress in (10, 50, 20):
        assert bench.catalog.advance_job(job, progress)
        assert bench.catalog.advance_video(video.id, progress)

    found_job, found = bench.catalog.job(job.id), bench.catalog.video(video.id)
    assert found_job
    assert found
    assert (found_job.progress, found.progress) == (50, 50)
