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
        start_seconds (float): When the frame is shown, in seconds from the first frame.
        end_seconds (float): When the next frame takes its place.
        faces (list[FacesArtifactBox]):
    """

    index: int
    start_seconds: float
    end_seconds: float
    faces: list[FacesArtifactBox]

    def to_dict(self) -> dict[str, Any]:
        index = self.index

        start_seconds = self.start_seconds

        end_seconds = self.end_seconds

        faces = []
        for faces_item_data in self.faces:
            faces_item = faces_item_data.to_dict()
            faces.append(faces_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "index": index,
                "startSeconds": start_seconds,
                "endSeconds": end_seconds,
                "faces": faces,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.faces_artifact_box import FacesArtifactBox  # noqa: PLC0415

        d = dict(src_dict)
        index = d.pop("index")

        start_seconds = d.pop("startSeconds")

        end_seconds = d.pop("endSeconds")

        faces = []
        _faces = d.pop("faces")
        for faces_item_data in _faces:
            faces_item = FacesArtifactBox.from_dict(faces_item_data)

            faces.append(faces_item)

        faces_artifact_frame = cls(
            index=index,
            start_seconds=start_seconds,
            end_seconds=end_seconds,
            faces=faces,
        )

        return faces_artifact_frame
