"""Contains endpoint functions for accessing the API"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        delete_video,
        get_id_by_external_id,
        get_video_artifact_url,
        get_video_index,
        get_video_insights_widget,
        get_video_player_widget,
        get_video_source_file_download_url,
        get_video_thumbnail,
        list_videos,
        redact_video,
        search_videos,
        upload_video,
    )
else:
    from importlib import import_module as _import_module

    def __getattr__(name):
        """Import an operation when it is first asked for"""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return _import_module(f".{name}", __name__)

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = (
    "list_videos",
    "upload_video",
    "search_videos",
    "get_id_by_external_id",
    "delete_video",
    "get_video_index",
    "get_video_artifact_url",
    "get_video_thumbnail",
    "get_video_insights_widget",
    "get_video_player_widget",
    "redact_video",
    "get_video_source_file_download_url",
)
