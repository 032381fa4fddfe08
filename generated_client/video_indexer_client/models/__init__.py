"""Contains all the data models used in inputs/outputs"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .access_token_request import AccessTokenRequest
    from .access_token_response import AccessTokenResponse
    from .account_permission import AccountPermission
    from .account_properties import AccountProperties
    from .account_resource import AccountResource
    from .account_resource_list import AccountResourceList
    from .account_resource_tags import AccountResourceTags
    from .appearance import Appearance
    from .arm_error import ArmError
    from .arm_error_additional_info_item import ArmErrorAdditionalInfoItem
    from .arm_error_response import ArmErrorResponse
    from .artifact_type import ArtifactType
    from .authorized_account import AuthorizedAccount
    from .blurring_kind_name import BlurringKindName
    from .blurring_kind_number import BlurringKindNumber
    from .delete_result import DeleteResult
    from .error_response import ErrorResponse
    from .face import Face
    from .face_filter import FaceFilter
    from .face_instance import FaceInstance
    from .face_redaction import FaceRedaction
    from .face_thumbnail import FaceThumbnail
    from .faces_artifact import FacesArtifact
    from .faces_artifact_box import FacesArtifactBox
    from .faces_artifact_frame import FacesArtifactFrame
    from .faces_artifact_person import FacesArtifactPerson
    from .filter_scope import FilterScope
    from .indexed_video import IndexedVideo
    from .indexing_preset import IndexingPreset
    from .insights import Insights
    from .insights_statistics_type_0 import InsightsStatisticsType0
    from .insights_textual_content_moderation_type_0 import (
        InsightsTextualContentModerationType0,
    )
    from .instance import Instance
    from .job import Job
    from .media_warning import MediaWarning
    from .next_page import NextPage
    from .permission_type import PermissionType
    from .priority import Priority
    from .privacy import Privacy
    from .redaction_request import RedactionRequest
    from .search_match import SearchMatch
    from .searched_state import SearchedState
    from .source_stream import SourceStream
    from .streaming_preset import StreamingPreset
    from .summarized_face import SummarizedFace
    from .summarized_insights import SummarizedInsights
    from .summarized_insights_statistics_type_0 import SummarizedInsightsStatisticsType0
    from .summarized_insights_statistics_type_0_speaker_longest_monolog import (
        SummarizedInsightsStatisticsType0SpeakerLongestMonolog,
    )
    from .summarized_insights_statistics_type_0_speaker_number_of_fragments import (
        SummarizedInsightsStatisticsType0SpeakerNumberOfFragments,
    )
    from .summarized_insights_statistics_type_0_speaker_talk_to_listen_ratio import (
        SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio,
    )
    from .summarized_insights_statistics_type_0_speaker_word_count import (
        SummarizedInsightsStatisticsType0SpeakerWordCount,
    )
    from .text_scope import TextScope
    from .thumbnail_format import ThumbnailFormat
    from .time_range import TimeRange
    from .token_scope import TokenScope
    from .upload_body import UploadBody
    from .video import Video
    from .video_index import VideoIndex
    from .video_list import VideoList
    from .video_range import VideoRange
    from .widget_type import WidgetType
else:
    from importlib import import_module as _import_module

    _MODULES = {
        "AccessTokenRequest": ".access_token_request",
        "AccessTokenResponse": ".access_token_response",
        "AccountPermission": ".account_permission",
        "AccountProperties": ".account_properties",
        "AccountResource": ".account_resource",
        "AccountResourceList": ".account_resource_list",
        "AccountResourceTags": ".account_resource_tags",
        "Appearance": ".appearance",
        "ArmError": ".arm_error",
        "ArmErrorAdditionalInfoItem": ".arm_error_additional_info_item",
        "ArmErrorResponse": ".arm_error_response",
        "ArtifactType": ".artifact_type",
        "AuthorizedAccount": ".authorized_account",
        "BlurringKindName": ".blurring_kind_name",
        "BlurringKindNumber": ".blurring_kind_number",
        "DeleteResult": ".delete_result",
        "ErrorResponse": ".error_response",
        "Face": ".face",
        "FaceFilter": ".face_filter",
        "FaceInstance": ".face_instance",
        "FaceRedaction": ".face_redaction",
        "FaceThumbnail": ".face_thumbnail",
        "FacesArtifact": ".faces_artifact",
        "FacesArtifactBox": ".faces_artifact_box",
        "FacesArtifactFrame": ".faces_artifact_frame",
        "FacesArtifactPerson": ".faces_artifact_person",
        "FilterScope": ".filter_scope",
        "IndexedVideo": ".indexed_video",
        "IndexingPreset": ".indexing_preset",
        "Insights": ".insights",
        "InsightsStatisticsType0": ".insights_statistics_type_0",
        "InsightsTextualContentModerationType0": ".insights_textual_content_moderation_type_0",
        "Instance": ".instance",
        "Job": ".job",
        "MediaWarning": ".media_warning",
        "NextPage": ".next_page",
        "PermissionType": ".permission_type",
        "Priority": ".priority",
        "Privacy": ".privacy",
        "RedactionRequest": ".redaction_request",
        "SearchMatch": ".search_match",
        "SearchedState": ".searched_state",
        "SourceStream": ".source_stream",
        "StreamingPreset": ".streaming_preset",
        "SummarizedFace": ".summarized_face",
        "SummarizedInsights": ".summarized_insights",
        "SummarizedInsightsStatisticsType0": ".summarized_insights_statistics_type_0",
        "SummarizedInsightsStatisticsType0SpeakerLongestMonolog": ".summarized_insights_statistics_type_0_speaker_longest_monolog",
        "SummarizedInsightsStatisticsType0SpeakerNumberOfFragments": ".summarized_insights_statistics_type_0_speaker_number_of_fragments",
        "SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio": ".summarized_insights_statistics_type_0_speaker_talk_to_listen_ratio",
        "SummarizedInsightsStatisticsType0SpeakerWordCount": ".summarized_insights_statistics_type_0_speaker_word_count",
        "TextScope": ".text_scope",
        "ThumbnailFormat": ".thumbnail_format",
        "TimeRange": ".time_range",
        "TokenScope": ".token_scope",
        "UploadBody": ".upload_body",
        "Video": ".video",
        "VideoIndex": ".video_index",
        "VideoList": ".video_list",
        "VideoRange": ".video_range",
        "WidgetType": ".widget_type",
    }

    def __getattr__(name):
        """Import a model when it is first asked for"""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        model = getattr(_import_module(_MODULES[name], __name__), name)
        globals()[name] = model
        return model

    def __dir__():
        return sorted({*globals(), *_MODULES})


__all__ = (
    "AccessTokenRequest",
    "AccessTokenResponse",
    "AccountPermission",
    "AccountProperties",
    "AccountResource",
    "AccountResourceList",
    "AccountResourceTags",
    "Appearance",
    "ArmError",
    "ArmErrorAdditionalInfoItem",
    "ArmErrorResponse",
    "ArtifactType",
    "AuthorizedAccount",
    "BlurringKindName",
    "BlurringKindNumber",
    "DeleteResult",
    "ErrorResponse",
    "Face",
    "FaceFilter",
    "FaceInstance",
    "FaceRedaction",
    "FaceThumbnail",
    "FacesArtifact",
    "FacesArtifactBox",
    "FacesArtifactFrame",
    "FacesArtifactPerson",
    "FilterScope",
    "IndexedVideo",
    "IndexingPreset",
    "Insights",
    "InsightsStatisticsType0",
    "InsightsTextualContentModerationType0",
    "Instance",
    "Job",
    "MediaWarning",
    "NextPage",
    "PermissionType",
    "Priority",
    "Privacy",
    "RedactionRequest",
    "SearchMatch",
    "SearchedState",
    "SourceStream",
    "StreamingPreset",
    "SummarizedFace",
    "SummarizedInsights",
    "SummarizedInsightsStatisticsType0",
    "SummarizedInsightsStatisticsType0SpeakerLongestMonolog",
    "SummarizedInsightsStatisticsType0SpeakerNumberOfFragments",
    "SummarizedInsightsStatisticsType0SpeakerTalkToListenRatio",
    "SummarizedInsightsStatisticsType0SpeakerWordCount",
    "TextScope",
    "ThumbnailFormat",
    "TimeRange",
    "TokenScope",
    "UploadBody",
    "Video",
    "VideoIndex",
    "VideoList",
    "VideoRange",
    "WidgetType",
)
