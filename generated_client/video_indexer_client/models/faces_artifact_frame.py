from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.faces_artifact_box import FacesArtifactBox


T = TypeVar("T", bound="FacesArtifactFrame")


@_attrs_define
class FacesArtifactFrame:
    """The faces of one frame.

    Attributes:
        index (int): Number of the frame in the order of display.
        faces (list[FacesArtifactBox]):
    """

    index: int
    faces: list[FacesArtifactBox]

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        faces = []
        for faces_item_data in self.faces:
            faces_item = faces_item_data.to_dict()
            faces.append(faces_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "index": index,
                "faces": faces,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.faces_artifact_box import FacesArtifactBox  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        faces = []
        _faces = d.pop("faces")
        for faces_item_data in _faces:
            faces_item = FacesArtifactBox.from_dict(faces_item_data)

            faces.append(faces_item)

        faces_artifact_frame = cls(
            index=index,
            faces=faces,
        )

        return faces_artifact_frame
