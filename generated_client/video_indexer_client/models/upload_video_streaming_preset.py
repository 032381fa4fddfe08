from typing import Literal

UploadVideoStreamingPreset = Literal["Default", "NoStreaming", "SingleBitrate"]

UPLOAD_VIDEO_STREAMING_PRESET_VALUES: set[UploadVideoStreamingPreset] = {
    "Default",
    "NoStreaming",
    "SingleBitrate",
}


def check_upload_video_streaming_preset(value: str) -> UploadVideoStreamingPreset:
    if value in UPLOAD_VIDEO_STREAMING_PRESET_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {UPLOAD_VIDEO_STREAMING_PRESET_VALUES!r}"
    )
