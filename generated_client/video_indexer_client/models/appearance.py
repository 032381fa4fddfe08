from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Appearance")


@_attrs_define
class Appearance:
    """A stretch of time, as span and in seconds.

    Attributes:
        start_time (str | Unset): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut
            off.
        end_time (str | Unset): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut
            off.
        start_seconds (float | Unset):
        end_seconds (float | Unset):
    """

    start_time: str | Unset = UNSET
    end_time: str | Unset = UNSET
    start_seconds: float | Unset = UNSET
    end_seconds: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start_time = self.start_time

        end_time = self.end_time

        start_seconds = self.start_seconds

        end_seconds = self.end_seconds

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if start_time is not UNSET:
            field_dict["startTime"] = start_time
        if end_time is not UNSET:
            field_dict["endTime"] = end_time
        if start_seconds is not UNSET:
            field_dict["startSeconds"] = start_seconds
        if end_seconds is not UNSET:
            field_dict["endSeconds"] = end_seconds

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        start_time = d.pop("startTime", UNSET)

        end_time = d.pop("endTime", UNSET)

        start_seconds = d.pop("startSeconds", UNSET)

        end_seconds = d.pop("endSeconds", UNSET)

        appearance = cls(
            start_time=start_time,
            end_time=end_time,
            start_seconds=start_seconds,
            end_seconds=end_seconds,
        )

        appearance.additional_properties = d
        return appearance

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
