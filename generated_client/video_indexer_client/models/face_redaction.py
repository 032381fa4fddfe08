from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.blurring_kind_name import BlurringKindName, check_blurring_kind_name
from ..models.blurring_kind_number import BlurringKindNumber, check_blurring_kind_number
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.face_filter import FaceFilter


T = TypeVar("T", bound="FaceRedaction")


@_attrs_define
class FaceRedaction:
    """How faces are hidden, and whose.

    Attributes:
        blurring_kind (BlurringKindName | BlurringKindNumber | Unset): How a face is hidden, by name or by number. A
            number may be written with a fraction of zero (1.0),
            which JSON Schema counts as an integer; true and false are no numbers.
        filter_ (FaceFilter | Unset): A choice of people. Without one, everybody is hidden.
    """

    blurring_kind: BlurringKindName | BlurringKindNumber | Unset = UNSET
    filter_: FaceFilter | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        blurring_kind: int | str | Unset
        if isinstance(self.blurring_kind, Unset):
            blurring_kind = UNSET
        elif isinstance(self.blurring_kind, str):
            blurring_kind = self.blurring_kind
        else:
            blurring_kind = self.blurring_kind

        filter_: dict[str, Any] | Unset = UNSET
        if not isinstance(self.filter_, Unset):
            filter_ = self.filter_.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if blurring_kind is not UNSET:
            field_dict["blurringKind"] = blurring_kind
        if filter_ is not UNSET:
            field_dict["filter"] = filter_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.face_filter import FaceFilter  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_blurring_kind(
            data: object,
        ) -> BlurringKindName | BlurringKindNumber | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_blurring_kind_type_0 = check_blurring_kind_name(data)

                return componentsschemas_blurring_kind_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, int):
                raise TypeError()
            componentsschemas_blurring_kind_type_1 = check_blurring_kind_number(data)

            return componentsschemas_blurring_kind_type_1

        blurring_kind = _parse_blurring_kind(d.pop("blurringKind", UNSET))

        _filter_ = d.pop("filter", UNSET)
        filter_: FaceFilter | Unset
        if isinstance(_filter_, Unset):
            filter_ = UNSET
        else:
            filter_ = FaceFilter.from_dict(_filter_)

        face_redaction = cls(
            blurring_kind=blurring_kind,
            filter_=filter_,
        )

        return face_redaction
