from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SearchMatch")


@_attrs_define
class SearchMatch:
    """Where a search found its words; a list without a search has none.

    Attributes:
        start_time (str | Unset): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut
            off.
        type_ (str | Unset):
        text (None | str | Unset):
        exact_text (None | str | Unset):
    """

    start_time: str | Unset = UNSET
    type_: str | Unset = UNSET
    text: None | str | Unset = UNSET
    exact_text: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start_time = self.start_time

        type_ = self.type_

        text: None | str | Unset
        if isinstance(self.text, Unset):
            text = UNSET
        else:
            text = self.text

        exact_text: None | str | Unset
        if isinstance(self.exact_text, Unset):
            exact_text = UNSET
        else:
            exact_text = self.exact_text

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if start_time is not UNSET:
            field_dict["startTime"] = start_time
        if type_ is not UNSET:
            field_dict["type"] = type_
        if text is not UNSET:
            field_dict["text"] = text
        if exact_text is not UNSET:
            field_dict["exactText"] = exact_text

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        start_time = d.pop("startTime", UNSET)

        type_ = d.pop("type", UNSET)

        def _parse_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        text = _parse_text(d.pop("text", UNSET))

        def _parse_exact_text(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        exact_text = _parse_exact_text(d.pop("exactText", UNSET))

        search_match = cls(
            start_time=start_time,
            type_=type_,
            text=text,
            exact_text=exact_text,
        )

        search_match.additional_properties = d
        return search_match

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
