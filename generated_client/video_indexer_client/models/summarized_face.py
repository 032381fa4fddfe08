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
        video_id (str | Unset): Id of a video. Opaque.
        name (str | Unset):
        confidence (float | Unset):
        description (None | str | Unset):
        title (None | str | Unset):
        thumbnail_id (None | Unset | UUID):
        known_person_id (None | Unset | UUID):
        reference_id (None | str | Unset):
        reference_type (None | str | Unset):
        seen_duration (float | Unset): Seconds.
        seen_duration_ratio (float | Unset): Of the video's length.
        appearances (list[Appearance] | Unset):
    """

    id: int
    video_id: str | Unset = UNSET
    name: str | Unset = UNSET
    confidence: float | Unset = UNSET
    description: None | str | Unset = UNSET
    title: None | str | Unset = UNSET
    thumbnail_id: None | Unset | UUID = UNSET
    known_person_id: None | Unset | UUID = UNSET
    reference_id: None | str | Unset = UNSET
    reference_type: None | str | Unset = UNSET
    seen_duration: float | Unset = UNSET
    seen_duration_ratio: float | Unset = UNSET
    appearances: list[Appearance] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        video_id = self.video_id

        name = self.name

        confidence = self.confidence

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

        thumbnail_id: None | str | Unset
        if isinstance(self.thumbnail_id, Unset):
            thumbnail_id = UNSET
        elif isinstance(self.thumbnail_id, UUID):
            thumbnail_id = str(self.thumbnail_id)
        else:
            thumbnail_id = self.thumbnail_id

        known_person_id: None | str | Unset
        if isinstance(self.known_person_id, Unset):
            known_person_id = UNSET
        elif isinstance(self.known_person_id, UUID):
            known_person_id = str(self.known_person_id)
        else:
            known_person_id = self.known_person_id

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

        seen_duration = self.seen_duration

        seen_duration_ratio = self.seen_duration_ratio

        appearances: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.appearances, Unset):
            appearances = []
            for appearances_item_data in self.appearances:
                appearances_item = appearances_item_data.to_dict()
                appearances.append(appearances_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if video_id is not UNSET:
            field_dict["videoId"] = video_id
        if name is not UNSET:
            field_dict["name"] = name
        if confidence is not UNSET:
            field_dict["confidence"] = confidence
        if description is not UNSET:
            field_dict["description"] = description
        if title is not UNSET:
            field_dict["title"] = title
        if thumbnail_id is not UNSET:
            field_dict["thumbnailId"] = thumbnail_id
        if known_person_id is not UNSET:
            field_dict["knownPersonId"] = known_person_id
        if reference_id is not UNSET:
            field_dict["referenceId"] = reference_id
        if reference_type is not UNSET:
            field_dict["referenceType"] = reference_type
        if seen_duration is not UNSET:
            field_dict["seenDuration"] = seen_duration
        if seen_duration_ratio is not UNSET:
            field_dict["seenDurationRatio"] = seen_duration_ratio
        if appearances is not UNSET:
            field_dict["appearances"] = appearances

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.appearance import Appearance  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        video_id = d.pop("videoId", UNSET)

        name = d.pop("name", UNSET)

        confidence = d.pop("confidence", UNSET)

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

        def _parse_thumbnail_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                thumbnail_id_type_0 = UUID(data)

                return thumbnail_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        thumbnail_id = _parse_thumbnail_id(d.pop("thumbnailId", UNSET))

        def _parse_known_person_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                known_person_id_type_0 = UUID(data)

                return known_person_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        known_person_id = _parse_known_person_id(d.pop("knownPersonId", UNSET))

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

        seen_duration = d.pop("seenDuration", UNSET)

        seen_duration_ratio = d.pop("seenDurationRatio", UNSET)

        _appearances = d.pop("appearances", UNSET)
        appearances: list[Appearance] | Unset = UNSET
        if _appearances is not UNSET:
            appearances = []
            for appearances_item_data in _appearances:
                appearances_item = Appearance.from_dict(appearances_item_data)

                appearances.append(appearances_item)

        summarized_face = cls(
            id=id,
            video_id=video_id,
            name=name,
            confidence=confidence,
            description=description,
            title=title,
            thumbnail_id=thumbnail_id,
            known_person_id=known_person_id,
            reference_id=reference_id,
            reference_type=reference_type,
            seen_duration=seen_duration,
            seen_duration_ratio=seen_duration_ratio,
            appearances=appearances,
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
