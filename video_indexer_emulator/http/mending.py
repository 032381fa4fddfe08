"""Reads a JSON body that breaks its schema as the contract's tolerances let it be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from video_indexer_emulator.http.tolerances import NULL_MEMBERS, WORD_SPELLING, spelled

if TYPE_CHECKING:
    from video_indexer_emulator.http.schemas import Document


class Mending:
    """Takes nulls of optional members away, and writes words as the contract does."""

    def __init__(self, document: Document, schema: dict[str, Any]) -> None:
        self._document = document
        self._schema = schema
        self._drops_nulls = NULL_MEMBERS in document.tolerances.anywhere
        self._respells = WORD_SPELLING in document.tolerances.anywhere

    def mend(self, value: Any) -> Any:
        """A copy of the value, as it may be meant; what the schema doesn't know stays as it is."""
        return self._mend(value, self._schema)

    def _mend(self, value: Any, schema: dict[str, Any]) -> Any:
        if not isinstance(value, dict | list | str):
            return value
        schema = self._document.resolve(schema)
        if isinstance(value, dict) and "properties" in schema:
            return self._mend_members(value, schema)
        if isinstance(value, list) and "items" in schema:
            return [self._mend(item, schema["items"]) for item in value]
        if isinstance(value, str) and self._respells:
            return spelled(self._words(schema), {}).get(value.strip().casefold(), value)
        return value

    def _mend_members(self, value: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
        properties = schema["properties"]
        optional = properties.keys() - set(schema.get("required", ()))
        return {
            name: self._mend(member, properties.get(name, {}))
            for name, member in value.items()
            if not (self._drops_nulls and member is None and name in optional)
        }

    def _words(self, schema: dict[str, Any]) -> list[str]:
        forms = [self._document.resolve(form) for form in schema.get("oneOf", ())]
        return [word for form in [schema, *forms] for word in form.get("enum", ()) if isinstance(word, str)]
