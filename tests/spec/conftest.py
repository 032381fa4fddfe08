"""The contract, read once for every test of this folder, and a repository to change it in."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.spec_notes import SPEC
from tests.spec.workplace import keep

Node = dict[str, Any]


@pytest.fixture(scope="session")
def document() -> Node:
    """The parsed contract; tests that change it make a copy."""
    parsed: Node = yaml.safe_load(SPEC.read_text("utf-8"))
    return parsed


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A repository whose contract is the released one of 0.1.0."""
    shutil.copy(SPEC, tmp_path / "openapi.yaml")
    keep(tmp_path, "0.1.0")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- x\n\n## 0.1.0\n", "utf-8")
    return tmp_path
