from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.face import Face
    from ..models.insights_statistics_type_0 import InsightsStatisticsType0
    from ..models.insights_textual_content_moderation_type_0 import (
        InsightsTextualContentModerationType0,
    )


T = TypeVar("T", bound="Insights")


@_attrs_define
class Insights:
    """What was found. Arrays without a member are absent. Others than `faces` are not described here:
    transcript, ocr, keywords, labels, scenes, shots, brands, topics, observedPeople and more.

        Attributes:
            version (str | Unset):
            duration (str | Unset): Hours, minutes, seconds; hours are not padded, trailing zeros of the fraction are cut
                off.
            source_language (None | str | Unset):
            source_languages (list[str] | Unset):
            language (None | str | Unset):
            languages (list[str] | Unset):
            faces (list[Face] | None | Unset):
            textual_content_moderation (InsightsTextualContentModerationType0 | None | Unset):
            statistics (InsightsStatisticsType0 | None | Unset):
    """

    version: str | Unset = UNSET
    duration: str | Unset = UNSET
    source_language: None | str | Unset = UNSET
    source_languages: list[str] | Unset = UNSET
    language: None | str | Unset = UNSET
    languages: list[str] | Unset = UNSET
    faces: list[Face] | None | Unset = UNSET
    textual_content_moderation: InsightsTextualContentModerationType0 | None | Unset = (
        UNSET
    )
    statistics: InsightsStatisticsType0 | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.insights_statistics_type_0 import InsightsStatisticsType0  # noqa: PLC0415
        from ..models.insights_textual_content_moderation_type_0 import (
            InsightsTextualContentModerationType0,  # noqa: PLC0415
        )

        version = self.version

        duration = self.duration

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

        faces: list[dict[str, Any]] | None | Unset
        if isinstance(self.faces, Unset):
            faces = UNSET
        elif isinstance(self.faces, list):
            faces = []
            for faces_type_0_item_data in self.faces:
                faces_type_0_item = faces_type_0_item_data.to_dict()
                faces.append(faces_type_0_item)

        else:
            faces = self.faces

        textual_content_moderation: dict[str, Any] | None | Unset
        if isinstance(self.textual_content_moderation, Unset):
            textual_content_moderation = UNSET
        elif isinstance(
            self.textual_content_moderation, InsightsTextualContentModerationType0
        ):
            textual_content_moderation = self.textual_content_moderation.to_dict()
        else:
            textual_content_moderation = self.textual_content_moderation

        statistics: dict[str, Any] | None | Unset
        if isinstance(self.statistics, Unset):
            statistics = UNSET
        elif isinstance(self.statistics, InsightsStatisticsType0):
            statistics = self.statistics.to_dict()
        else:
            statistics = self.statistics

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if version is not UNSET:
            field_dict["version"] = version
        if duration is not UNSET:
            field_dict["duration"] = duration
        if source_language is not UNSET:
            field_dict["sourceLanguage"] = source_language
        if source_languages is not UNSET:
            field_dict["sourceLanguages"] = source_languages
        if language is not UNSET:
            field_dict["language"] = language
        if languages is not UNSET:
            field_dict["languages"] = languages
        if faces is not UNSET:
            field_dict["faces"] = faces
        if textual_content_moderation is not UNSET:
            field_dict["textualContentModeration"] = textual_content_moderation
        if statistics is not UNSET:
            field_dict["statistics"] = statistics

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.face import Face  # noqa: PLC0415
        from ..models.insights_statistics_type_0 import InsightsStatisticsType0  # noqa: PLC0415
        from ..models.insights_textual_content_moderation_type_0 import (
            InsightsTextualContentModerationType0,  # noqa: PLC0415
        )

        d = dict(src_dict)
        version = d.pop("version", UNSET)

        duration = d.pop("duration", UNSET)

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

        def _parse_faces(data: object) -> list[Face] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                faces_type_0 = []
                _faces_type_0 = data
                for faces_type_0_item_data in _faces_type_0:
                    faces_type_0_item = Face.from_dict(faces_type_0_item_data)

                    faces_type_0.append(faces_type_0_item)

                return faces_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Face] | None | Unset, data)

        faces = _parse_faces(d.pop("faces", UNSET))

        def _parse_textual_content_moderation(
            data: object,
        ) -> InsightsTextualContentModerationType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                textual_content_moderation_type_0 = (
                    InsightsTextualContentModerationType0.from_dict(data)
                )

                return textual_content_moderation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(InsightsTextualContentModerationType0 | None | Unset, data)

        textual_content_moderation = _parse_textual_content_moderation(
            d.pop("textualContentModeration", UNSET)
        )

        def _parse_statistics(data: object) -> InsightsStatisticsType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                statistics_type_0 = InsightsStatisticsType0.from_dict(data)

                return statistics_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(InsightsStatisticsType0 | None | Unset, data)

        statistics = _parse_statistics(d.pop("statistics", UNSET))

        insights = cls(
            version=version,
            duration=duration,
            source_language=source_language,
            source_languages=source_languages,
            language=language,
            languages=languages,
            faces=faces,
            textual_content_moderation=textual_content_moderation,
            statistics=statistics,
        )

        insights.additional_properties = d
        return insights

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
