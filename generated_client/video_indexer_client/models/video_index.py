from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.indexed_video import IndexedVideo
    from ..models.summarized_insights import SummarizedInsights
    from ..models.video_range import VideoRange


T = TypeVar("T", bound="VideoIndex")


@_attrs_define
class VideoIndex:
    """A video with what was found in it.

    Attributes:
        privacy_mode (str): Whether the video can be read without a token.
        state (str): Where the video stands.
        account_id (UUID):
        id (str): Id of a video. Opaque.
        name (str):
        user_name (str):
        created (datetime.datetime):
        is_owned (bool):
        is_editable (bool):
        is_base (bool):
        duration_in_seconds (int):
        videos (list[IndexedVideo]): One, but for projects.
        videos_ranges (list[VideoRange]):
        partition (None | str | Unset):
        description (None | str | Unset):
        duration (None | str | Unset): The same as a time span.
        summarized_insights (None | SummarizedInsights | Unset):
    """

    privacy_mode: str
    state: str
    account_id: UUID
    id: str
    name: str
    user_name: str
    created: datetime.datetime
    is_owned: bool
    is_editable: bool
    is_base: bool
    duration_in_seconds: int
    videos: list[IndexedVideo]
    videos_ranges: list[VideoRange]
    partition: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    duration: None | str | Unset = UNSET
    summarized_insights: None | SummarizedInsights | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.summarized_insights import SummarizedInsights  # noqa: PLC0415

        privacy_mode = self.privacy_mode

        state = self.state

        account_id = str(self.account_id)

        id = self.id

        name = self.name

        user_name = self.user_name

        created = self.created.isoformat()

        is_owned = self.is_owned

        is_editable = self.is_editable

        is_base = self.is_base

        duration_in_seconds = self.duration_in_seconds

        videos = []
        for videos_item_data in self.videos:
            videos_item = videos_item_data.to_dict()
            videos.append(videos_item)

        videos_ranges = []
        for videos_ranges_item_data in self.videos_ranges:
            videos_ranges_item = videos_ranges_item_data.to_dict()
            videos_ranges.append(videos_ranges_item)

        partition: None | str | Unset
        if isinstance(self.partition, Unset):
            partition = UNSET
        else:
            partition = self.partition

        description: None | str | Unset
        if isinstance(self.description, Unset):
            description = UNSET
        else:
            description = self.description

        duration: None | str | Unset
        if isinstance(self.duration, Unset):
            duration = UNSET
        else:
            duration = self.duration

        summarized_insights: dict[str, Any] | None | Unset
        if isinstance(self.summarized_insights, Unset):
            summarized_insights = UNSET
        elif isinstance(self.summarized_insights, SummarizedInsights):
            summarized_insights = self.summarized_insights.to_dict()
        else:
            summarized_insights = self.summarized_insights

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "privacyMode": privacy_mode,
                "state": state,
                "accountId": account_id,
                "id": id,
                "name": name,
                "userName": user_name,
                "created": created,
                "isOwned": is_owned,
                "isEditable": is_editable,
                "isBase": is_base,
                "durationInSeconds": duration_in_seconds,
                "videos": videos,
                "videosRanges": videos_ranges,
            }
        )
        if partition is not UNSET:
            field_dict["partition"] = partition
        if description is not UNSET:
            field_dict["description"] = description
        if duration is not UNSET:
            field_dict["duration"] = duration
        if summarized_insights is not UNSET:
            field_dict["summarizedInsights"] = summarized_insights

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.indexed_video import IndexedVideo  # noqa: PLC0415
        from ..models.summarized_insights import SummarizedInsights  # noqa: PLC0415
        from ..models.video_range import VideoRange  # noqa: PLC0415

        d = dict(src_dict)
        privacy_mode = d.pop("privacyMode")

        state = d.pop("state")

        account_id = UUID(d.pop("accountId"))

        id = d.pop("id")

        name = d.pop("name")

        user_name = d.pop("userName")

        created = datetime.datetime.fromisoformat(d.pop("created"))

        is_owned = d.pop("isOwned")

        is_editable = d.pop("isEditable")

        is_base = d.pop("isBase")

        duration_in_seconds = d.pop("durationInSeconds")

        videos = []
        _videos = d.pop("videos")
        for videos_item_data in _videos:
            videos_item = IndexedVideo.from_dict(videos_item_data)

            videos.append(videos_item)

        videos_ranges = []
        _videos_ranges = d.pop("videosRanges")
        for videos_ranges_item_data in _videos_ranges:
            videos_ranges_item = VideoRange.from_dict(videos_ranges_item_data)

            videos_ranges.append(videos_ranges_item)

        def _parse_partition(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        partition = _parse_partition(d.pop("partition", UNSET))

        def _parse_description(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        description = _parse_description(d.pop("description", UNSET))

        def _parse_duration(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        def _parse_summarized_insights(
            data: object,
        ) -> None | SummarizedInsights | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                summarized_insights_type_0 = SummarizedInsights.from_dict(data)

                return summarized_insights_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SummarizedInsights | Unset, data)

        summarized_insights = _parse_summarized_insights(
            d.pop("summarizedInsights", UNSET)
        )

        video_index = cls(
            privacy_mode=privacy_mode,
            state=state,
            account_id=account_id,
            id=id,
            name=name,
            user_name=user_name,
            created=created,
            is_owned=is_owned,
            is_editable=is_editable,
            is_base=is_base,
            duration_in_seconds=duration_in_seconds,
            videos=videos,
            videos_ranges=videos_ranges,
            partition=partition,
            description=description,
            duration=duration,
            summarized_insights=summarized_insights,
        )

        video_index.additional_properties = d
        return video_index

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
