"""Flags of `vi-emulator` that may be repeated, and what is made of them."""

from __future__ import annotations

import argparse
import os
import re

PREFIX = "VIDEO_INDEXER_EMULATOR_"
"""Every flag can be set by an environment variable too: --data by VIDEO_INDEXER_EMULATOR_DATA."""


def add_list(parser: argparse.ArgumentParser, flag: str, metavar: str, text: str) -> None:
    """Add a flag that may be repeated; its variable holds several values, separated by commas."""
    variable = PREFIX + flag.lstrip("-").replace("-", "_").upper()
    given = [part for part in re.split(r"\s*,\s*", os.environ.get(variable, "").strip()) if part]
    shown = f"{text} [{variable}, separated by commas]"
    parser.add_argument(flag, action=_Replacing, default=given, metavar=metavar, help=shown)


class _Replacing(argparse.Action):
    """Collects values; the first one that is typed takes the place of the variable's."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        _option: str | None = None,
    ) -> None:
        known = getattr(namespace, self.dest)
        setattr(namespace, self.dest, [values] if known is self.default else [*known, values])
