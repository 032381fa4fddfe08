from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.summarized_face import SummarizedFace
    from ..models.summarized_insights_statistics_type_0 import (
        SummarizedInsightsStatisticsType0,
    )


T = TypeVar("T", bound="SummarizedInsights")


@_attrs_define
class SummarizedInsights:
    """The insights in short. Every recorded one has these members; lists in which nothing was found are
    empty. The items of others than `faces` are not described here, and our service finds none.

        Attributes:
            faces (list[SummarizedFace] | Unset):
            keywords (list[Any] | Unset):
            sentiments (list[Any] | Unset):
            emotions (list[Any] | Unset):
            audio_effects (list[Any] | Unset):
            labels (list[Any] | Unset):
            frame_patterns (list[Any] | Unset):
            brands (list[Any] | Unset):
            named_locations (list[Any] | Unset):
            named_people (list[Any] | Unset):
            topics (list[Any] | Unset):
            statistics (None | SummarizedInsightsStatisticsType0 | Unset): What was counted of speakers, by their ids.
    """

    faces: list[SummarizedFace] | Unset = UNSET
    keywords: list[Any] | Unset = UNSET
    sentiments: list[Any] | Unset = UNSET
    emotions: list[Any] | Unset = UNSET
    audio_effects: list[Any] | Unset = UNSET
    labels: list[Any] | Unset = UNSET
    frame_patterns: list[Any] | Unset = UNSET
    brands: list[Any] | Unset = UNSET
    named_locations: list[Any] | Unset = UNSET
    named_people: list[Any] | Unset = UNSET
    topics: list[Any] | Unset = UNSET
    statistics: None | SummarizedInsightsStatisticsType0 | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.summarized_insights_statistics_type_0 import (
            SummarizedInsightsStatisticsType0,  # noqa: PLC0415
        )

        faces: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.faces, Unset):
            faces = []
            for faces_item_data in self.faces:
                faces_item = faces_item_data.to_dict()
                faces.append(faces_item)

        keywords: list[Any] | Unset = UNSET
        if not isinstance(self.keywords, Unset):
            keywords = self.keywords

        sentiments: list[Any] | Unset = UNSET
        if not isinstance(self.sentiments, Unset):
            sentiments = self.sentiments

        emotions: list[Any] | Unset = UNSET
        if not isinstance(self.emotions, Unset):
            emotions = self.emotions

        audio_effects: list[Any] | Unset = UNSET
        if not isinstance(self.audio_effects, Unset):
            audio_effects = self.audio_effects

        labels: list[Any] | Unset = UNSET
        if not isinstance(self.labels, Unset):
            labels = self.labels

        frame_patterns: list[Any] | Unset = UNSET
        if not isinstance(self.frame_patterns, Unset):
            frame_patterns = self.frame_patterns

        brands: list[Any] | Unset = UNSET
        if not isinstance(self.brands, Unset):
            brands = self.brands

        named_locations: list[Any] | Unset = UNSET
        if not isinstance(self.named_locations, Unset):
            named_locations = self.named_locations

        named_people: list[Any] | Unset = UNSET
        if not isinstance(self.named_people, Unset):
            named_people = self.named_people

        topics: list[Any] | Unset = UNSET
        if not isinstance(self.topics, Unset):
            topics = self.topics

        statistics: dict[str, Any] | None | Unset
        if isinstance(self.statistics, Unset):
            statistics = UNSET
        elif isinstance(self.statistics, SummarizedInsightsStatisticsType0):
            statistics = self.statistics.to_dict()
        else:
            statistics = self.statistics

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if faces is not UNSET:
            field_dict["faces"] = faces
        if keywords is not UNSET:
            field_dict["keywords"] = keywords
        if sentiments is not UNSET:
            field_dict["sentiments"] = sentiments
        if emotions is not UNSET:
            field_dict["emotions"] = emotions
        if audio_effects is not UNSET:
            field_dict["audioEffects"] = audio_effects
        if labels is not UNSET:
            field_dict["labels"] = labels
        if frame_patterns is not UNSET:
            field_dict["framePatterns"] = frame_patterns
        if brands is not UNSET:
            field_dict["brands"] = brands
        if named_locations is not UNSET:
            field_dict["namedLocations"] = named_locations
        if named_people is not UNSET:
            field_dict["namedPeople"] = named_people
        if topics is not UNSET:
            field_dict["topics"] = topics
        if statistics is not UNSET:
            field_dict["statistics"] = statistics

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.summarized_face import SummarizedFace  # noqa: PLC0415
        from ..models.summarized_insights_statistics_type_0 import (
            SummarizedInsightsStatisticsType0,  # noqa: PLC0415
        )

        d = dict(src_dict)
        _faces = d.pop("faces", UNSET)
        faces: list[SummarizedFace] | Unset = UNSET
        if _faces is not UNSET:
            faces = []
            for faces_item_data in _faces:
                faces_item = SummarizedFace.from_dict(faces_item_data)

                faces.append(faces_item)

        keywords = cast(list[Any], d.pop("keywords", UNSET))

        sentiments = cast(list[Any], d.pop("sentiments", UNSET))

        emotions = cast(list[Any], d.pop("emotions", UNSET))

        audio_effects = cast(list[Any], d.pop("audioEffects", UNSET))

        labels = cast(list[Any], d.pop("labels", UNSET))

        frame_patterns = cast(list[Any], d.pop("framePatterns", UNSET))

        brands = cast(list[Any], d.pop("brands", UNSET))

        named_locations = cast(list[Any], d.pop("namedLocations", UNSET))

        named_people = cast(list[Any], d.pop("namedPeople", UNSET))

        topics = cast(list[Any], d.pop("topics", UNSET))

        def _parse_statistics(
            data: object,
        ) -> None | SummarizedInsightsStatisticsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                statistics_type_0 = SummarizedInsightsStatisticsType0.from_dict(data)

                return statistics_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SummarizedInsightsStatisticsType0 | Unset, data)

        statistics = _parse_statistics(d.pop("statistics", UNSET))

        summarized_insights = cls(
            faces=faces,
            keywords=keywords,
            sentiments=sentiments,
            emotions=emotions,
            audio_effects=audio_effects,
            labels=labels,
            frame_patterns=frame_patterns,
            brands=brands,
            named_locations=named_locations,
            named_people=named_people,
            topics=topics,
            statistics=statistics,
        )

        summarized_insights.additional_properties = d
        return summarized_insights

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
