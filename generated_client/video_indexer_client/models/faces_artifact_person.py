from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.time_range import TimeRange


T = TypeVar("T", bound="FacesArtifactPerson")


@_attrs_define
class FacesArtifactPerson:
    """One person.

    Attributes:
        id (int): Id of a person within one video, from 1000 upwards.
        name (str):
        confidence (float):
        listed (bool): Whether the index shows this person.
        thumbnails (list[str]): File names in the artifact FacesThumbnails.
        appearances (list[TimeRange]):
    """

    id: int
    name: str
    confidence: float
    listed: bool
    thumbnails: list[str]
    appearances: list[TimeRange]

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        confidence = self.confidence

        listed = self.listed

        thumbnails = self.thumbnails

        appearances = []
        for appearances_item_data in self.appearances:
            appearances_item = appearances_item_data.to_dict()
            appearances.append(appearances_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "name": name,
                "confidence": confidence,
                "listed": listed,
                "thumbnails": thumbnails,
                "appearances": appearances,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.time_range import TimeRange  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        confidence = d.pop("confidence")

        listed = d.pop("listed")

        thumbnails = cast(list[str], d.pop("thumbnails"))

        appearances = []
        _appearances = d.pop("appearances")
        for appearances_item_data in _appearances:
            appearances_item = TimeRange.from_dict(appearances_item_data)

            appearances.append(appearances_item)

        faces_artifact_person = cls(
            id=id,
            name=name,
            confidence=confidence,
            listed=listed,
            thumbnails=thumbnails,
            appearances=appearances,
        )

        return faces_artifact_person
