"""What becomes of a test: a breach fails the test that met it first, and every other goes on behind it."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from .breaches import Breach, breaches_in
from .exchange import Exchange
from .failures import Failures


def settle(
    failures: Failures,
    report: Any,
    item: pytest.Item,
    caught: pytest.ExceptionInfo[BaseException] | None,
    last: Exchange | None = None,
) -> None:
    """Change the report of one phase of a test by what was found in it; `last` is its last request."""
    if report.failed:
        _failed(failures, report, item, caught, last)
    elif report.when != "setup":  # of a setup, the call tells it
        _tell(report, failures, failures.fresh())


def _failed(
    failures: Failures,
    report: Any,
    item: pytest.Item,
    caught: pytest.ExceptionInfo[BaseException] | None,
    last: Exchange | None,
) -> None:
    error = caught.value if caught else None
    met = list(breaches_in(error))
    if caught and met:
        failures.fresh()
        if isinstance(error, Breach) and not item.config.option.showlocals:
            report.longrepr = f"{_asking(caught)}\n\n{error}"
        return
    why = failures.cause(error)
    if why is None:
        wanted = inspect.getdoc(getattr(item, "function", None)) or ""
        told = failures.fail(item.nodeid, error, wanted, last)
        fresh = failures.fresh()
        if fresh:
            report.sections.append(("beside this", _texts(failures, fresh)))
        elif not told:
            _skip(report, item, "accepted by its name")
        return
    if caught and not _tell(report, failures, failures.fresh(), f"It couldn't go on: {_asking(caught)}"):
        _skip(report, item, f"not looked at because of {why.rpartition(': ')[2] or why}")


def _tell(report: Any, failures: Failures, fresh: Sequence[Breach], more: str = "") -> bool:
    """Fail the report by breaches, if there are any."""
    if fresh:
        report.outcome, report.told = "failed", True
        report.longrepr = "\n\n".join([_texts(failures, fresh), *([more] if more else [])])
    return bool(fresh)


def _texts(failures: Failures, fresh: Sequence[Breach]) -> str:
    """Each breach in full; in short where the same rules were told of another operation."""
    texts = []
    for breach in fresh:
        others = {
            next(iter(failures.rules(accepted=False).get(rule, {breach.operation: None})))
            for _, rule in breach.kinds
        } - {breach.operation}
        in_short = f"{breach.operation}, as {' and '.join(sorted(others))}: "
        rules = " ".join(rule for _, rule in breach.kinds)
        texts.append(in_short + rules if others and len(others) == len(breach.kinds) else str(breach))
    return "\n\n".join(texts)


def _skip(report: Any, item: pytest.Item, why: str) -> None:
    report.outcome = "skipped"
    path, line, _ = item.location
    report.longrepr = (path, line or 0, f"Skipped: {why}")


def _asking(caught: pytest.ExceptionInfo[BaseException]) -> str:
    """The line of a test or of a fixture that sent the request; what lies between is of no use."""
    of_tests = [each for each in caught.traceback if Path(each.path).name.startswith(("test_", "conftest"))]
    entry = (of_tests or list(caught.traceback))[-1]
    return f"{entry.path}:{entry.lineno + 1}: in {entry.name}\n    {str(entry.statement).strip()}"
