"""Contains all the data models used in inputs/outputs"""

from .access_token_request import AccessTokenRequest
from .access_token_response import AccessTokenResponse
from .appearance import Appearance
from .arm_error import ArmError
from .arm_error_additional_info_item import ArmErrorAdditionalInfoItem
from .arm_error_response import ArmErrorResponse
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
from .get_video_artifact_url_type import GetVideoArtifactUrlType
from .get_video_thumbnail_format import GetVideoThumbnailFormat
from .indexed_video import IndexedVideo
from .insights import Insights
from .instance import Instance
from .job import Job
from .next_page import NextPage
from .permission_type import PermissionType
from .redact_video_priority import RedactVideoPriority
from .redact_video_privacy import RedactVideoPrivacy
from .redact_video_streaming_preset import RedactVideoStreamingPreset
from .redaction_request import RedactionRequest
from .search_match import SearchMatch
from .summarized_face import SummarizedFace
from .summarized_insights import SummarizedInsights
from .time_range import TimeRange
from .token_scope import TokenScope
from .upload_body import UploadBody
from .upload_video_indexing_preset import UploadVideoIndexingPreset
from .upload_video_priority import UploadVideoPriority
from .upload_video_privacy import UploadVideoPrivacy
from .upload_video_streaming_preset import UploadVideoStreamingPreset
from .video import Video
from .video_index import VideoIndex
from .video_list import VideoList
from .video_range import VideoRange

__all__ = (
    "AccessTokenRequest",
    "AccessTokenResponse",
    "Appearance",
    "ArmError",
    "ArmErrorAdditionalInfoItem",
    "ArmErrorResponse",
    "BlurringKindName",
    "BlurringKindNumber",
    "DeleteResult",
    "ErrorResponse",
    "Face",
    "FaceFilter",
    "FaceInstance",
    "FaceRedaction",
    "FacesArtifact",
    "FacesArtifactBox",
    "FacesArtifactFrame",
    "FacesArtifactPerson",
    "FaceThumbnail",
    "FilterScope",
    "GetVideoArtifactUrlType",
    "GetVideoThumbnailFormat",
    "IndexedVideo",
    "Insights",
    "Instance",
    "Job",
    "NextPage",
    "PermissionType",
    "RedactionRequest",
    "RedactVideoPriority",
    "RedactVideoPrivacy",
    "RedactVideoStreamingPreset",
    "SearchMatch",
    "SummarizedFace",
    "SummarizedInsights",
    "TimeRange",
    "TokenScope",
    "UploadBody",
    "UploadVideoIndexingPreset",
    "UploadVideoPriority",
    "UploadVideoPrivacy",
    "UploadVideoStreamingPreset",
    "Video",
    "VideoIndex",
    "VideoList",
    "VideoRange",
)
