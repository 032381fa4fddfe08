from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MediaWarning")


@_attrs_define
class MediaWarning:
    """Something about a file that its redaction doesn't keep, or that was assumed.

    Attributes:
        code (str):
        message (str): One sentence for people.
        start_seconds (float | Unset): Where in the file it begins, if it is of a part of it.
        end_seconds (float | Unset):
    """

    code: str
    message: str
    start_seconds: float | Unset = UNSET
    end_seconds: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        message = self.message

        start_seconds = self.start_seconds

        end_seconds = self.end_seconds

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "message": message,
            }
        )
        if start_seconds is not UNSET:
            field_dict["startSeconds"] = start_seconds
        if end_seconds is not UNSET:
            field_dict["endSeconds"] = end_seconds

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        message = d.pop("message")

        start_seconds = d.pop("startSeconds", UNSET)

        end_seconds = d.pop("endSeconds", UNSET)

        media_warning = cls(
            code=code,
            message=message,
            start_seconds=start_seconds,
            end_seconds=end_seconds,
        )

        media_warning.additional_properties = d
        return media_warning

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
