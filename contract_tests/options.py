"""How the commands read their options."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

import pytest


class Parser(argparse.ArgumentParser):
    """A parser whose exit code is that of pytest for a wrong option."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end."""
        self.print_usage(sys.stderr)
        self.exit(int(pytest.ExitCode.USAGE_ERROR), f"{self.prog}: {message}\n")
