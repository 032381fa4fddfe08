"""The contract as the tests read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[2] / "openapi.yaml"


def contract() -> dict[str, Any]:
    """openapi.yaml as it stands."""
    document: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return document


def contract_to_draw_from() -> dict[str, Any]:
    """The contract, with the caller's request id told by format instead of by pattern.

    For this pattern schemathesis 4.32 makes no lawful edge value but "0", in every case of an operation,
    which then are all refused for that. The texts that the two allow are the same.
    """
    document = contract()
    document["components"]["parameters"]["ClientRequestId"]["schema"] = {"type": "string", "format": "uuid"}
    return document
