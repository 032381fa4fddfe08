from typing import Literal

UploadVideoIndexingPreset = Literal[
    "Advanced",
    "AdvancedAudio",
    "AdvancedVideo",
    "AudioOnly",
    "Basic",
    "BasicAudio",
    "BasicVideo",
    "Default",
    "VideoOnly",
]

UPLOAD_VIDEO_INDEXING_PRESET_VALUES: set[UploadVideoIndexingPreset] = {
    "Advanced",
    "AdvancedAudio",
    "AdvancedVideo",
    "AudioOnly",
    "Basic",
    "BasicAudio",
    "BasicVideo",
    "Default",
    "VideoOnly",
}


def check_upload_video_indexing_preset(value: str) -> UploadVideoIndexingPreset:
    if value in UPLOAD_VIDEO_INDEXING_PRESET_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {UPLOAD_VIDEO_INDEXING_PRESET_VALUES!r}"
    )
