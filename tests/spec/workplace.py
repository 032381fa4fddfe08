"""A repository of its own for tests of the gate: a contract, its releases, a changelog."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from scripts.spec_review.__main__ import main
from scripts.spec_review.contract import load
from tests.spec.walks import Node


def dumped(document: Node) -> bytes:
    """A contract as YAML, by libyaml where it is there: ten times as fast."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return yaml.dump(document, Dumper=dumper, sort_keys=False, encoding="utf-8")


def keep(folder: Path, *versions: str) -> None:
    """Let the contract there be the released one of these versions, and of no others."""
    releases = folder / "spec_releases"
    shutil.rmtree(releases, ignore_errors=True)
    releases.mkdir()
    for version in versions:
        shutil.copy(folder / "openapi.yaml", releases / f"{version}.yaml")
    digest = hashlib.sha256((folder / "openapi.yaml").read_bytes()).hexdigest()
    (releases / "SHA256SUMS").write_text("".join(f"{digest}  {version}.yaml\n" for version in versions))


def review(folder: Path, *arguments: str) -> int:
    """Run the command there."""
    places = {"spec": "openapi.yaml", "releases": "spec_releases", "changelog": "CHANGELOG.md"}
    return main([*arguments, *(f"--{name}={folder / path}" for name, path in places.items())])


def change(folder: Path, edit: Callable[[Node], Any]) -> None:
    """Change the contract there."""
    spec = folder / "openapi.yaml"
    document = load(spec)
    edit(document)
    spec.write_bytes(dumped(document))


def announce(folder: Path, version: str) -> None:
    """Give the changelog a heading above the others."""
    changelog = folder / "CHANGELOG.md"
    changelog.write_text(
        changelog.read_text("utf-8").replace("## Unrel", f"## {version}\n\n## Unrel"), "utf-8"
    )
