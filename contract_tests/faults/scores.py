"""What was measured: kept as JSON, one entry for each fault and suite, and shown as a page of Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from .catalogue import Fault
from .trials import Outcome, Row, Verdict

FOLDER = Path(__file__).parent / "results"
NAMES = {
    Row.STOCK: "stock schemathesis CLI on our spec",
    Row.SUITE: "whole suite",
    Row.INTERMITTENT: "whole suite, faults that come and go",
}
FILES = {Row.STOCK: "sharpness", Row.SUITE: "sharpness", Row.INTERMITTENT: "intermittent"}
"""Names of the files of results; what comes and goes is measured apart."""

Entry = dict[str, Any]


class Scores:
    """The outcomes of all runs so far; unless they are recorded, the files stay as they are."""

    def __init__(self, folder: Path = FOLDER, *, recording: bool = True, row: Row = Row.SUITE) -> None:
        self._recording = recording
        self._shown = [each for each, name in FILES.items() if name == FILES[row]]
        self._file, self._page = folder / f"{FILES[row]}.json", folder / f"{FILES[row]}.md"
        self._rows: dict[str, dict[str, Entry]] = (
            json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        )

    def record(self, row: Row, fault_id: str, outcome: Outcome) -> None:
        """Keep an outcome in place of an earlier one of the same fault."""
        self._rows.setdefault(row, {})[fault_id] = {k: v for k, v in asdict(outcome).items() if v is not None}

    def outcome(self, row: Row, fault_id: str) -> Entry | None:
        """What is known of a fault."""
        return self._rows.get(row, {}).get(fault_id)

    def write(self, faults: dict[str, Fault]) -> None:
        """Store everything, if asked to; what is no longer in the catalogue is dropped."""
        if not self._recording:
            return
        kept = {
            row: {name: entries[name] for name in faults if name in entries}
            for row, entries in sorted(self._rows.items())
        }
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")
        self._page.write_text(self.page(faults), "utf-8")

    def page(self, faults: dict[str, Fault]) -> str:
        """The page of Markdown."""
        parts = ["# Seeded faults: the score", "", *self._table(faults), "", *self._not_caught(faults)]
        return "\n".join(parts) + "\n"

    def _table(self, faults: dict[str, Fault]) -> list[str]:
        categories = list(dict.fromkeys(fault.category for fault in faults.values()))
        lines = [
            "Caught of all whose change took effect; never met: nothing in the run shows the fault.",
            "Time is that of a run up to its first failure.",
            "",
            f"| | {' | '.join(categories)} | all | never met | median | worst |",
            f"| --- |{' --- |' * (len(categories) + 4)}",
        ]
        for row, name in ((row, NAMES[row]) for row in self._shown):
            cells = [
                self._score(row, [f for f in faults.values() if f.category == category])
                for category in categories
            ]
            lines.append(f"| {name} | {' | '.join(cells)} | {self._totals(row, faults)} |")
        counts = [
            str(sum(fault.category == category for fault in faults.values())) for category in categories
        ]
        lines.append(f"| faults in the catalogue | {' | '.join(counts)} | {len(faults)} | | | |")
        return lines

    def _totals(self, row: Row, faults: dict[str, Fault]) -> str:
        times = [
            entry["seconds"]
            for entry in self._entries(row, faults.values())
            if entry["verdict"] == Verdict.CAUGHT
        ]
        if not times:
            return "- | - | - | -"
        entries = self._entries(row, faults.values())
        never = sum(entry["verdict"] == Verdict.NEVER_MET for entry in entries)
        score = self._score(row, list(faults.values()))
        return f"{score} | {never} | {median(times):.0f} s | {max(times):.0f} s"

    def _score(self, row: Row, faults: list[Fault]) -> str:
        verdicts = [entry["verdict"] for entry in self._entries(row, faults)]
        caught, missed = verdicts.count(Verdict.CAUGHT), verdicts.count(Verdict.MISSED)
        if not caught + missed:
            return "-"
        return f"{caught}/{caught + missed} ({100 * caught / (caught + missed):.0f} %)"

    def _entries(self, row: Row, faults: Iterable[Fault]) -> list[Entry]:
        return [entry for fault in faults if (entry := self.outcome(row, fault.id)) is not None]

    def _not_caught(self, faults: dict[str, Fault]) -> list[str]:
        lines = []
        titles = {
            Verdict.MISSED: "Missed by the whole suite",
            Verdict.NEVER_MET: "Never met: the suite does nothing in which the fault shows",
            Verdict.BROKEN: "Broken runs, which count as nothing",
        }
        for verdict, title in titles.items():
            found = [
                (fault, entry)
                for fault in faults.values()
                if (entry := self.outcome(self._shown[-1], fault.id)) and entry["verdict"] == verdict
            ]
            if not found:
                continue
            lines += [f"## {title}", "", "| fault | promise | reason |", "| --- | --- | --- |"]
            lines += [_line(fault, entry) for fault, entry in found]
            lines.append("")
        return lines


def _line(fault: Fault, entry: Entry) -> str:
    reason = fault.missed or (entry.get("detail") or "").splitlines()[:1]
    text = reason if isinstance(reason, str) else "".join(reason)
    cells = (f"{fault.category}: {fault.id}", fault.promise, text)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
