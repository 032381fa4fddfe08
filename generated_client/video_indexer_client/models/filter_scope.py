from typing import Literal

FilterScope = Literal["Exclude", "Include"]

FILTER_SCOPE_VALUES: set[FilterScope] = {
    "Exclude",
    "Include",
}


def check_filter_scope(value: str) -> FilterScope:
    if value in FILTER_SCOPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {FILTER_SCOPE_VALUES!r}"
    )
