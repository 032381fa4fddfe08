from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

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
        state (str): Where the video stands.
        id (str): Id of a video. Opaque.
        partition (None | str | Unset):
        description (None | str | Unset):
        privacy_mode (str | Unset): Whether the video can be read without a token.
        account_id (str | Unset):
        name (str | Unset):
        user_name (str | Unset):
        created (str | Unset): A moment in RFC 3339. Older answers write it as 2018/2/2 18:00:00.000, so readers take a
            text.
        is_owned (bool | Unset):
        is_editable (bool | Unset):
        is_base (bool | Unset):
        duration_in_seconds (int | None | Unset):
        duration (None | str | Unset): The same as a time span.
        summarized_insights (None | SummarizedInsights | Unset):
        videos (list[IndexedVideo] | Unset): One, but for projects.
        videos_ranges (list[VideoRange] | None | Unset):
    """

    state: str
    id: str
    partition: None | str | Unset = UNSET
    description: None | str | Unset = UNSET
    privacy_mode: str | Unset = UNSET
    account_id: str | Unset = UNSET
    name: str | Unset = UNSET
    user_name: str | Unset = UNSET
    created: str | Unset = UNSET
    is_owned: bool | Unset = UNSET
    is_editable: bool | Unset = UNSET
    is_base: bool | Unset = UNSET
    duration_in_seconds: int | None | Unset = UNSET
    duration: None | str | Unset = UNSET
    summarized_insights: None | SummarizedInsights | Unset = UNSET
    videos: list[IndexedVideo] | Unset = UNSET
    videos_ranges: list[VideoRange] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.summarized_insights import SummarizedInsights  # noqa: PLC0415

        state = self.state

        id = self.id

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

        privacy_mode = self.privacy_mode

        account_id = self.account_id

        name = self.name

        user_name = self.user_name

        created = self.created

        is_owned = self.is_owned

        is_editable = self.is_editable

        is_base = self.is_base

        duration_in_seconds: int | None | Unset
        if isinstance(self.duration_in_seconds, Unset):
            duration_in_seconds = UNSET
        else:
            duration_in_seconds = self.duration_in_seconds

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

        videos: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.videos, Unset):
            videos = []
            for videos_item_data in self.videos:
                videos_item = videos_item_data.to_dict()
                videos.append(videos_item)

        videos_ranges: list[dict[str, Any]] | None | Unset
        if isinstance(self.videos_ranges, Unset):
            videos_ranges = UNSET
        elif isinstance(self.videos_ranges, list):
            videos_ranges = []
            for videos_ranges_type_0_item_data in self.videos_ranges:
                videos_ranges_type_0_item = videos_ranges_type_0_item_data.to_dict()
                videos_ranges.append(videos_ranges_type_0_item)

        else:
            videos_ranges = self.videos_ranges

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "id": id,
            }
        )
        if partition is not UNSET:
            field_dict["partition"] = partition
        if description is not UNSET:
            field_dict["description"] = description
        if privacy_mode is not UNSET:
            field_dict["privacyMode"] = privacy_mode
        if account_id is not UNSET:
            field_dict["accountId"] = account_id
        if name is not UNSET:
            field_dict["name"] = name
        if user_name is not UNSET:
            field_dict["userName"] = user_name
        if created is not UNSET:
            field_dict["created"] = created
        if is_owned is not UNSET:
            field_dict["isOwned"] = is_owned
        if is_editable is not UNSET:
            field_dict["isEditable"] = is_editable
        if is_base is not UNSET:
            field_dict["isBase"] = is_base
        if duration_in_seconds is not UNSET:
            field_dict["durationInSeconds"] = duration_in_seconds
        if duration is not UNSET:
            field_dict["duration"] = duration
        if summarized_insights is not UNSET:
            field_dict["summarizedInsights"] = summarized_insights
        if videos is not UNSET:
            field_dict["videos"] = videos
        if videos_ranges is not UNSET:
            field_dict["videosRanges"] = videos_ranges

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.indexed_video import IndexedVideo  # noqa: PLC0415
        from ..models.summarized_insights import SummarizedInsights  # noqa: PLC0415
        from ..models.video_range import VideoRange  # noqa: PLC0415

        d = dict(src_dict)
        state = d.pop("state")

        id = d.pop("id")

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

        privacy_mode = d.pop("privacyMode", UNSET)

        account_id = d.pop("accountId", UNSET)

        name = d.pop("name", UNSET)

        user_name = d.pop("userName", UNSET)

        created = d.pop("created", UNSET)

        is_owned = d.pop("isOwned", UNSET)

        is_editable = d.pop("isEditable", UNSET)

        is_base = d.pop("isBase", UNSET)

        def _parse_duration_in_seconds(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration_in_seconds = _parse_duration_in_seconds(
            d.pop("durationInSeconds", UNSET)
        )

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

        _videos = d.pop("videos", UNSET)
        videos: list[IndexedVideo] | Unset = UNSET
        if _videos is not UNSET:
            videos = []
            for videos_item_data in _videos:
                videos_item = IndexedVideo.from_dict(videos_item_data)

                videos.append(videos_item)

        def _parse_videos_ranges(data: object) -> list[VideoRange] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                videos_ranges_type_0 = []
                _videos_ranges_type_0 = data
                for videos_ranges_type_0_item_data in _videos_ranges_type_0:
                    videos_ranges_type_0_item = VideoRange.from_dict(
                        videos_ranges_type_0_item_data
                    )

                    videos_ranges_type_0.append(videos_ranges_type_0_item)

                return videos_ranges_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[VideoRange] | None | Unset, data)

        videos_ranges = _parse_videos_ranges(d.pop("videosRanges", UNSET))

        video_index = cls(
            state=state,
            id=id,
            partition=partition,
            description=description,
            privacy_mode=privacy_mode,
            account_id=account_id,
            name=name,
            user_name=user_name,
            created=created,
            is_owned=is_owned,
            is_editable=is_editable,
            is_base=is_base,
            duration_in_seconds=duration_in_seconds,
            duration=duration,
            summarized_insights=summarized_insights,
            videos=videos,
            videos_ranges=videos_ranges,
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
