from typing import Literal

ThumbnailFormat = Literal["Base64", "Jpeg"]

THUMBNAIL_FORMAT_VALUES: set[ThumbnailFormat] = {
    "Base64",
    "Jpeg",
}


def check_thumbnail_format(value: str) -> ThumbnailFormat:
    if value in THUMBNAIL_FORMAT_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {THUMBNAIL_FORMAT_VALUES!r}"
    )
