from typing import Literal

ArtifactType = Literal[
    "AudioEffects",
    "Clapperboards",
    "DetectedObjects",
    "DigitalPatterns",
    "Emotions",
    "Faces",
    "FacesThumbnails",
    "FeaturedClothing",
    "KeyframesThumbnails",
    "Labels",
    "LanguageDetection",
    "Logos",
    "Metadata",
    "MultiLanguageDetection",
    "ObservedPeople",
    "Ocr",
    "TextlessMaterial",
    "TextualContentModeration",
    "Transcript",
    "VisualContentModeration",
]

ARTIFACT_TYPE_VALUES: set[ArtifactType] = {
    "AudioEffects",
    "Clapperboards",
    "DetectedObjects",
    "DigitalPatterns",
    "Emotions",
    "Faces",
    "FacesThumbnails",
    "FeaturedClothing",
    "KeyframesThumbnails",
    "Labels",
    "LanguageDetection",
    "Logos",
    "Metadata",
    "MultiLanguageDetection",
    "ObservedPeople",
    "Ocr",
    "TextlessMaterial",
    "TextualContentModeration",
    "Transcript",
    "VisualContentModeration",
}


def check_artifact_type(value: str) -> ArtifactType:
    if value in ARTIFACT_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ARTIFACT_TYPE_VALUES!r}"
    )
