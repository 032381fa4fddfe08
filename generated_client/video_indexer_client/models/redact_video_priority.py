from typing import Literal

RedactVideoPriority = Literal["High", "Low", "Normal"]

REDACT_VIDEO_PRIORITY_VALUES: set[RedactVideoPriority] = {
    "High",
    "Low",
    "Normal",
}


def check_redact_video_priority(value: str) -> RedactVideoPriority:
    if value in REDACT_VIDEO_PRIORITY_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {REDACT_VIDEO_PRIORITY_VALUES!r}"
    )
