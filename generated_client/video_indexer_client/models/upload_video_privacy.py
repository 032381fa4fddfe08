from typing import Literal

UploadVideoPrivacy = Literal["Private", "Public"]

UPLOAD_VIDEO_PRIVACY_VALUES: set[UploadVideoPrivacy] = {
    "Private",
    "Public",
}


def check_upload_video_privacy(value: str) -> UploadVideoPrivacy:
    if value in UPLOAD_VIDEO_PRIVACY_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {UPLOAD_VIDEO_PRIVACY_VALUES!r}"
    )
