from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.face_redaction import FaceRedaction


T = TypeVar("T", bound="RedactionRequest")


@_attrs_define
class RedactionRequest:
    """What to hide. Only faces can be hidden.

    Attributes:
        faces (FaceRedaction): How faces are hidden, and whose.
    """

    faces: FaceRedaction

    def to_dict(self) -> dict[str, Any]:
        faces = self.faces.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "faces": faces,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.face_redaction import FaceRedaction  # noqa: PLC0415

        d = dict(src_dict)
        faces = FaceRedaction.from_dict(d.pop("faces"))

        redaction_request = cls(
            faces=faces,
        )

        return redaction_request
