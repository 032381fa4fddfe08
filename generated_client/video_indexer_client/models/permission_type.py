from typing import Literal

PermissionType = Literal["Contributor", "Reader"]

PERMISSION_TYPE_VALUES: set[PermissionType] = {
    "Contributor",
    "Reader",
}


def check_permission_type(value: str) -> PermissionType:
    if value in PERMISSION_TYPE_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {PERMISSION_TYPE_VALUES!r}"
    )
