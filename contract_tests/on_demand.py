"""Loads the suite's plugin when pytest is asked for it by name: `pytest --pyargs video_indexer_contract`.

pytest loads this module for everybody who has the distribution installed; so it does nothing else, and
imports nothing that `pip install video-indexer-redaction` alone doesn't bring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

PACKAGE = "video_indexer_contract"


def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Load the plugin, whose switches are read next."""
    if "--pyargs" in args and any(each.split(".")[0].split("::")[0] == PACKAGE for each in args):
        early_config.pluginmanager.import_plugin(f"{PACKAGE}.plugin")
