from typing import Literal

SearchedState = Literal["Failed", "Processed", "Processing", "Quarantined", "Uploaded"]

SEARCHED_STATE_VALUES: set[SearchedState] = {
    "Failed",
    "Processed",
    "Processing",
    "Quarantined",
    "Uploaded",
}


def check_searched_state(value: str) -> SearchedState:
    if value in SEARCHED_STATE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {SEARCHED_STATE_VALUES!r}"
    )
