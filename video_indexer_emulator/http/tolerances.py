"""What the contract lets a caller send beyond its schemas: each `x-tolerates`, read at the start.

The contract says what is tolerated and where; this module knows how to do it. A tolerance that is taken
out of the contract is gone from the service, and one that no reader knows stops the start. All of it
costs nothing where a request keeps to the schemas: the tolerant reading is tried after the exact one failed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from video_indexer_emulator.errors import UnknownContract

KEY = "x-tolerates"

NULL_MEMBERS = "null-members"
WORD_SPELLING = "word-spelling"
EMPTY_PARAMETERS = "empty-parameters"
JSON_MEDIA_TYPES = "json-media-types"
ANYWHERE = frozenset({NULL_MEMBERS, WORD_SPELLING, EMPTY_PARAMETERS, JSON_MEDIA_TYPES})
"""Tolerances of `info`: they hold for every operation."""

LOCATION_CASE = "location-case"
JOINED_WORDS = "joined-words"
ANY_REQUEST_ID = "any-request-id"
OF_A_PARAMETER = frozenset({LOCATION_CASE, JOINED_WORDS, ANY_REQUEST_ID})

FORMER_WORDS = "former-words"
OF_A_SCHEMA = frozenset({FORMER_WORDS})

BODY_BESIDE_URL = "body-beside-video-url"
OF_A_BODY = frozenset({BODY_BESIDE_URL})

JSON = "application/json"


class Tolerances:
    """The tolerances of one document, by place; strict, there are none."""

    def __init__(self, root: dict[str, Any], *, strict: bool) -> None:
        self._strict = strict
        self._heeded: set[int] = set()  # identities of the lists that somebody has read
        self._root = root
        self.anywhere = frozenset(self.at(root.get("info", {}), ANYWHERE, "info"))

    def at(self, node: dict[str, Any], known: Collection[str], where: str) -> dict[str, dict[str, Any]]:
        """The tolerances of a node by id; raises UnknownContract for one that isn't among `known`."""
        if KEY not in node:
            return {}
        self._heeded.add(id(node[KEY]))
        found = {str(entry.get("id")): entry for entry in node[KEY]}
        if unknown := sorted(found.keys() - set(known)):
            raise UnknownContract(f"{where}: this service doesn't know the tolerance {', '.join(unknown)}.")
        return {} if self._strict else found

    def refuse_unheeded(self) -> None:
        """Raise UnknownContract for tolerances at a place where nobody reads them."""
        for where, listed in _lists(self._root, "#"):
            if id(listed) not in self._heeded:
                raise UnknownContract(f"{where}: nothing would heed this tolerance here.")


def _lists(node: Any, where: str) -> Iterator[tuple[str, Any]]:
    for key, child in node.items() if isinstance(node, dict) else enumerate(node):
        place = f"{where}/{key}"
        if key == KEY:
            yield place, child
        elif isinstance(child, dict | list):
            yield from _lists(child, place)


def is_json(media_type: str) -> bool:
    """Whether a media type stands for JSON beside application/json; none at all does."""
    return media_type in {"", "text/json"} or (
        media_type.startswith("application/") and media_type.endswith("+json")
    )


def spelled(words: Collection[str], former: dict[str, str]) -> dict[str, str]:
    """The words of an enum by their casefolded spelling, those that they replaced among them."""
    return {old.casefold(): word for old, word in [*former.items(), *((word, word) for word in words)]}
