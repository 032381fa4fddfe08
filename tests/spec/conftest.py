"""The contract, read once for every test of this folder."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from scripts.spec_notes import SPEC

Node = dict[str, Any]


@pytest.fixture(scope="session")
def document() -> Node:
    """The parsed contract; tests that change it make a copy."""
    parsed: Node = yaml.safe_load(SPEC.read_text("utf-8"))
    return parsed
