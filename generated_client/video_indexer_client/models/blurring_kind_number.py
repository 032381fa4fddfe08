from typing import Literal

BlurringKindNumber = Literal[0, 1, 2, 3, 4]

BLURRING_KIND_NUMBER_VALUES: set[BlurringKindNumber] = {
    0,
    1,
    2,
    3,
    4,
}


def check_blurring_kind_number(value: int) -> BlurringKindNumber:
    if value in BLURRING_KIND_NUMBER_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {BLURRING_KIND_NUMBER_VALUES!r}"
    )
