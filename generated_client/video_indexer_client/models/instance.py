from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Instance")


@_attrs_define
class Instance:
    """A stretch of time in which something is seen.

    Attributes:
        adjusted_start (str): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut off.
        adjusted_end (str): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut off.
        start (str): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut off.
        end (str): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut off.
    """

    adjusted_start: str
    adjusted_end: str
    start: str
    end: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        adjusted_start = self.adjusted_start

        adjusted_end = self.adjusted_end

        start = self.start

        end = self.end

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "adjustedStart": adjusted_start,
                "adjustedEnd": adjusted_end,
                "start": start,
                "end": end,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        adjusted_start = d.pop("adjustedStart")

        adjusted_end = d.pop("adjustedEnd")

        start = d.pop("start")

        end = d.pop("end")

        instance = cls(
            adjusted_start=adjusted_start,
            adjusted_end=adjusted_end,
            start=start,
            end=end,
        )

        instance.additional_properties = d
        return instance

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
