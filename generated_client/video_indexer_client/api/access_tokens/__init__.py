"""Contains endpoint functions for accessing the API"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import (
        generate_access_token,
        get_account_access_token,
        get_account_access_token_with_permission,
        get_accounts_authorization,
        get_user_access_token,
        get_video_access_token,
    )
else:
    from importlib import import_module as _import_module

    def __getattr__(name):
        """Import an operation when it is first asked for"""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return _import_module(f".{name}", __name__)

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = (
    "generate_access_token",
    "get_accounts_authorization",
    "get_account_access_token",
    "get_account_access_token_with_permission",
    "get_video_access_token",
    "get_user_access_token",
)
