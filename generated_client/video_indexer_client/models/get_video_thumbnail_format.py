from typing import Literal

GetVideoThumbnailFormat = Literal["Base64", "Jpeg"]

GET_VIDEO_THUMBNAIL_FORMAT_VALUES: set[GetVideoThumbnailFormat] = {
    "Base64",
    "Jpeg",
}


def check_get_video_thumbnail_format(value: str) -> GetVideoThumbnailFormat:
    if value in GET_VIDEO_THUMBNAIL_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GET_VIDEO_THUMBNAIL_FORMAT_VALUES!r}"
    )
