from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="FaceInstance")


@_attrs_define
class FaceInstance:
    """A stretch of time in which a person is seen.

    Attributes:
        start (str): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut off.
        end (str): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut off.
        thumbnails_ids (list[UUID] | Unset):
        adjusted_start (str | Unset): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are
            cut off.
        adjusted_end (str | Unset): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are
            cut off.
    """

    start: str
    end: str
    thumbnails_ids: list[UUID] | Unset = UNSET
    adjusted_start: str | Unset = UNSET
    adjusted_end: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start = self.start

        end = self.end

        thumbnails_ids: list[str] | Unset = UNSET
        if not isinstance(self.thumbnails_ids, Unset):
            thumbnails_ids = []
            for thumbnails_ids_item_data in self.thumbnails_ids:
                thumbnails_ids_item = str(thumbnails_ids_item_data)
                thumbnails_ids.append(thumbnails_ids_item)

        adjusted_start = self.adjusted_start

        adjusted_end = self.adjusted_end

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "start": start,
                "end": end,
            }
        )
        if thumbnails_ids is not UNSET:
            field_dict["thumbnailsIds"] = thumbnails_ids
        if adjusted_start is not UNSET:
            field_dict["adjustedStart"] = adjusted_start
        if adjusted_end is not UNSET:
            field_dict["adjustedEnd"] = adjusted_end

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        start = d.pop("start")

        end = d.pop("end")

        _thumbnails_ids = d.pop("thumbnailsIds", UNSET)
        thumbnails_ids: list[UUID] | Unset = UNSET
        if _thumbnails_ids is not UNSET:
            thumbnails_ids = []
            for thumbnails_ids_item_data in _thumbnails_ids:
                thumbnails_ids_item = UUID(thumbnails_ids_item_data)

                thumbnails_ids.append(thumbnails_ids_item)

        adjusted_start = d.pop("adjustedStart", UNSET)

        adjusted_end = d.pop("adjustedEnd", UNSET)

        face_instance = cls(
            start=start,
            end=end,
            thumbnails_ids=thumbnails_ids,
            adjusted_start=adjusted_start,
            adjusted_end=adjusted_end,
        )

        face_instance.additional_properties = d
        return face_instance

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
