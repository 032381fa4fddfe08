from typing import Literal

RedactVideoPrivacy = Literal["Private", "Public"]

REDACT_VIDEO_PRIVACY_VALUES: set[RedactVideoPrivacy] = {
    "Private",
    "Public",
}


def check_redact_video_privacy(value: str) -> RedactVideoPrivacy:
    if value in REDACT_VIDEO_PRIVACY_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {REDACT_VIDEO_PRIVACY_VALUES!r}"
    )
