from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.time_range import TimeRange


T = TypeVar("T", bound="VideoRange")


@_attrs_define
class VideoRange:
    """Which part of a video is meant.

    Attributes:
        video_id (str | Unset): Id of a video. Opaque.
        range_ (TimeRange | Unset): A stretch of time.
    """

    video_id: str | Unset = UNSET
    range_: TimeRange | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        video_id = self.video_id

        range_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.range_, Unset):
            range_ = self.range_.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if video_id is not UNSET:
            field_dict["videoId"] = video_id
        if range_ is not UNSET:
            field_dict["range"] = range_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.time_range import TimeRange  # noqa: PLC0415

        d = dict(src_dict)
        video_id = d.pop("videoId", UNSET)

        _range_ = d.pop("range", UNSET)
        range_: TimeRange | Unset
        if isinstance(_range_, Unset):
            range_ = UNSET
        else:
            range_ = TimeRange.from_dict(_range_)

        video_range = cls(
            video_id=video_id,
            range_=range_,
        )

        video_range.additional_properties = d
        return video_range

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
