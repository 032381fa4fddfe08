from typing import Literal

GetVideoArtifactUrlType = Literal[
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

GET_VIDEO_ARTIFACT_URL_TYPE_VALUES: set[GetVideoArtifactUrlType] = {
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


def check_get_video_artifact_url_type(value: str) -> GetVideoArtifactUrlType:
    if value in GET_VIDEO_ARTIFACT_URL_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {GET_VIDEO_ARTIFACT_URL_TYPE_VALUES!r}"
    )
