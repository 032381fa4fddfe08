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
        id (str): Id of a video. Opaque.
        account_id (str | Unset):
        partition (None | str | Unset):
        external_id (None | str | Unset):
        metadata (None | str | Unset):
        name (str | Unset):
        description (None | str | Unset):
        created (datetime.datetime | Unset):
        last_modified (datetime.datetime | Unset):
        last_indexed (datetime.datetime | None | Unset):
        privacy_mode (str | Unset): Whether the video can be read without a token.
        user_name (str | Unset):
        is_owned (bool | Unset):
        is_base (bool | Unset): True for a video, false for a project made of several.
        has_source_video_file (bool | Unset): Whether the file can be fetched.
        state (str | Unset): Where the video stands.
        moderation_state (str | Unset):
        review_state (str | Unset):
        is_searchable (bool | Unset):
        processing_progress (None | str | Unset): Percent with its sign; empty before the work has begun.
        duration_in_seconds (int | None | Unset): 0 until it is known.
        thumbnail_video_id (str | Unset): Id of a video. Opaque.
        thumbnail_id (None | Unset | UUID): All zeros until there is a picture.
        search_matches (list[SearchMatch] | Unset):
        indexing_preset (str | Unset):
        streaming_preset (str | Unset):
        source_language (None | str | Unset):
        source_languages (list[str] | Unset):
        person_model_id (None | str | Unset):
        animation_model_id (None | str | Unset):
    """

    id: str
    account_id: str | Unset = UNSET
    partition: None | str | Unset = UNSET
    external_id: None | str | Unset = UNSET
    metadata: None | str | Unset = UNSET
    name: str | Unset = UNSET
    description: None | str | Unset = UNSET
    created: datetime.datetime | Unset = UNSET
    last_modified: datetime.datetime | Unset = UNSET
    last_indexed: datetime.datetime | None | Unset = UNSET
    privacy_mode: str | Unset = UNSET
    user_name: str | Unset = UNSET
    is_owned: bool | Unset = UNSET
    is_base: bool | Unset = UNSET
    has_source_video_file: bool | Unset = UNSET
    state: str | Unset = UNSET
    moderation_state: str | Unset = UNSET
    review_state: str | Unset = UNSET
    is_searchable: bool | Unset = UNSET
    processing_progress: None | str | Unset = UNSET
    duration_in_seconds: int | None | Unset = UNSET
    thumbnail_video_id: str | Unset = UNSET
    thumbnail_id: None | Unset | UUID = UNSET
    search_matches: list[SearchMatch] | Unset = UNSET
    indexing_preset: str | Unset = UNSET
    streaming_preset: str | Unset = UNSET
    source_language: None | str | Unset = UNSET
    source_languages: list[str] | Unset = UNSET
    person_model_id: None | str | Unset = UNSET
    animation_model_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        account_id = self.account_id

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

        name = self.name

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        created: str | Unset = UNSET
        if not isinstance(self.created, Unset):
            created = self.created.isoformat()

        last_modified: str | Unset = UNSET
        if not isinstance(self.last_modified, Unset):
            last_modified = self.last_modified.isoformat()

        last_indexed: None | str | Unset
        if isinstance(self.last_indexed, Unset):
            last_indexed = UNSET
        elif isinstance(self.last_indexed, datetime.datetime):
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

        is_searchable = self.is_searchable

        processing_progress: None | str | Unset
        if isinstance(self.processing_progress, Unset):
            processing_progress = UNSET
        else:
            processing_progress = self.processing_progress

        duration_in_seconds: int | None | Unset
        if isinstance(self.duration_in_seconds, Unset):
            duration_in_seconds = UNSET
        else:
            duration_in_seconds = self.duration_in_seconds

        thumbnail_video_id = self.thumbnail_video_id

        thumbnail_id: None | str | Unset
        if isinstance(self.thumbnail_id, Unset):
            thumbnail_id = UNSET
        elif isinstance(self.thumbnail_id, UUID):
            thumbnail_id = str(self.thumbnail_id)
        else:
            thumbnail_id = self.thumbnail_id

        search_matches: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.search_matches, Unset):
            search_matches = []
            for search_matches_item_data in self.search_matches:
                search_matches_item = search_matches_item_data.to_dict()
                search_matches.append(search_matches_item)

        indexing_preset = self.indexing_preset

        streaming_preset = self.streaming_preset

        source_language: None | str | Unset
        if isinstance(self.source_language, Unset):
            source_language = UNSET
        else:
            source_language = self.source_language

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
                "id": id,
            }
        )
        if account_id is not UNSET:
            field_dict["accountId"] = account_id
        if partition is not UNSET:
            field_dict["partition"] = partition
        if external_id is not UNSET:
            field_dict["externalId"] = external_id
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if name is not UNSET:
            field_dict["name"] = name
        if description is not UNSET:
            field_dict["description"] = description
        if created is not UNSET:
            field_dict["created"] = created
        if last_modified is not UNSET:
            field_dict["lastModified"] = last_modified
        if last_indexed is not UNSET:
            field_dict["lastIndexed"] = last_indexed
        if privacy_mode is not UNSET:
            field_dict["privacyMode"] = privacy_mode
        if user_name is not UNSET:
            field_dict["userName"] = user_name
        if is_owned is not UNSET:
            field_dict["isOwned"] = is_owned
        if is_base is not UNSET:
            field_dict["isBase"] = is_base
        if has_source_video_file is not UNSET:
            field_dict["hasSourceVideoFile"] = has_source_video_file
        if state is not UNSET:
            field_dict["state"] = state
        if moderation_state is not UNSET:
            field_dict["moderationState"] = moderation_state
        if review_state is not UNSET:
            field_dict["reviewState"] = review_state
        if is_searchable is not UNSET:
            field_dict["isSearchable"] = is_searchable
        if processing_progress is not UNSET:
            field_dict["processingProgress"] = processing_progress
        if duration_in_seconds is not UNSET:
            field_dict["durationInSeconds"] = duration_in_seconds
        if thumbnail_video_id is not UNSET:
            field_dict["thumbnailVideoId"] = thumbnail_video_id
        if thumbnail_id is not UNSET:
            field_dict["thumbnailId"] = thumbnail_id
        if search_matches is not UNSET:
            field_dict["searchMatches"] = search_matches
        if indexing_preset is not UNSET:
            field_dict["indexingPreset"] = indexing_preset
        if streaming_preset is not UNSET:
            field_dict["streamingPreset"] = streaming_preset
        if source_language is not UNSET:
            field_dict["sourceLanguage"] = source_language
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
        id = d.pop("id")

        account_id = d.pop("accountId", UNSET)

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

        name = d.pop("name", UNSET)

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        _created = d.pop("created", UNSET)
        created: datetime.datetime | Unset
        if isinstance(_created, Unset):
            created = UNSET
        else:
            created = datetime.datetime.fromisoformat(_created)

        _last_modified = d.pop("lastModified", UNSET)
        last_modified: datetime.datetime | Unset
        if isinstance(_last_modified, Unset):
            last_modified = UNSET
        else:
            last_modified = datetime.datetime.fromisoformat(_last_modified)

        def _parse_last_indexed(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_indexed_type_0 = datetime.datetime.fromisoformat(data)

                return last_indexed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        last_indexed = _parse_last_indexed(d.pop("lastIndexed", UNSET))

        privacy_mode = d.pop("privacyMode", UNSET)

        user_name = d.pop("userName", UNSET)

        is_owned = d.pop("isOwned", UNSET)

        is_base = d.pop("isBase", UNSET)

        has_source_video_file = d.pop("hasSourceVideoFile", UNSET)

        state = d.pop("state", UNSET)

        moderation_state = d.pop("moderationState", UNSET)

        review_state = d.pop("reviewState", UNSET)

        is_searchable = d.pop("isSearchable", UNSET)

        def _parse_processing_progress(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        processing_progress = _parse_processing_progress(
            d.pop("processingProgress", UNSET)
        )

        def _parse_duration_in_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration_in_seconds = _parse_duration_in_seconds(
            d.pop("durationInSeconds", UNSET)
        )

        thumbnail_video_id = d.pop("thumbnailVideoId", UNSET)

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

        _search_matches = d.pop("searchMatches", UNSET)
        search_matches: list[SearchMatch] | Unset = UNSET
        if _search_matches is not UNSET:
            search_matches = []
            for search_matches_item_data in _search_matches:
                search_matches_item = SearchMatch.from_dict(search_matches_item_data)

                search_matches.append(search_matches_item)

        indexing_preset = d.pop("indexingPreset", UNSET)

        streaming_preset = d.pop("streamingPreset", UNSET)

        def _parse_source_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source_language = _parse_source_language(d.pop("sourceLanguage", UNSET))

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
            id=id,
            account_id=account_id,
            partition=partition,
            external_id=external_id,
            metadata=metadata,
            name=name,
            description=description,
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
            is_searchable=is_searchable,
            processing_progress=processing_progress,
            duration_in_seconds=duration_in_seconds,
            thumbnail_video_id=thumbnail_video_id,
            thumbnail_id=thumbnail_id,
            search_matches=search_matches,
            indexing_preset=indexing_preset,
            streaming_preset=streaming_preset,
            source_language=source_language,
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
