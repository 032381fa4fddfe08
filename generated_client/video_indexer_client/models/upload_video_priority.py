from typing import Literal

UploadVideoPriority = Literal["High", "Low", "Normal"]

UPLOAD_VIDEO_PRIORITY_VALUES: set[UploadVideoPriority] = {
    "High",
    "Low",
    "Normal",
}


def check_upload_video_priority(value: str) -> UploadVideoPriority:
    if value in UPLOAD_VIDEO_PRIORITY_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {UPLOAD_VIDEO_PRIORITY_VALUES!r}"
    )
