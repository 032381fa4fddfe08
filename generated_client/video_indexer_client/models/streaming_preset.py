from typing import Literal

StreamingPreset = Literal["Default", "NoStreaming", "SingleBitrate"]

STREAMING_PRESET_VALUES: set[StreamingPreset] = {
    "Default",
    "NoStreaming",
    "SingleBitrate",
}


def check_streaming_preset(value: str) -> StreamingPreset:
    if value in STREAMING_PRESET_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {STREAMING_PRESET_VALUES!r}"
    )
