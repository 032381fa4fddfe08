from typing import Literal

RedactVideoStreamingPreset = Literal["Default", "NoStreaming", "SingleBitrate"]

REDACT_VIDEO_STREAMING_PRESET_VALUES: set[RedactVideoStreamingPreset] = {
    "Default",
    "NoStreaming",
    "SingleBitrate",
}


def check_redact_video_streaming_preset(value: str) -> RedactVideoStreamingPreset:
    if value in REDACT_VIDEO_STREAMING_PRESET_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {REDACT_VIDEO_STREAMING_PRESET_VALUES!r}"
    )
