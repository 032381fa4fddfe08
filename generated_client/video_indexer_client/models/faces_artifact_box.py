from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="FacesArtifactBox")


@_attrs_define
class FacesArtifactBox:
    """Where a face is: pixels from the top left corner of the upright picture. A box may reach beyond the
    picture's edge.

        Attributes:
            id (int): Id of a person within one video, from 1000 upwards.
            x (float):
            y (float):
            width (float):
            height (float):
            score (float): The detector's; 0 where the box is interpolated.
    """

    id: int
    x: float
    y: float
    width: float
    height: float
    score: float

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        x = self.x

        y = self.y

        width = self.width

        height = self.height

        score = self.score

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "x": x,
                "y": y,
                "width": width,
                "height": height,
                "score": score,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        x = d.pop("x")

        y = d.pop("y")

        width = d.pop("width")

        height = d.pop("height")

        score = d.pop("score")

        faces_artifact_box = cls(
            id=id,
            x=x,
            y=y,
            width=width,
            height=height,
            score=score,
        )

        return faces_artifact_box
