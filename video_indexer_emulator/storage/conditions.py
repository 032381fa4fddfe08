"""Which rows a query for videos means, and in which order."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func

from video_indexer_emulator.model import VideoQuery
from video_indexer_emulator.storage.tables import videos

NEWEST_FIRST = (videos.c.created.desc(), videos.c.id)


def conditions(query: VideoQuery) -> list[ColumnElement[bool]]:
    """What a row must fulfil; all of it."""
    return [videos.c.account_id == query.account_id, *_moments(query), *_words(query), *_flags(query)]


def _moments(query: VideoQuery) -> list[ColumnElement[bool]]:
    wanted = []
    if query.created_after:
        wanted.append(videos.c.created > query.created_after)
    if query.created_before:
        wanted.append(videos.c.created < query.created_before)
    return wanted


def _words(query: VideoQuery) -> list[ColumnElement[bool]]:
    columns = {
        videos.c.partition: query.partitions,
        videos.c.id: query.ids,
        videos.c.external_id: query.external_ids,
        videos.c.state: query.states,
        videos.c.privacy: query.privacies,
        func.lower(videos.c.language): tuple(language.lower() for language in query.languages),
    }
    return [column.in_(words) for column, words in columns.items() if words]


def _flags(query: VideoQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.has_file is not None:
        wanted.append(videos.c.source_key.is_not(None) if query.has_file else videos.c.source_key.is_(None))
    if query.searchable is not None:
        wanted.append(videos.c.searchable.is_(query.searchable))
    return wanted
