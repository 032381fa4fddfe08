from typing import Literal

IndexingPreset = Literal[
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

INDEXING_PRESET_VALUES: set[IndexingPreset] = {
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


def check_indexing_preset(value: str) -> IndexingPreset:
    if value in INDEXING_PRESET_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {INDEXING_PRESET_VALUES!r}"
    )
