"""Receipts: what was made of which clip, how, and who was hidden; by them a later call goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from video_indexer_redaction.cli.inputs import Planned
from video_indexer_redaction.drafts import save

HIDDEN = "hidden"

VERSION = 1
"""Of a receipt's form."""


def file_document(path: Path, name: str) -> dict[str, Any]:
    """A file's name, size and SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": name, "bytes": path.stat().st_size, "sha256": digest}


def write(planned: Planned, told: Mapping[str, Any]) -> None:
    """Write the receipt of a result that still lies in its draft; raises OSError.

    `told` has source, settings, people and uncertain finds with their outcomes, and warnings.
    """
    everybody: Sequence[Mapping[str, Any]] = [*told["people"], *told["uncertain"]]
    receipt = {
        "receiptVersion": VERSION,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "result": file_document(planned.draft, planned.target.name),
        "hidden": [face["id"] for face in everybody if face["outcome"] == HIDDEN],
        "leftVisible": [face["id"] for face in everybody if face["outcome"] != HIDDEN],
        "versions": {"video-indexer-redaction": _version()},
        **told,
    }
    save(planned.receipt, (json.dumps(receipt, indent=1) + "\n").encode())


def is_done(planned: Planned, settings: Mapping[str, Any]) -> bool:
    """Whether the result is there, whole, of this very clip and by these settings, by its receipt."""
    if not planned.target.is_file():
        return False
    try:
        told = json.loads(planned.receipt.read_text("utf-8"))
        source, result = told["source"], told["result"]
        return bool(
            told["receiptVersion"] == VERSION
            and told["settings"] == settings
            and source["sha256"] == file_document(planned.clip, "")["sha256"]
            and result["sha256"] == file_document(planned.target, "")["sha256"]
        )
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _version() -> str:
    try:
        return metadata.version("video-indexer-redaction")
    except metadata.PackageNotFoundError:
        return "unknown"
