"""Contains all the data models used in inputs/outputs"""

from .access_token_request import AccessTokenRequest
from .access_token_response import AccessTokenResponse
from .appearance import Appearance
from .arm_error import ArmError
from .arm_error_additional_info_item import ArmErrorAdditionalInfoItem
from .arm_error_response import ArmErrorResponse
from .artifact_type import ArtifactType
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
from .instance import Instance
from .job import Job
from .next_page import NextPage
from .permission_type import PermissionType
from .priority import Priority
from .privacy import Privacy
from .redaction_request import RedactionRequest
from .search_match import SearchMatch
from .streaming_preset import StreamingPreset
from .summarized_face import SummarizedFace
from .summarized_insights import SummarizedInsights
from .thumbnail_format import ThumbnailFormat
from .time_range import TimeRange
from .token_scope import TokenScope
from .upload_body import UploadBody
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
    "ArtifactType",
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
    "IndexedVideo",
    "IndexingPreset",
    "Insights",
    "Instance",
    "Job",
    "NextPage",
    "PermissionType",
    "Priority",
    "Privacy",
    "RedactionRequest",
    "SearchMatch",
    "StreamingPreset",
    "SummarizedFace",
    "SummarizedInsights",
    "ThumbnailFormat",
    "TimeRange",
    "TokenScope",
    "UploadBody",
    "Video",
    "VideoIndex",
    "VideoList",
    "VideoRange",
)
