from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.insights import Insights
    from ..models.media_warning import MediaWarning
    from ..models.source_stream import SourceStream


T = TypeVar("T", bound="IndexedVideo")


@_attrs_define
class IndexedVideo:
    """State and insights of one video.

    Attributes:
        account_id (str | Unset):
        id (str | Unset): Id of a video. Opaque.
        state (str | Unset): Where the video stands.
        moderation_state (str | Unset):
        review_state (str | Unset):
        privacy_mode (str | Unset): Whether the video can be read without a token.
        processing_progress (None | str | Unset): Percent with its sign; empty before the work has begun.
        failure_code (str | Unset): A word for why the work failed.
        failure_message (None | str | Unset): Why the work failed; empty otherwise.
        external_id (None | str | Unset):
        external_url (None | str | Unset):
        metadata (None | str | Unset):
        insights (Insights | None | Unset): Null or absent until the video is Processed, and for a redacted video.
        thumbnail_id (None | Unset | UUID):
        width (int | Unset):
        height (int | Unset):
        detect_source_language (bool | Unset):
        language_auto_detect_mode (str | Unset):
        source_language (None | str | Unset):
        source_languages (list[str] | Unset):
        language (None | str | Unset):
        languages (list[str] | Unset):
        indexing_preset (str | Unset):
        streaming_preset (str | Unset):
        linguistic_model_id (None | str | Unset):
        person_model_id (None | str | Unset):
        logo_group_id (None | str | Unset):
        is_adult (bool | Unset):
        excluded_a_is (list[str] | None | Unset):
        is_searchable (bool | Unset):
        published_url (None | str | Unset):
        published_proxy_url (None | str | Unset):
        view_token (None | str | Unset):
        warnings (list[MediaWarning] | Unset): What a redaction doesn't keep of the file, or had to assume.
        source_streams (list[SourceStream] | Unset): Every stream of the source file, and what becomes of it in a
            redaction.
    """

    account_id: str | Unset = UNSET
    id: str | Unset = UNSET
    state: str | Unset = UNSET
    moderation_state: str | Unset = UNSET
    review_state: str | Unset = UNSET
    privacy_mode: str | Unset = UNSET
    processing_progress: None | str | Unset = UNSET
    failure_code: str | Unset = UNSET
    failure_message: None | str | Unset = UNSET
    external_id: None | str | Unset = UNSET
    external_url: None | str | Unset = UNSET
    metadata: None | str | Unset = UNSET
    insights: Insights | None | Unset = UNSET
    thumbnail_id: None | Unset | UUID = UNSET
    width: int | Unset = UNSET
    height: int | Unset = UNSET
    detect_source_language: bool | Unset = UNSET
    language_auto_detect_mode: str | Unset = UNSET
    source_language: None | str | Unset = UNSET
    source_languages: list[str] | Unset = UNSET
    language: None | str | Unset = UNSET
    languages: list[str] | Unset = UNSET
    indexing_preset: str | Unset = UNSET
    streaming_preset: str | Unset = UNSET
    linguistic_model_id: None | str | Unset = UNSET
    person_model_id: None | str | Unset = UNSET
    logo_group_id: None | str | Unset = UNSET
    is_adult: bool | Unset = UNSET
    excluded_a_is: list[str] | None | Unset = UNSET
    is_searchable: bool | Unset = UNSET
    published_url: None | str | Unset = UNSET
    published_proxy_url: None | str | Unset = UNSET
    view_token: None | str | Unset = UNSET
    warnings: list[MediaWarning] | Unset = UNSET
    source_streams: list[SourceStream] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.insights import Insights  # noqa: PLC0415

        account_id = self.account_id

        id = self.id

        state = self.state

        moderation_state = self.moderation_state

        review_state = self.review_state

        privacy_mode = self.privacy_mode

        processing_progress: None | str | Unset
        if isinstance(self.processing_progress, Unset):
            processing_progress = UNSET
        else:
            processing_progress = self.processing_progress

        failure_code = self.failure_code

        failure_message: None | str | Unset
        if isinstance(self.failure_message, Unset):
            failure_message = UNSET
        else:
            failure_message = self.failure_message

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        external_url: None | str | Unset
        if isinstance(self.external_url, Unset):
            external_url = UNSET
        else:
            external_url = self.external_url

        metadata: None | str | Unset
        if isinstance(self.metadata, Unset):
            metadata = UNSET
        else:
            metadata = self.metadata

        insights: dict[str, Any] | None | Unset
        if isinstance(self.insights, Unset):
            insights = UNSET
        elif isinstance(self.insights, Insights):
            insights = self.insights.to_dict()
        else:
            insights = self.insights

        thumbnail_id: None | str | Unset
        if isinstance(self.thumbnail_id, Unset):
            thumbnail_id = UNSET
        elif isinstance(self.thumbnail_id, UUID):
            thumbnail_id = str(self.thumbnail_id)
        else:
            thumbnail_id = self.thumbnail_id

        width = self.width

        height = self.height

        detect_source_language = self.detect_source_language

        language_auto_detect_mode = self.language_auto_detect_mode

        source_language: None | str | Unset
        if isinstance(self.source_language, Unset):
            source_language = UNSET
        else:
            source_language = self.source_language

        source_languages: list[str] | Unset = UNSET
        if not isinstance(self.source_languages, Unset):
            source_languages = self.source_languages

        language: None | str | Unset
        if isinstance(self.language, Unset):
            language = UNSET
        else:
            language = self.language

        languages: list[str] | Unset = UNSET
        if not isinstance(self.languages, Unset):
            languages = self.languages

        indexing_preset = self.indexing_preset

        streaming_preset = self.streaming_preset

        linguistic_model_id: None | str | Unset
        if isinstance(self.linguistic_model_id, Unset):
            linguistic_model_id = UNSET
        else:
            linguistic_model_id = self.linguistic_model_id

        person_model_id: None | str | Unset
        if isinstance(self.person_model_id, Unset):
            person_model_id = UNSET
        else:
            person_model_id = self.person_model_id

        logo_group_id: None | str | Unset
        if isinstance(self.logo_group_id, Unset):
            logo_group_id = UNSET
        else:
            logo_group_id = self.logo_group_id

        is_adult = self.is_adult

        excluded_a_is: list[str] | None | Unset
        if isinstance(self.excluded_a_is, Unset):
            excluded_a_is = UNSET
        elif isinstance(self.excluded_a_is, list):
            excluded_a_is = self.excluded_a_is

        else:
            excluded_a_is = self.excluded_a_is

        is_searchable = self.is_searchable

        published_url: None | str | Unset
        if isinstance(self.published_url, Unset):
            published_url = UNSET
        else:
            published_url = self.published_url

        published_proxy_url: None | str | Unset
        if isinstance(self.published_proxy_url, Unset):
            published_proxy_url = UNSET
        else:
            published_proxy_url = self.published_proxy_url

        view_token: None | str | Unset
        if isinstance(self.view_token, Unset):
            view_token = UNSET
        else:
            view_token = self.view_token

        warnings: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.warnings, Unset):
            warnings = []
            for warnings_item_data in self.warnings:
                warnings_item = warnings_item_data.to_dict()
                warnings.append(warnings_item)

        source_streams: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.source_streams, Unset):
            source_streams = []
            for source_streams_item_data in self.source_streams:
                source_streams_item = source_streams_item_data.to_dict()
                source_streams.append(source_streams_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if account_id is not UNSET:
            field_dict["accountId"] = account_id
        if id is not UNSET:
            field_dict["id"] = id
        if state is not UNSET:
            field_dict["state"] = state
        if moderation_state is not UNSET:
            field_dict["moderationState"] = moderation_state
        if review_state is not UNSET:
            field_dict["reviewState"] = review_state
        if privacy_mode is not UNSET:
            field_dict["privacyMode"] = privacy_mode
        if processing_progress is not UNSET:
            field_dict["processingProgress"] = processing_progress
        if failure_code is not UNSET:
            field_dict["failureCode"] = failure_code
        if failure_message is not UNSET:
            field_dict["failureMessage"] = failure_message
        if external_id is not UNSET:
            field_dict["externalId"] = external_id
        if external_url is not UNSET:
            field_dict["externalUrl"] = external_url
        if metadata is not UNSET:
            field_dict["metadata"] = metadata
        if insights is not UNSET:
            field_dict["insights"] = insights
        if thumbnail_id is not UNSET:
            field_dict["thumbnailId"] = thumbnail_id
        if width is not UNSET:
            field_dict["width"] = width
        if height is not UNSET:
            field_dict["height"] = height
        if detect_source_language is not UNSET:
            field_dict["detectSourceLanguage"] = detect_source_language
        if language_auto_detect_mode is not UNSET:
            field_dict["languageAutoDetectMode"] = language_auto_detect_mode
        if source_language is not UNSET:
            field_dict["sourceLanguage"] = source_language
        if source_languages is not UNSET:
            field_dict["sourceLanguages"] = source_languages
        if language is not UNSET:
            field_dict["language"] = language
        if languages is not UNSET:
            field_dict["languages"] = languages
        if indexing_preset is not UNSET:
            field_dict["indexingPreset"] = indexing_preset
        if streaming_preset is not UNSET:
            field_dict["streamingPreset"] = streaming_preset
        if linguistic_model_id is not UNSET:
            field_dict["linguisticModelId"] = linguistic_model_id
        if person_model_id is not UNSET:
            field_dict["personModelId"] = person_model_id
        if logo_group_id is not UNSET:
            field_dict["logoGroupId"] = logo_group_id
        if is_adult is not UNSET:
            field_dict["isAdult"] = is_adult
        if excluded_a_is is not UNSET:
            field_dict["excludedAIs"] = excluded_a_is
        if is_searchable is not UNSET:
            field_dict["isSearchable"] = is_searchable
        if published_url is not UNSET:
            field_dict["publishedUrl"] = published_url
        if published_proxy_url is not UNSET:
            field_dict["publishedProxyUrl"] = published_proxy_url
        if view_token is not UNSET:
            field_dict["viewToken"] = view_token
        if warnings is not UNSET:
            field_dict["warnings"] = warnings
        if source_streams is not UNSET:
            field_dict["sourceStreams"] = source_streams

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.insights import Insights  # noqa: PLC0415
        from ..models.media_warning import MediaWarning  # noqa: PLC0415
        from ..models.source_stream import SourceStream  # noqa: PLC0415

        d = dict(src_dict)
        account_id = d.pop("accountId", UNSET)

        id = d.pop("id", UNSET)

        state = d.pop("state", UNSET)

        moderation_state = d.pop("moderationState", UNSET)

        review_state = d.pop("reviewState", UNSET)

        privacy_mode = d.pop("privacyMode", UNSET)

        def _parse_processing_progress(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        processing_progress = _parse_processing_progress(
            d.pop("processingProgress", UNSET)
        )

        failure_code = d.pop("failureCode", UNSET)

        def _parse_failure_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        failure_message = _parse_failure_message(d.pop("failureMessage", UNSET))

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("externalId", UNSET))

        def _parse_external_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_url = _parse_external_url(d.pop("externalUrl", UNSET))

        def _parse_metadata(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        metadata = _parse_metadata(d.pop("metadata", UNSET))

        def _parse_insights(data: object) -> Insights | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                insights_type_0 = Insights.from_dict(data)

                return insights_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Insights | None | Unset, data)

        insights = _parse_insights(d.pop("insights", UNSET))

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

        width = d.pop("width", UNSET)

        height = d.pop("height", UNSET)

        detect_source_language = d.pop("detectSourceLanguage", UNSET)

        language_auto_detect_mode = d.pop("languageAutoDetectMode", UNSET)

        def _parse_source_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        source_language = _parse_source_language(d.pop("sourceLanguage", UNSET))

        source_languages = cast(list[str], d.pop("sourceLanguages", UNSET))

        def _parse_language(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        language = _parse_language(d.pop("language", UNSET))

        languages = cast(list[str], d.pop("languages", UNSET))

        indexing_preset = d.pop("indexingPreset", UNSET)

        streaming_preset = d.pop("streamingPreset", UNSET)

        def _parse_linguistic_model_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        linguistic_model_id = _parse_linguistic_model_id(
            d.pop("linguisticModelId", UNSET)
        )

        def _parse_person_model_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person_model_id = _parse_person_model_id(d.pop("personModelId", UNSET))

        def _parse_logo_group_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        logo_group_id = _parse_logo_group_id(d.pop("logoGroupId", UNSET))

        is_adult = d.pop("isAdult", UNSET)

        def _parse_excluded_a_is(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                excluded_a_is_type_0 = cast(list[str], data)

                return excluded_a_is_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        excluded_a_is = _parse_excluded_a_is(d.pop("excludedAIs", UNSET))

        is_searchable = d.pop("isSearchable", UNSET)

        def _parse_published_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        published_url = _parse_published_url(d.pop("publishedUrl", UNSET))

        def _parse_published_proxy_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        published_proxy_url = _parse_published_proxy_url(
            d.pop("publishedProxyUrl", UNSET)
        )

        def _parse_view_token(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        view_token = _parse_view_token(d.pop("viewToken", UNSET))

        _warnings = d.pop("warnings", UNSET)
        warnings: list[MediaWarning] | Unset = UNSET
        if _warnings is not UNSET:
            warnings = []
            for warnings_item_data in _warnings:
                warnings_item = MediaWarning.from_dict(warnings_item_data)

                warnings.append(warnings_item)

        _source_streams = d.pop("sourceStreams", UNSET)
        source_streams: list[SourceStream] | Unset = UNSET
        if _source_streams is not UNSET:
            source_streams = []
            for source_streams_item_data in _source_streams:
                source_streams_item = SourceStream.from_dict(source_streams_item_data)

                source_streams.append(source_streams_item)

        indexed_video = cls(
            account_id=account_id,
            id=id,
            state=state,
            moderation_state=moderation_state,
            review_state=review_state,
            privacy_mode=privacy_mode,
            processing_progress=processing_progress,
            failure_code=failure_code,
            failure_message=failure_message,
            external_id=external_id,
            external_url=external_url,
            metadata=metadata,
            insights=insights,
            thumbnail_id=thumbnail_id,
            width=width,
            height=height,
            detect_source_language=detect_source_language,
            language_auto_detect_mode=language_auto_detect_mode,
            source_language=source_language,
            source_languages=source_languages,
            language=language,
            languages=languages,
            indexing_preset=indexing_preset,
            streaming_preset=streaming_preset,
            linguistic_model_id=linguistic_model_id,
            person_model_id=person_model_id,
            logo_group_id=logo_group_id,
            is_adult=is_adult,
            excluded_a_is=excluded_a_is,
            is_searchable=is_searchable,
            published_url=published_url,
            published_proxy_url=published_proxy_url,
            view_token=view_token,
            warnings=warnings,
            source_streams=source_streams,
        )

        indexed_video.additional_properties = d
        return indexed_video

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
