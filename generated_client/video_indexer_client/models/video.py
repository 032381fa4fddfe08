from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.search_match import SearchMatch


T = TypeVar("T", bound="Video")


@_attrs_define
class Video:
    """A video as upload and list show it.

    Attributes:
        account_id (UUID):
        id (str): Id of a video. Opaque.
        name (str):
        created (datetime.datetime):
        last_modified (datetime.datetime):
        last_indexed (datetime.datetime | None):
        privacy_mode (str): Whether the video can be read without a token.
        user_name (str):
        is_owned (bool):
        is_base (bool): True for a video, false for a project made of several.
        has_source_video_file (bool): Whether the file can be fetched.
        state (str): Where the video stands.
        moderation_state (str):
        review_state (str):
        processing_progress (str): Percent with its sign; empty before the work has begun.
        duration_in_seconds (int): 0 until it is known.
        thumbnail_video_id (str): Id of a video. Opaque.
        thumbnail_id (UUID): All zeros until there is a picture.
        search_matches (list[SearchMatch]):
        indexing_preset (str):
        streaming_preset (str):
        source_language (None | str):
        partition (None | str | Unset):
        external_id (None | str | Unset):
        metadata (None | str | Unset):
        description (None | str | Unset):
        is_searchable (bool | Unset):
        source_languages (list[str] | Unset):
        person_model_id (None | str | Unset):
        animation_model_id (None | str | Unset):
    """

    account_id: UUID
    id: str
    name: str
    created: datetime.datetime
    last_modified: datetime.datetime
    last_indexed: datetime.datetime | None
    privacy_mode: str
    user_name: str
    is_owned: bool
    is_base: bool
    has_source_video_file: bool
    state: str
    moderation_state: str
    review_state: str
    processing_progress: str
    duration_in_seconds: int
    thumbnail_video_id: str
    thumbnail_id: UUID
    search_matches: list[SearchMatch]
    indexing_preset: str
    streaming_preset: str
    source_language: None | str
    partition: None | str | Unset = UNSET
    external_id: None | str | Unset = UNSET
    metadata: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    is_searchable: bool | Unset = UNSET
    source_languages: list[str] | Unset = UNSET
    person_model_id: None | str | Unset = UNSET
    animation_model_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        account_id = str(self.account_id)

        id = self.id

        name = self.name

        created = self.created.isoformat()

        last_modified = self.last_modified.isoformat()

        last_indexed: None | str
        if isinstance(self.last_indexed, datetime.datetime):
            last_indexed = self.last_indexed.isoformat()
        else:
            last_indexed = self.last_indexed

        privacy_mode = self.privacy_mode

        user_name = self.user_name

        is_owned = self.is_owned

        is_base = self.is_base

        has_source_video_file = self.has_source_video_file

        state = self.state

        moderation_state = self.moderation_state

        review_state = self.review_state

        processing_progress = self.processing_progress

        duration_in_seconds = self.duration_in_seconds

        thumbnail_video_id = self.thumbnail_video_id

        thumbnail_id = str(self.thumbnail_id)

        search_matches = []
        for search_matches_item_data in self.search_matches:
            search_matches_item = search_matches_item_data.to_dict()
            search_matches.append(search_matches_item)

        indexing_preset = self.indexing_preset

        streaming_preset = self.streaming_preset

        source_language: None | str
        source_language = self.source_language

        partition: None | str | Unset
        if isinstance(self.partition, Unset):
            partition = UNSET
        else:
            partition = self.partition

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        metadata: None | str | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        else:
            metadata = self.metadata

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        is_searchable = self.is_searchable

        source_languages: list[str] | Unset = UNSET
        if not isinstance(self.source_languages, Unset):
            source_languages = self.source_languages

        person_model_id: None | str | Unset
        if isinstance(self.person_model_id, Unset):
            person_model_id = UNSET
        else:
            person_model_id = self.person_model_id

        animation_model_id: None | str | Unset
        if isinstance(self.animation_model_id, Unset):
            animation_model_id = UNSET
        else:
            animation_model_id = self.animation_model_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accountId": account_id,
                "id": id,
                "name": name,
                "created": created,
                "lastModified": last_modified,
                "lastIndexed": last_indexed,
                "privacyMode": privacy_mode,
                "userName": user_name,
                "isOwned": is_owned,
                "isBase": is_base,
                "hasSourceVideoFile": has_source_video_file,
                "state": state,
                "moderationState": moderation_state,
                "reviewState": review_state,
                "processingProgress": processing_progress,
                "durationInSeconds": duration_in_seconds,
                "thumbnailVideoId": thumbnail_video_id,
                "thumbnailId": thumbnail_id,
                "searchMatches": search_matches,
                "indexingPreset": indexing_preset,
                "streamingPreset": streaming_preset,
                "sourceLanguage": source_language,
            }
        )
        if partition is not UNSET:
            field_dict["partition"] = partition
        if external_id is not UNSET:
            field_dict["externalId"] = external_id
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if description is not UNSET:
            field_dict["description"] = description
        if is_searchable is not UNSET:
            field_dict["isSearchable"] = is_searchable
        if source_languages is not UNSET:
            field_dict["sourceLanguages"] = source_languages
        if person_model_id is not UNSET:
            field_dict["personModelId"] = person_model_id
        if animation_model_id is not UNSET:
            field_dict["animationModelId"] = animation_model_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.search_match import SearchMatch  # noqa: PLC0415

        d = dict(src_dict)
        account_id = UUID(d.pop("accountId"))

        id = d.pop("id")

        name = d.pop("name")

        created = datetime.datetime.fromisoformat(d.pop("created"))

        last_modified = datetime.datetime.fromisoformat(d.pop("lastModified"))

        def _parse_last_indexed(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_indexed_type_0 = datetime.datetime.fromisoformat(data)

                return last_indexed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_indexed = _parse_last_indexed(d.pop("lastIndexed"))

        privacy_mode = d.pop("privacyMode")

        user_name = d.pop("userName")

        is_owned = d.pop("isOwned")

        is_base = d.pop("isBase")

        has_source_video_file = d.pop("hasSourceVideoFile")

        state = d.pop("state")

        moderation_state = d.pop("moderationState")

        review_state = d.pop("reviewState")

        processing_progress = d.pop("processingProgress")

        duration_in_seconds = d.pop("durationInSeconds")

        thumbnail_video_id = d.pop("thumbnailVideoId")

        thumbnail_id = UUID(d.pop("thumbnailId"))

        search_matches = []
        _search_matches = d.pop("searchMatches")
        for search_matches_item_data in _search_matches:
            search_matches_item = SearchMatch.from_dict(search_matches_item_data)

            search_matches.append(search_matches_item)

        indexing_preset = d.pop("indexingPreset")

        streaming_preset = d.pop("streamingPreset")

        def _parse_source_language(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        source_language = _parse_source_language(d.pop("sourceLanguage"))

        def _parse_partition(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        partition = _parse_partition(d.pop("partition", UNSET))

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("externalId", UNSET))

        def _parse_metadata(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        is_searchable = d.pop("isSearchable", UNSET)

        source_languages = cast(list[str], d.pop("sourceLanguages", UNSET))

        def _parse_person_model_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person_model_id = _parse_person_model_id(d.pop("personModelId", UNSET))

        def _parse_animation_model_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        animation_model_id = _parse_animation_model_id(d.pop("animationModelId", UNSET))

        video = cls(
            account_id=account_id,
            id=id,
            name=name,
            created=created,
            last_modified=last_modified,
            last_indexed=last_indexed,
            privacy_mode=privacy_mode,
            user_name=user_name,
            is_owned=is_owned,
            is_base=is_base,
            has_source_video_file=has_source_video_file,
            state=state,
            moderation_state=moderation_state,
            review_state=review_state,
            processing_progress=processing_progress,
            duration_in_seconds=duration_in_seconds,
            thumbnail_video_id=thumbnail_video_id,
            thumbnail_id=thumbnail_id,
            search_matches=search_matches,
            indexing_preset=indexing_preset,
            streaming_preset=streaming_preset,
            source_language=source_language,
            partition=partition,
            external_id=external_id,
            metadata=metadata,
            description=description,
            is_searchable=is_searchable,
            source_languages=source_languages,
            person_model_id=person_model_id,
            animation_model_id=animation_model_id,
        )

        video.additional_properties = d
        return video

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
