from typing import Literal

BlurringKindName = Literal["Black", "BoundingBox", "HighBlur", "LowBlur", "MediumBlur"]

BLURRING_KIND_NAME_VALUES: set[BlurringKindName] = {
    "Black",
    "BoundingBox",
    "HighBlur",
    "LowBlur",
    "MediumBlur",
}


def check_blurring_kind_name(value: str) -> BlurringKindName:
    if value in BLURRING_KIND_NAME_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {BLURRING_KIND_NAME_VALUES!r}"
    )
