"""The search over an account's videos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from video_indexer_emulator.model import (
    OWNER,
    Found,
    Hit,
    Person,
    Video,
    VideoQuery,
    VideoSearch,
)
from video_indexer_emulator.service.words import Words
from video_indexer_emulator.storage.catalog import Catalog

OLD_NAMES = {
    "english": "en-us",
    "spanish": "es-es",
    "russian": "ru-ru",
    "japanese": "ja-jp",
    "german": "de-de",
    "french": "fr-fr",
    "portuguese": "pt-br",
    "italian": "it-it",
    "chinese": "zh-hans",
    "arabic": "ar-eg",
    "hindi": "hi-in",
}
"""Names that the vendor had for languages before it took locales (the list of the 2022 export)."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of what was found."""

    found: list[Found]
    page_size: int
    skip: int  # where the next page starts
    done: bool
    total: int  # of all pages


def search_videos(catalog: Catalog, search: VideoSearch) -> FoundPage:
    """Find videos, the best hit first where texts are searched for, else the newest."""
    query = _query(search)
    if query is None:
        return FoundPage([], search.query.page_size, search.query.skip, done=True, total=0)
    if not (search.texts or search.faces):
        videos, total = catalog.list_videos(query)
        return _page(query, [Found(video) for video in videos], total)
    words = Words.read(search.texts)
    found = [
        Found(video, tuple(_hits(words, search, video, people)))
        for video, people in catalog.videos_with_people(query)
        if _matches(words, search, video, people)
    ]
    found.sort(key=lambda each: -len(each.hits))  # stable: newest first among equals
    return _page(query, found[query.skip : query.skip + query.page_size], len(found))


def _page(query: VideoQuery, found: list[Found], total: int) -> FoundPage:
    end = query.skip + query.page_size
    done = end >= total
    return FoundPage(found, query.page_size, query.skip if done else end, done, total)


def _query(search: VideoSearch) -> VideoQuery | None:
    """What the rows must fulfil; None where nothing can be found."""
    query = search.query
    ids, languages = set(query.ids), _languages(search.languages)
    if search.of_video is not None:
        ids = {search.of_video} & (ids or {search.of_video})
    if search.source_language is not None:
        source = _languages((search.source_language,))
        languages = source & (languages or source)
    impossible = (
        search.unattainable
        or (search.of_video is not None and not ids)
        or (search.source_language is not None and not languages)
        or (search.owners and OWNER.casefold() not in {owner.casefold() for owner in search.owners})
    )
    if impossible:
        return None
    return replace(query, ids=tuple(ids), languages=tuple(languages), searchable=True)


def _languages(names: tuple[str, ...]) -> set[str]:
    """The names of languages in lower case, with what else they are called."""
    given = {name.casefold() for name in names}
    locales = {OLD_NAMES[name] for name in given & OLD_NAMES.keys()}
    old = {name for name, locale in OLD_NAMES.items() if locale in given}
    return given | locales | old


def _matches(words: Words, search: VideoSearch, video: Video, people: tuple[Person, ...]) -> bool:
    fields = [] if search.in_texts_of_analysis else [text for _, text, _ in _fields(video, people)]
    wanted = {name.casefold() for name in search.faces}
    shown = {person.name.casefold() for person in people if person.prominent}
    return words.holds(fields) and (not wanted or bool(wanted & shown))


def _hits(words: Words, search: VideoSearch, video: Video, people: tuple[Person, ...]) -> Iterator[Hit]:
    wanted = {name.casefold() for name in search.faces}
    for kind, text, person in _fields(video, people):
        time = person.appearances[0].start if person and person.appearances else Fraction()
        if not search.in_texts_of_analysis:
            yield from (Hit(kind, text, place, time) for place in words.places(text))
        if person and text.casefold() in wanted:
            yield Hit(kind, text, text, time)


def _fields(video: Video, people: tuple[Person, ...]) -> Iterator[tuple[str, str, Person | None]]:
    """What is searched: the vendor's word for it, the text, and the person whose name it is."""
    yield "Title", video.name, None
    if video.description:
        yield "Description", video.description, None
    for person in people:
        if person.prominent:
            yield "Face", person.name, person
