from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.appearance import Appearance


T = TypeVar("T", bound="SummarizedFace")


@_attrs_define
class SummarizedFace:
    """One person in short.

    Attributes:
        id (int): Id of a person within one video, from 1000 upwards.
        video_id (str): Id of a video. Opaque.
        name (str):
        confidence (float):
        thumbnail_id (UUID):
        seen_duration (float): Seconds.
        seen_duration_ratio (float): Of the video's length.
        appearances (list[Appearance]):
        description (None | str | Unset):
        title (None | str | Unset):
        known_person_id (UUID | Unset):
        reference_id (None | str | Unset):
        reference_type (None | str | Unset):
    """

    id: int
    video_id: str
    name: str
    confidence: float
    thumbnail_id: UUID
    seen_duration: float
    seen_duration_ratio: float
    appearances: list[Appearance]
    description: None | str | Unset = UNSET
    title: None | str | Unset = UNSET
    known_person_id: UUID | Unset = UNSET
    reference_id: None | str | Unset = UNSET
    reference_type: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        video_id = self.video_id

        name = self.name

        confidence = self.confidence

        thumbnail_id = str(self.thumbnail_id)

        seen_duration = self.seen_duration

        seen_duration_ratio = self.seen_duration_ratio

        appearances = []
        for appearances_item_data in self.appearances:
            appearances_item = appearances_item_data.to_dict()
            appearances.append(appearances_item)

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        known_person_id: str | Unset = UNSET
        if not isinstance(self.known_person_id, Unset):
            known_person_id = str(self.known_person_id)

        reference_id: None | str | Unset
        if isinstance(self.reference_id, Unset):
            reference_id = UNSET
        else:
            reference_id = self.reference_id

        reference_type: None | str | Unset
        if isinstance(self.reference_type, Unset):
            reference_type = UNSET
        else:
            reference_type = self.reference_type

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "videoId": video_id,
                "name": name,
                "confidence": confidence,
                "thumbnailId": thumbnail_id,
                "seenDuration": seen_duration,
                "seenDurationRatio": seen_duration_ratio,
                "appearances": appearances,
            }
        )
        if description is not UNSET:
            field_dict["description"] = description
        if title is not UNSET:
            field_dict["title"] = title
        if known_person_id is not UNSET:
            field_dict["knownPersonId"] = known_person_id
        if reference_id is not UNSET:
            field_dict["referenceId"] = reference_id
        if reference_type is not UNSET:
            field_dict["referenceType"] = reference_type

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.appearance import Appearance  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        video_id = d.pop("videoId")

        name = d.pop("name")

        confidence = d.pop("confidence")

        thumbnail_id = UUID(d.pop("thumbnailId"))

        seen_duration = d.pop("seenDuration")

        seen_duration_ratio = d.pop("seenDurationRatio")

        appearances = []
        _appearances = d.pop("appearances")
        for appearances_item_data in _appearances:
            appearances_item = Appearance.from_dict(appearances_item_data)

            appearances.append(appearances_item)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        _known_person_id = d.pop("knownPersonId", UNSET)
        known_person_id: UUID | Unset
        if isinstance(_known_person_id, Unset):
            known_person_id = UNSET
        else:
            known_person_id = UUID(_known_person_id)

        def _parse_reference_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reference_id = _parse_reference_id(d.pop("referenceId", UNSET))

        def _parse_reference_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reference_type = _parse_reference_type(d.pop("referenceType", UNSET))

        summarized_face = cls(
            id=id,
            video_id=video_id,
            name=name,
            confidence=confidence,
            thumbnail_id=thumbnail_id,
            seen_duration=seen_duration,
            seen_duration_ratio=seen_duration_ratio,
            appearances=appearances,
            description=description,
            title=title,
            known_person_id=known_person_id,
            reference_id=reference_id,
            reference_type=reference_type,
        )

        summarized_face.additional_properties = d
        return summarized_face

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
