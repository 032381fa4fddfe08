from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.face_instance import FaceInstance
    from ..models.face_thumbnail import FaceThumbnail


T = TypeVar("T", bound="Face")


@_attrs_define
class Face:
    """One person. There are no boxes here; the Faces artifact has them.

    Attributes:
        id (int): Id of a person within one video, from 1000 upwards.
        name (str | Unset): "Unknown #1" and so on for people who are not known by name.
        confidence (float | Unset):
        description (None | str | Unset):
        thumbnail_id (None | Unset | UUID):
        known_person_id (None | Unset | UUID): Only for a person of a person model.
        reference_id (None | str | Unset):
        reference_type (None | str | Unset):
        title (None | str | Unset):
        image_url (None | str | Unset):
        high_quality (bool | Unset):
        thumbnails (list[FaceThumbnail] | None | Unset):
        instances (list[FaceInstance] | None | Unset):
    """

    id: int
    name: str | Unset = UNSET
    confidence: float | Unset = UNSET
    description: None | str | Unset = UNSET
    thumbnail_id: None | Unset | UUID = UNSET
    known_person_id: None | Unset | UUID = UNSET
    reference_id: None | str | Unset = UNSET
    reference_type: None | str | Unset = UNSET
    title: None | str | Unset = UNSET
    image_url: None | str | Unset = UNSET
    high_quality: bool | Unset = UNSET
    thumbnails: list[FaceThumbnail] | None | Unset = UNSET
    instances: list[FaceInstance] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        confidence = self.confidence

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

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

        title: None | str | Unset
        if isinstance(self.title, Unset):
            title = UNSET
        else:
            title = self.title

        image_url: None | str | Unset
        if isinstance(self.image_url, Unset):
            image_url = UNSET
        else:
            image_url = self.image_url

        high_quality = self.high_quality

        thumbnails: list[dict[str, Any]] | None | Unset
        if isinstance(self.thumbnails, Unset):
            thumbnails = UNSET
        elif isinstance(self.thumbnails, list):
            thumbnails = []
            for thumbnails_type_0_item_data in self.thumbnails:
                thumbnails_type_0_item = thumbnails_type_0_item_data.to_dict()
                thumbnails.append(thumbnails_type_0_item)

        else:
            thumbnails = self.thumbnails

        instances: list[dict[str, Any]] | None | Unset
        if isinstance(self.instances, Unset):
            instances = UNSET
        elif isinstance(self.instances, list):
            instances = []
            for instances_type_0_item_data in self.instances:
                instances_type_0_item = instances_type_0_item_data.to_dict()
                instances.append(instances_type_0_item)

        else:
            instances = self.instances

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if confidence is not UNSET:
            field_dict["confidence"] = confidence
        if description is not UNSET:
            field_dict["description"] = description
        if thumbnail_id is not UNSET:
            field_dict["thumbnailId"] = thumbnail_id
        if known_person_id is not UNSET:
            field_dict["knownPersonId"] = known_person_id
        if reference_id is not UNSET:
            field_dict["referenceId"] = reference_id
        if reference_type is not UNSET:
            field_dict["referenceType"] = reference_type
        if title is not UNSET:
            field_dict["title"] = title
        if image_url is not UNSET:
            field_dict["imageUrl"] = image_url
        if high_quality is not UNSET:
            field_dict["highQuality"] = high_quality
        if thumbnails is not UNSET:
            field_dict["thumbnails"] = thumbnails
        if instances is not UNSET:
            field_dict["instances"] = instances

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.face_instance import FaceInstance  # noqa: PLC0415
        from ..models.face_thumbnail import FaceThumbnail  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name", UNSET)

        confidence = d.pop("confidence", UNSET)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

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

        def _parse_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        title = _parse_title(d.pop("title", UNSET))

        def _parse_image_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        image_url = _parse_image_url(d.pop("imageUrl", UNSET))

        high_quality = d.pop("highQuality", UNSET)

        def _parse_thumbnails(data: object) -> list[FaceThumbnail] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                thumbnails_type_0 = []
                _thumbnails_type_0 = data
                for thumbnails_type_0_item_data in _thumbnails_type_0:
                    thumbnails_type_0_item = FaceThumbnail.from_dict(
                        thumbnails_type_0_item_data
                    )

                    thumbnails_type_0.append(thumbnails_type_0_item)

                return thumbnails_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[FaceThumbnail] | None | Unset, data)

        thumbnails = _parse_thumbnails(d.pop("thumbnails", UNSET))

        def _parse_instances(data: object) -> list[FaceInstance] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                instances_type_0 = []
                _instances_type_0 = data
                for instances_type_0_item_data in _instances_type_0:
                    instances_type_0_item = FaceInstance.from_dict(
                        instances_type_0_item_data
                    )

                    instances_type_0.append(instances_type_0_item)

                return instances_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[FaceInstance] | None | Unset, data)

        instances = _parse_instances(d.pop("instances", UNSET))

        face = cls(
            id=id,
            name=name,
            confidence=confidence,
            description=description,
            thumbnail_id=thumbnail_id,
            known_person_id=known_person_id,
            reference_id=reference_id,
            reference_type=reference_type,
            title=title,
            image_url=image_url,
            high_quality=high_quality,
            thumbnails=thumbnails,
            instances=instances,
        )

        face.additional_properties = d
        return face

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
