"""The catalogue: every seeded fault as data, one file for each category."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..relay.server import DOWNLOAD

FOLDER = Path(__file__).parent / "catalog"
ANY = "any"
"""Words for `where.operation` beside operationIds: every operation, and what signed URLs lead to."""

STATUS_CLASSES = {"success": range(200, 300), "error": range(400, 600), "any": range(100, 600)}


@dataclass(frozen=True)
class Condition:
    """Where a fault shows itself."""

    operations: frozenset[str]
    except_operations: frozenset[str] = frozenset()
    statuses: frozenset[int] | None = None  # None: whatever the status
    query: dict[str, str | None] = field(default_factory=dict)  # None: the parameter must be absent
    request: dict[str, Any] = field(default_factory=dict)  # JSON pointer: value
    answer: dict[str, Any] = field(default_factory=dict)
    media: str | None = None  # of the answer

    def means(self, operation: str | None) -> bool:
        """Whether an operation is meant."""
        if operation is None or operation in self.except_operations:
            return False
        return operation in self.operations or (operation != DOWNLOAD and ANY in self.operations)


@dataclass(frozen=True)
class Fault:
    """One small breach of the contract."""

    id: str
    category: str
    promise: str  # what it breaks: `#/` and a JSON pointer into openapi.yaml, or a sentence of it
    where: Condition
    change: str  # a word of the vocabulary
    arguments: dict[str, Any]
    sample: bool = False  # belongs to the sample that CI runs
    missed: str | None = None  # why the suite can't notice it, where that is known


@cache
def catalogue() -> dict[str, Fault]:
    """Every fault by its id, in the order of the files."""
    faults: dict[str, Fault] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text("utf-8")):
            fault = read_fault(file.stem, entry)
            if fault.id in faults:
                raise ValueError(f"The fault '{fault.id}' is there twice.")
            faults[fault.id] = fault
    return faults


def read_fault(category: str, entry: dict[str, Any]) -> Fault:
    """Read one entry of a catalogue file; raises ValueError for what isn't well-formed."""
    unknown = entry.keys() - {"id", "promise", "where", "change", "sample", "missed"}
    if unknown:
        raise ValueError(f"{entry.get('id')}: unknown members {sorted(unknown)}.")
    ((change, arguments),) = entry["change"].items()
    return Fault(
        id=entry["id"],
        category=category,
        promise=entry["promise"],
        where=_condition(entry["where"]),
        change=change,
        arguments=arguments or {},
        sample=entry.get("sample", False),
        missed=entry.get("missed"),
    )


def _condition(node: dict[str, Any]) -> Condition:
    unknown = node.keys() - {"operation", "except", "status", "query", "request", "answer", "media"}
    if unknown:
        raise ValueError(f"unknown conditions {sorted(unknown)}.")
    return Condition(
        operations=frozenset(_listed(node["operation"])),
        except_operations=frozenset(_listed(node.get("except", []))),
        statuses=_statuses(node.get("status")),
        query=node.get("query", {}),
        request=node.get("request", {}),
        answer=node.get("answer", {}),
        media=node.get("media"),
    )


def _listed(node: Any) -> list[Any]:
    return node if isinstance(node, list) else [node]


def _statuses(node: Any) -> frozenset[int] | None:
    if node is None:
        return None
    numbers: set[int] = set()
    for each in _listed(node):
        numbers.update(STATUS_CLASSES[each] if isinstance(each, str) else {each})
    return frozenset(numbers)
