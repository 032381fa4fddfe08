from typing import Literal

Privacy = Literal["Private", "Public"]

PRIVACY_VALUES: set[Privacy] = {
    "Private",
    "Public",
}


def check_privacy(value: str) -> Privacy:
    if value in PRIVACY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PRIVACY_VALUES!r}")
