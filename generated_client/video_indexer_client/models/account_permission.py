from typing import Literal

AccountPermission = Literal["Contributor", "MyAccessAdministrator", "Owner", "Reader"]

ACCOUNT_PERMISSION_VALUES: set[AccountPermission] = {
    "Contributor",
    "MyAccessAdministrator",
    "Owner",
    "Reader",
}


def check_account_permission(value: str) -> AccountPermission:
    if value in ACCOUNT_PERMISSION_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {ACCOUNT_PERMISSION_VALUES!r}"
    )
