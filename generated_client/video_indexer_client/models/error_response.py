from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ErrorResponse")


@_attrs_define
class ErrorResponse:
    """An error of the data plane.

    Attributes:
        error_type (str): A word for programs. The list is what was known at the time; others may come.
        message (None | str): A sentence for people; it may end with a trace id.
    """

    error_type: str
    message: None | str

    def to_dict(self) -> dict[str, Any]:
        error_type = self.error_type

        message: None | str
        message = self.message

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ErrorType": error_type,
                "Message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        error_type = d.pop("ErrorType")

        def _parse_message(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message = _parse_message(d.pop("Message"))

        error_response = cls(
            error_type=error_type,
            message=message,
        )

        return error_response
