from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.filter_scope import FilterScope, check_filter_scope

T = TypeVar("T", bound="FaceFilter")


@_attrs_define
class FaceFilter:
    """A choice of people. Without one, everybody is hidden.

    Attributes:
        ids (list[int]): Face ids of the original video, from its index or Faces artifact. An id that it doesn't have is
            refused with 400.
        scope (FilterScope): Include hides these people only, Exclude hides all others.
    """

    ids: list[int]
    scope: FilterScope

    def to_dict(self) -> dict[str, Any]:
        ids = self.ids

        scope: str = self.scope

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ids": ids,
                "scope": scope,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ids = cast(list[int], d.pop("ids"))

        scope = check_filter_scope(d.pop("scope"))

        face_filter = cls(
            ids=ids,
            scope=scope,
        )

        return face_filter
