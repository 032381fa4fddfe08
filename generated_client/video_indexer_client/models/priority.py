from typing import Literal

Priority = Literal["High", "Low", "Normal"]

PRIORITY_VALUES: set[Priority] = {
    "High",
    "Low",
    "Normal",
}


def check_priority(value: str) -> Priority:
    if value in PRIORITY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PRIORITY_VALUES!r}")
