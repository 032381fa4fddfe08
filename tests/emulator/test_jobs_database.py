"""A user who can write the jobs database runs no code in the workers by it."""

from __future__ import annotations

import base64
import json
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from dbos._serialization import deserialize_args, deserialize_exception, deserialize_value

from tests.emulator.api import Api, wait_for
from tests.emulator.process import Process
from video_indexer_emulator.jobs.plain_data import SIZE_LIMIT, PlainSerializer
from video_indexer_emulator.model import JobState, Priority

PICKLED = "py_pickle"


class Touching:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        """What a pickle runs."""
        return (Path.touch, (self.path,))


def pickled(value: object) -> str:
    """As DBOS stores it by default."""
    return base64.b64encode(pickle.dumps(value)).decode()


def test_what_is_stored_of_a_workflow_is_json(emulator: Api, indexed: str, data_folder: Path) -> None:
    """Arguments and results of everything that this service has done."""
    emulator.redacted(indexed, {})
    with sqlite3.connect(f"file:{data_folder / 'jobs.sqlite'}?mode=ro", uri=True) as jobs:
        said = jobs.execute("SELECT serialization FROM workflow_status").fetchall()
        said += jobs.execute("SELECT serialization FROM operation_outputs").fetchall()
        rows = jobs.execute("SELECT inputs FROM workflow_input").fetchall()
        rows += jobs.execute("SELECT output, error FROM workflow_output").fetchall()
        rows += jobs.execute("SELECT output, error FROM operation_outputs").fetchall()
    jobs.close()

    assert {name for (name,) in said} <= {"portable_json", None}
    texts = [text for row in rows for text in row if text is not None]
    assert len(texts) > 2
    for text in texts:
        json.loads(text)


@pytest.mark.parametrize("read", [deserialize_args, deserialize_value, deserialize_exception])
@pytest.mark.parametrize("says", [PICKLED, "portable_json", None, "custom_serializer"])
def test_no_stored_value_is_run(tmp_path: Path, read: Any, says: str | None) -> None:
    """Each row says itself how it was written; none may say that it is code."""
    made = tmp_path / "made"

    with pytest.raises((pickle.UnpicklingError, ValueError, TypeError)):
        read(pickled(Touching(made)), says, PlainSerializer())

    assert not made.exists()


@pytest.mark.parametrize("harmful", [eval, Path, Api, JobState], ids=lambda value: value.__name__)
def test_no_class_or_function_can_be_named(harmful: object) -> None:
    """Not one of this service's own either: a pickle can set attributes of what it names."""
    read = deserialize_value(pickled(harmful), PICKLED, PlainSerializer()) if harmful is JobState else None
    if harmful is JobState:
        assert read is str  # which nothing can be set on
        return
    with pytest.raises(pickle.UnpicklingError):
        deserialize_value(pickled(harmful), PICKLED, PlainSerializer())


def test_what_older_releases_have_stored_is_read() -> None:
    """Work that was accepted before an upgrade is carried to its end."""
    inputs = {"args": ("job", 3, Priority.HIGH, None), "kwargs": {}}

    read = deserialize_args(pickled(inputs), PICKLED, PlainSerializer())

    assert read == inputs
    assert type(read["args"][2]) is str
    assert deserialize_value(pickled((True, JobState.FAILED)), PICKLED, PlainSerializer()) == (True, "Failed")


def test_an_endless_value_is_not_read() -> None:
    """A workflow's own are short."""
    with pytest.raises(pickle.UnpicklingError, match="too long"):
        deserialize_value("A" * (SIZE_LIMIT + 4), PICKLED, PlainSerializer())


@pytest.mark.slow
def test_a_pickle_in_the_jobs_database_runs_nothing(tmp_path: Path, sample_clip: Path) -> None:
    """Neither at the start of a worker nor when it takes work; other work goes on."""
    data, made = tmp_path / "data", tmp_path / "made"
    with Process(data) as first:
        first.api.hold(held=True)
        running, waiting = first.api.upload(sample_clip), first.api.upload(sample_clip)
        wait_for(lambda: first.api.state(running), lambda state: state == "Processing")
        first.kill()
    with sqlite3.connect(data / "jobs.sqlite") as jobs:
        evil = pickled(Touching(made))
        unfinished = "SELECT workflow_uuid FROM workflow_status WHERE status IN ('PENDING', 'ENQUEUED')"
        of_them = f"WHERE workflow_uuid IN ({unfinished})"
        jobs.execute(f"UPDATE workflow_status SET serialization = ? {of_them}", (PICKLED,))  # noqa: S608
        changed = jobs.execute(f"UPDATE workflow_input SET inputs = ? {of_them}", (evil,)).rowcount  # noqa: S608
    jobs.close()
    assert changed == len([running, waiting])

    with Process(data) as second:
        mine = second.api.upload(sample_clip)
        assert second.api.wait_indexed(mine) == "Processed"

    assert not made.exists()
