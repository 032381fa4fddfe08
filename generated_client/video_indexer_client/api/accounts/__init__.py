"""Contains endpoint functions for accessing the API"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import get_account, list_accounts, list_resource_group_accounts
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
    "get_account",
    "list_resource_group_accounts",
    "list_accounts",
)
