"""Any order of steps that a client may take: upload, index, redact, poll, download, list, delete.

Hypothesis draws the order and shrinks it when something breaks. The rules of RESTler (Atlidakis and others,
ICSE 2019 and ICST 2020) hold all the way: nothing is used after it was deleted, a refused request leaves
nothing behind, nothing is reached through a wrong parent, and another account sees nothing. What holds
between the answers (progress, times, states) is judged for every answer in histories.py.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from .clips import TINY
from .service import Service

STEPS = settings(
    max_examples=6,
    stateful_step_count=12,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

OF_A_VIDEO = {
    "getVideoIndex": {},
    "getVideoArtifactUrl": {"type": "Faces"},
    "getVideoSourceFileDownloadUrl": {},
    "redactVideo": {},
    "deleteVideo": {},
}
"""Operations on a video, with what their query must have."""

KINDS = st.sampled_from(["MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black", 0, 1, 2, 3, 4])
BAD_FACES: list[dict[str, Any]] = [
    {"blurringKind": "Blur"},
    {"blurringKind": 5},
    {"filter": {"ids": [], "scope": "Include"}},
    {"filter": {"ids": [2_000_000_000], "scope": "Include"}},
    {"blurringkind": "Black"},
]


@dataclass
class Video:
    """What the machine knows of a video."""

    id: str
    face_ids: list[int] = field(default_factory=list)  # none for a redacted one


class Workflow(RuleBasedStateMachine):
    """One client of one account; a second account looks on."""

    service: ClassVar[Service]
    neighbour: ClassVar[Service | None]
    mark: ClassVar[str]  # of this run alone: an earlier one may have left videos behind

    originals = Bundle("originals")
    redacted = Bundle("redacted")
    gone = Bundle("gone")

    def __init__(self) -> None:
        super().__init__()
        self.present: set[str] = set()
        self.jobs: list[str] = []

    @initialize(target=originals)
    def begin(self) -> Video:
        """Begin with a video, or little could be done."""
        return self._upload()

    @precondition(lambda self: len(self.present) < 4)
    @rule(target=originals)
    def upload(self) -> Video:
        """Upload, and poll the index until the faces are known."""
        return self._upload()

    def _upload(self) -> Video:
        video_id = self.service.upload(TINY, name=self.mark)
        self.present.add(video_id)
        index = self.service.wait_indexed(video_id)
        assert index["state"] == "Processed", index["state"]
        return Video(video_id, [face["id"] for face in index["videos"][0]["insights"]["faces"]])

    @precondition(lambda self: len(self.present) < 5)
    @rule(target=redacted, video=originals, kind=KINDS, scope=st.sampled_from([None, "Include", "Exclude"]))
    def redact(self, video: Video, kind: str | int, scope: str | None) -> Video:
        """Redact to the end; the job leads to a new video with a file, and stays done."""
        faces: dict[str, Any] = {"blurringKind": kind}
        if scope:
            faces["filter"] = {"ids": video.face_ids[:1], "scope": scope}
        job = self.service.redact(video.id, faces, name=self.mark)
        self.jobs.append(job)
        done = self.service.wait_job(job)
        assert done.status_code == 303, f"the job ended with {done.status_code}: {done.text}"
        new_id = done.headers["location"].split("/Videos/")[1].split("/")[0]
        assert new_id not in self.present, "a redaction makes a new video"
        self.present.add(new_id)
        index = self.service.index(new_id)
        assert index["state"] == "Processed", f"the job is done and its video {index['state']}"
        assert index["videos"][0]["insights"] is None, "a redacted video has no insights"
        assert self.service.job(job).status_code == 303, "a job that is done stays done"
        return Video(new_id)

    @rule(video=originals, faces=st.sampled_from(BAD_FACES))
    def refused(self, video: Video, faces: dict[str, Any]) -> None:
        """Leak: a refused redaction makes no video."""
        answer = self.service.call("redactVideo", places={"videoId": video.id}, json={"faces": faces})
        assert answer.status_code == 400, f"{faces} got {answer.status_code}"

    @rule(video=st.one_of(originals, redacted))
    def download(self, video: Video) -> None:
        """The file is there as long as the video is."""
        content = self.service.download(video.id)
        assert content[4:8] == b"ftyp", "the file is no mp4"

    @rule(target=gone, video=st.one_of(consumes(originals), consumes(redacted)))
    def delete(self, video: Video) -> Video:
        """Delete; the others stay, whether they were made from it or it from them."""
        self.service.delete(video.id)
        self.present.discard(video.id)
        return video

    @rule(video=gone, operation=st.sampled_from(sorted(OF_A_VIDEO)))
    def use_after_free(self, video: Video, operation: str) -> None:
        """Use after free: a deleted video is as one that never was."""
        faces: Any = {"faces": {}} if operation == "redactVideo" else None
        answer = self.service.call(
            operation, places={"videoId": video.id}, params=OF_A_VIDEO[operation], json=faces
        )
        assert answer.status_code == 404, f"{operation} of a deleted video got {answer.status_code}"

    @rule(video=originals)
    def hierarchy(self, video: Video) -> None:
        """Hierarchy: a video isn't a job, and a job no video."""
        assert self.service.job(video.id).status_code == 404
        for job in self.jobs[-1:]:
            answer = self.service.call("getVideoIndex", places={"videoId": job})
            assert answer.status_code == 404, f"a job's id as a video's got {answer.status_code}"

    @rule(video=st.one_of(originals, redacted))
    def namespace(self, video: Video) -> None:
        """Namespace: another account sees neither video nor job."""
        if self.neighbour is None:
            return
        listed = {each["id"] for each in self.neighbour.videos()}
        assert not listed & self.present, "another account lists our videos"
        answer = self.neighbour.call("getVideoIndex", places={"videoId": video.id})
        assert answer.status_code == 404, f"another account reads our video: {answer.status_code}"
        for job in self.jobs[-1:]:
            assert self.neighbour.job(job).status_code == 404, "another account reads our job"

    @invariant()
    def everything_is_listed(self) -> None:
        """The list has what was made and not deleted, and nothing that was refused."""
        listed = {each["id"] for each in self.service.videos() if each["name"] == self.mark}
        assert listed == self.present, f"listed {sorted(listed)} instead of {sorted(self.present)}"

    def teardown(self) -> None:
        """Leave nothing."""
        for video_id in self.present:
            self.service.delete(video_id)


def test_any_order_of_steps_keeps_to_the_contract(service: Service, request: pytest.FixtureRequest) -> None:
    """Upload, index, redact, poll, download, list and delete, in whatever order they are drawn."""
    if service.aim.live:
        pytest.skip("needs dozens of uploads and redactions, which cost money on the live service")
    Workflow.service, Workflow.mark = service, f"workflow {uuid.uuid4()}"
    Workflow.neighbour = request.getfixturevalue("neighbour") if service.aim.neighbour else None

    run_state_machine_as_test(Workflow, settings=STEPS)
