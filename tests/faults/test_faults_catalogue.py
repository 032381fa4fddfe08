"""The catalogue is well-formed, and each fault breaks something that the contract says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_tests.contract import contract
from contract_tests.faults.catalogue import ANY, catalogue, read_fault
from contract_tests.faults.vocabulary import WORDS
from contract_tests.relay.server import DOWNLOAD

CONTRACT = Path(__file__).parents[2] / "openapi.yaml"
FAULTS = list(catalogue().values())


def _plain(text: str) -> str:
    return re.sub(r"[\s#']+", " ", text)


def _resolve(pointer: str) -> Any:
    node: Any = contract().document
    for step in pointer.removeprefix("#/").split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        node = node[int(name)] if isinstance(node, list) else node[name]
    return node


def test_there_are_enough_in_each_category() -> None:
    """Every category has its share."""
    count = Counter(fault.category for fault in FAULTS)
    assert set(count) == {
        "accounts", "auth", "bodies", "downloads", "headers", "jobs", "library", "redaction", "statuses",
        "tolerances", "values",
    }  # fmt: skip
    assert sum(count.values()) >= 110
    assert min(count.values()) >= 10


def test_the_sample_is_spread() -> None:
    """The sample is small and has something of each category."""
    sample = [fault.category for fault in FAULTS if fault.sample]
    assert 8 <= len(sample) <= 17
    assert len(set(sample)) == 11


def test_ids_are_readable() -> None:
    """Ids are words with hyphens."""
    assert [fault.id for fault in FAULTS if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", fault.id)] == []


def test_promises_are_in_the_contract() -> None:
    """Each promise is a place in openapi.yaml, or a sentence of it."""
    text = _plain(CONTRACT.read_text("utf-8"))
    missing = []
    for fault in FAULTS:
        try:
            found = bool(_resolve(fault.promise) is not None) if fault.promise.startswith("#/") else (
                _plain(fault.promise) in text
            )  # fmt: skip
        except (KeyError, IndexError, ValueError):
            found = False
        if not found:
            missing.append((fault.id, fault.promise))
    assert missing == []


def test_operations_are_in_the_contract() -> None:
    """No fault is about an operation that there isn't."""
    known = {*contract().operations, ANY, DOWNLOAD}
    unknown = [f.id for f in FAULTS if not f.where.operations | f.where.except_operations <= known]
    assert unknown == []


def test_statuses_are_answered_by_the_operation() -> None:
    """No fault waits for a status that its operation never answers."""
    for fault in FAULTS:
        for operation_id in fault.where.operations - {ANY, DOWNLOAD}:
            statuses = fault.where.statuses
            documented = set(contract().operations[operation_id].answers)
            assert statuses is None or statuses & documented, fault.id


def test_changes_are_known_and_their_arguments_fit() -> None:
    """Each change is a word of the vocabulary, with what it takes."""
    for fault in FAULTS:
        WORDS[fault.change].check(fault.arguments)


def test_every_word_is_used() -> None:
    """The vocabulary has no word too many."""
    assert set(WORDS) - {fault.change for fault in FAULTS} == set()


def test_a_misspelt_member_is_refused() -> None:
    """A typing error in the catalogue doesn't pass in silence."""
    entry = {"id": "x", "promise": "", "where": {"operation": "any"}, "change": {"x": {}}, "simple": True}
    with pytest.raises(ValueError, match="simple"):
        read_fault("headers", entry)


def test_the_files_hold_plain_data() -> None:
    """Each file is a list."""
    for file in (CONTRACT.parent / "contract_tests" / "faults" / "catalog").glob("*.yaml"):
        assert isinstance(yaml.safe_load(file.read_text("utf-8")), list)
