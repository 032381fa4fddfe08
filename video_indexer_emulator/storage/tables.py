"""The catalog's tables; a column for each field of the domain object of the same name."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Boolean, Column, Enum, Index, Integer, LargeBinary, MetaData, String, Table, Text

from video_indexer_emulator.model import JobState, Priority, Privacy, VideoState
from video_indexer_emulator.storage.columns import Clip, Instant, People, Plan, Words

metadata = MetaData()


def _word(kind: type[StrEnum]) -> Enum:
    """A column for an enum, kept as the vendor's word."""
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members]
    )


videos = Table(
    "videos",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account_id", String(36), nullable=False),
    Column("name", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("modified", Instant, nullable=False),
    Column("indexed", Instant),
    Column("state", _word(VideoState), nullable=False),
    Column("progress", Integer, nullable=False),
    Column("failure_code", String(64), nullable=False),
    Column("failure_message", Text, nullable=False),
    Column("privacy", _word(Privacy), nullable=False),
    Column("priority", _word(Priority), nullable=False),
    Column("description", Text),
    Column("partition", Text),
    Column("external_id", Text),
    Column("external_url", Text),
    Column("metadata", Text),
    Column("file_name", Text),
    Column("language", Text, nullable=False),
    Column("indexing_preset", String(64), nullable=False),
    Column("streaming_preset", String(64), nullable=False),
    Column("excluded_ai", Words, nullable=False),
    Column("callback_url", Text),
    Column("video_url", Text),
    Column("source_key", Text),
    Column("content_hash", String(64), index=True),
    Column("expires", Instant, index=True),
    Column("searchable", Boolean, nullable=False),
    Column("thumbnail_id", String(36)),
    Column("clip", Clip),
    Column("faces_analysed", Boolean, nullable=False),
    Column("redacted_from", String(64)),
    Index("videos_by_account", "account_id", "created"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account_id", String(36), nullable=False),
    Column("source_video_id", String(64), nullable=False),
    Column("target_video_id", String(64), nullable=False, index=True),
    Column("plan", Plan, nullable=False),
    Column("created", Instant, nullable=False),
    Column("modified", Instant, nullable=False),
    Column("state", _word(JobState), nullable=False),
    Column("progress", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("callback_url", Text),
    Column("priority", _word(Priority), nullable=False),
)

insights = Table(
    "insights",
    metadata,
    Column("video_id", String(64), primary_key=True),
    Column("people", People, nullable=False),
)

pacing = Table(
    "pacing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("held", Boolean, nullable=False),
)
"""One row: whether work is held back (a control for tests). In the catalog, so that any worker sees it."""

parts = Table(
    "parts",
    metadata,
    Column("job_id", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("first", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("done", Integer, nullable=False),  # frames
    Column("key", Text),
)

executors = Table(
    "executors",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("beats", Integer, nullable=False),
    Column("every", Integer, nullable=False),  # seconds between two beats
)
"""The processes that do work; each raises its count as long as it lives."""

keys = Table(
    "keys",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)
"""Where several processes serve: the key that all of them sign with, encrypted under the service's secret."""
