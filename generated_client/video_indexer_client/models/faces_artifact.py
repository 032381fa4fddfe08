from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.faces_artifact_frame import FacesArtifactFrame
    from ..models.faces_artifact_person import FacesArtifactPerson


T = TypeVar("T", bound="FacesArtifact")


@_attrs_define
class FacesArtifact:
    """All faces of a video with their boxes. Frames without a face are left out.

    Attributes:
        schema_version (Literal['1.1']): Version of this form.
        algo_version (str): Version of the analysis.
        width (int): Pixels of the upright picture, display rotation applied.
        height (int):
        frame_rate (float): Average frames a second.
        frame_count (int):
        duration_seconds (float):
        first_frame_seconds (float): When the first frame is shown, on the file's own clock: that of players, which
            isn't at 0 where
            the sound begins first. All other times count from the first frame.
        faces (list[FacesArtifactPerson]):
        frames (list[FacesArtifactFrame]):
    """

    schema_version: Literal["1.1"]
    algo_version: str
    width: int
    height: int
    frame_rate: float
    frame_count: int
    duration_seconds: float
    first_frame_seconds: float
    faces: list[FacesArtifactPerson]
    frames: list[FacesArtifactFrame]

    def to_dict(self) -> dict[str, Any]:
        schema_version = self.schema_version

        algo_version = self.algo_version

        width = self.width

        height = self.height

        frame_rate = self.frame_rate

        frame_count = self.frame_count

        duration_seconds = self.duration_seconds

        first_frame_seconds = self.first_frame_seconds

        faces = []
        for faces_item_data in self.faces:
            faces_item = faces_item_data.to_dict()
            faces.append(faces_item)

        frames = []
        for frames_item_data in self.frames:
            frames_item = frames_item_data.to_dict()
            frames.append(frames_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "schemaVersion": schema_version,
                "algoVersion": algo_version,
                "width": width,
                "height": height,
                "frameRate": frame_rate,
                "frameCount": frame_count,
                "durationSeconds": duration_seconds,
                "firstFrameSeconds": first_frame_seconds,
                "faces": faces,
                "frames": frames,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.faces_artifact_frame import FacesArtifactFrame  # noqa: PLC0415
        from ..models.faces_artifact_person import FacesArtifactPerson  # noqa: PLC0415

        d = dict(src_dict)
        schema_version = cast(Literal["1.1"], d.pop("schemaVersion"))
        if schema_version != "1.1":
            raise ValueError(
                f"schemaVersion must match const '1.1', got '{schema_version}'"
            )

        algo_version = d.pop("algoVersion")

        width = d.pop("width")

        height = d.pop("height")

        frame_rate = d.pop("frameRate")

        frame_count = d.pop("frameCount")

        duration_seconds = d.pop("durationSeconds")

        first_frame_seconds = d.pop("firstFrameSeconds")

        faces = []
        _faces = d.pop("faces")
        for faces_item_data in _faces:
            faces_item = FacesArtifactPerson.from_dict(faces_item_data)

            faces.append(faces_item)

        frames = []
        _frames = d.pop("frames")
        for frames_item_data in _frames:
            frames_item = FacesArtifactFrame.from_dict(frames_item_data)

            frames.append(frames_item)

        faces_artifact = cls(
            schema_version=schema_version,
            algo_version=algo_version,
            width=width,
            height=height,
            frame_rate=frame_rate,
            frame_count=frame_count,
            duration_seconds=duration_seconds,
            first_frame_seconds=first_frame_seconds,
            faces=faces,
            frames=frames,
        )

        return faces_artifact
