"""The recorded answers, and what an emulator of its own answers to the suite's fixed walk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.contract import contract
from contract_tests.embedded import embedded_emulator
from contract_tests.recorded.recorder import Recorder
from contract_tests.recorded.walked import walked

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Recording:
    """One recorded answer."""

    file: str
    body: Any
    operation: str | None  # whose answer it is
    status: int
    schema: str | None  # of which part it is

    @property
    def json_schema(self) -> dict[str, Any] | None:
        """What the contract says of it."""
        if self.schema:
            return {"$ref": f"#/components/schemas/{self.schema}"}
        if self.operation is None:
            return None
        return contract().operations[self.operation].answers[self.status].media.get("application/json")


def recordings() -> list[Recording]:
    """All of them, in the order of the index."""
    return [_recording(entry) for entry in yaml.safe_load((HERE / "index.yaml").read_text("utf-8"))]


def _recording(entry: dict[str, Any]) -> Recording:
    operation, _, status = entry.get("answers", "").partition(" ")
    body = json.loads((HERE / f"{entry['file']}.json").read_text("utf-8"))
    return Recording(entry["file"], body, operation or None, int(status or 200), entry.get("schema"))


@pytest.fixture(scope="session")
def ours(sample_clip: Path) -> Iterator[Recorder]:
    """What the emulator answers in the walk."""
    with embedded_emulator() as url:
        yield walked(url, sample_clip)
