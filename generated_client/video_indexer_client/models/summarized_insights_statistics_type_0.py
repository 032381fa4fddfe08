from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.summarized_insights_statistics_type_0_speaker_longest_monolog import (
        SummarizedInsightsStatisticsType0SpeakerLongestMonolog,
    )
    from ..models.summarized_insights_statistics_type_0_speaker_number_of_fragments import (
        SummarizedInsightsStatisticsType0SpeakerNumberOfFragments,
    )
    from ..models.summarized_insights_statistics_type_0_speaker_talk_to_listen_ratio import (
        SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio,
    )
    from ..models.summarized_insights_statistics_type_0_speaker_word_count import (
        SummarizedInsightsStatisticsType0SpeakerWordCount,
    )


T = TypeVar("T", bound="SummarizedInsightsStatisticsType0")


@_attrs_define
class SummarizedInsightsStatisticsType0:
    """What was counted of speakers, by their ids.

    Attributes:
        correspondence_count (int | Unset):
        speaker_talk_to_listen_ratio (SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio | Unset):
        speaker_longest_monolog (SummarizedInsightsStatisticsType0SpeakerLongestMonolog | Unset):
        speaker_number_of_fragments (SummarizedInsightsStatisticsType0SpeakerNumberOfFragments | Unset):
        speaker_word_count (SummarizedInsightsStatisticsType0SpeakerWordCount | Unset):
    """

    correspondence_count: int | Unset = UNSET
    speaker_talk_to_listen_ratio: (
        SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio | Unset
    ) = UNSET
    speaker_longest_monolog: (
        SummarizedInsightsStatisticsType0SpeakerLongestMonolog | Unset
    ) = UNSET
    speaker_number_of_fragments: (
        SummarizedInsightsStatisticsType0SpeakerNumberOfFragments | Unset
    ) = UNSET
    speaker_word_count: SummarizedInsightsStatisticsType0SpeakerWordCount | Unset = (
        UNSET
    )
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        correspondence_count = self.correspondence_count

        speaker_talk_to_listen_ratio: dict[str, Any] | Unset = UNSET
        if not isinstance(self.speaker_talk_to_listen_ratio, Unset):
            speaker_talk_to_listen_ratio = self.speaker_talk_to_listen_ratio.to_dict()

        speaker_longest_monolog: dict[str, Any] | Unset = UNSET
        if not isinstance(self.speaker_longest_monolog, Unset):
            speaker_longest_monolog = self.speaker_longest_monolog.to_dict()

        speaker_number_of_fragments: dict[str, Any] | Unset = UNSET
        if not isinstance(self.speaker_number_of_fragments, Unset):
            speaker_number_of_fragments = self.speaker_number_of_fragments.to_dict()

        speaker_word_count: dict[str, Any] | Unset = UNSET
        if not isinstance(self.speaker_word_count, Unset):
            speaker_word_count = self.speaker_word_count.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if correspondence_count is not UNSET:
            field_dict["correspondenceCount"] = correspondence_count
        if speaker_talk_to_listen_ratio is not UNSET:
            field_dict["speakerTalkToListenRatio"] = speaker_talk_to_listen_ratio
        if speaker_longest_monolog is not UNSET:
            field_dict["speakerLongestMonolog"] = speaker_longest_monolog
        if speaker_number_of_fragments is not UNSET:
            field_dict["speakerNumberOfFragments"] = speaker_number_of_fragments
        if speaker_word_count is not UNSET:
            field_dict["speakerWordCount"] = speaker_word_count

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.summarized_insights_statistics_type_0_speaker_longest_monolog import (
            SummarizedInsightsStatisticsType0SpeakerLongestMonolog,  # noqa: PLC0415
        )
        from ..models.summarized_insights_statistics_type_0_speaker_number_of_fragments import (
            SummarizedInsightsStatisticsType0SpeakerNumberOfFragments,  # noqa: PLC0415
        )
        from ..models.summarized_insights_statistics_type_0_speaker_talk_to_listen_ratio import (
            SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio,  # noqa: PLC0415
        )
        from ..models.summarized_insights_statistics_type_0_speaker_word_count import (
            SummarizedInsightsStatisticsType0SpeakerWordCount,  # noqa: PLC0415
        )

        d = dict(src_dict)
        correspondence_count = d.pop("correspondenceCount", UNSET)

        _speaker_talk_to_listen_ratio = d.pop("speakerTalkToListenRatio", UNSET)
        speaker_talk_to_listen_ratio: (
            SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio | Unset
        )
        if isinstance(_speaker_talk_to_listen_ratio, Unset):
            speaker_talk_to_listen_ratio = UNSET
        else:
            speaker_talk_to_listen_ratio = (
                SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio.from_dict(
                    _speaker_talk_to_listen_ratio
                )
            )

        _speaker_longest_monolog = d.pop("speakerLongestMonolog", UNSET)
        speaker_longest_monolog: (
            SummarizedInsightsStatisticsType0SpeakerLongestMonolog | Unset
        )
        if isinstance(_speaker_longest_monolog, Unset):
            speaker_longest_monolog = UNSET
        else:
            speaker_longest_monolog = (
                SummarizedInsightsStatisticsType0SpeakerLongestMonolog.from_dict(
                    _speaker_longest_monolog
                )
            )

        _speaker_number_of_fragments = d.pop("speakerNumberOfFragments", UNSET)
        speaker_number_of_fragments: (
            SummarizedInsightsStatisticsType0SpeakerNumberOfFragments | Unset
        )
        if isinstance(_speaker_number_of_fragments, Unset):
            speaker_number_of_fragments = UNSET
        else:
            speaker_number_of_fragments = (
                SummarizedInsightsStatisticsType0SpeakerNumberOfFragments.from_dict(
                    _speaker_number_of_fragments
                )
            )

        _speaker_word_count = d.pop("speakerWordCount", UNSET)
        speaker_word_count: SummarizedInsightsStatisticsType0SpeakerWordCount | Unset
        if isinstance(_speaker_word_count, Unset):
            speaker_word_count = UNSET
        else:
            speaker_word_count = (
                SummarizedInsightsStatisticsType0SpeakerWordCount.from_dict(
                    _speaker_word_count
                )
            )

        summarized_insights_statistics_type_0 = cls(
            correspondence_count=correspondence_count,
            speaker_talk_to_listen_ratio=speaker_talk_to_listen_ratio,
            speaker_longest_monolog=speaker_longest_monolog,
            speaker_number_of_fragments=speaker_number_of_fragments,
            speaker_word_count=speaker_word_count,
        )

        summarized_insights_statistics_type_0.additional_properties = d
        return summarized_insights_statistics_type_0

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
