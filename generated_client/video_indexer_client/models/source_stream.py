from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SourceStream")


@_attrs_define
class SourceStream:
    """One stream of the source file.

    Attributes:
        index (int):
        kind (str):
        codec (str): FFmpeg's name; unknown where it has none.
        use (str):
        reason (str | Unset): Why it is encoded or left out; absent where nothing is to be said.
    """

    index: int
    kind: str
    codec: str
    use: str
    reason: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        kind = self.kind

        codec = self.codec

        use = self.use

        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "index": index,
                "kind": kind,
                "codec": codec,
                "use": use,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        index = d.pop("index")

        kind = d.pop("kind")

        codec = d.pop("codec")

        use = d.pop("use")

        reason = d.pop("reason", UNSET)

        source_stream = cls(
            index=index,
            kind=kind,
            codec=codec,
            use=use,
            reason=reason,
        )

        source_stream.additional_properties = d
        return source_stream

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
