"""The released contracts: each lies in `spec_releases/` under its version, and never changes.

`SHA256SUMS` beside them has their digests, as `sha256sum --check` reads it.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from scripts.spec_review.contract import Refused
from scripts.spec_review.versions import PATTERN, Version

SUMS = "SHA256SUMS"
SUM = re.compile(r"([0-9a-f]{64}) [ *](\S+)")


def kept(releases: Path) -> list[tuple[Version, Path]]:
    """Each released contract with its version, in their order; raises Refused unless all are as they were."""
    noted = _noted(releases / SUMS)
    there = {path.name: path for path in releases.glob("*.yaml")}
    for name in sorted(noted.keys() | there.keys()):
        if name not in there:
            raise Refused(f"{name} is in {SUMS}, but not in {releases.name}; bring it back.")
        if name not in noted:
            raise Refused(f"{name} isn't in {SUMS}; releases are made with --release VERSION.")
        if _digest(there[name]) != noted[name]:
            raise Refused(f"{name} isn't what was released; a released contract doesn't change.")
    return sorted((version_of(path), path) for path in there.values())


def _noted(sums: Path) -> dict[str, str]:
    """The digest of each file; one that is named twice could be anything of two."""
    noted: dict[str, str] = {}
    try:
        lines = sums.read_text("utf-8").splitlines() if sums.exists() else []
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{sums} can't be read: {error}") from error
    for line in lines:
        match = SUM.fullmatch(line)
        if match is None:
            raise Refused(f"{SUMS} has a line that isn't a digest and a name: {line}")
        if match[2] in noted:
            raise Refused(f"{match[2]} is in {SUMS} twice; leave the line that --release wrote.")
        noted[match[2]] = match[1]
    return noted


def keep(spec: Path, target: Path) -> None:
    """Keep a contract under the name of its release."""
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(spec.read_bytes())
    with (target.parent / SUMS).open("a", encoding="utf-8") as sums:
        sums.write(f"{_digest(target)}  {target.name}\n")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def version_of(path: Path) -> Version:
    """The version that a released contract is named for."""
    match = re.fullmatch(PATTERN, path.stem)
    if match is None:
        raise Refused(f"{path.name} isn't named like 1.2.3.yaml.")
    return int(match[1]), int(match[2]), int(match[3])
