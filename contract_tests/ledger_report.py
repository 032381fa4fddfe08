"""The ledger for people: a table on the terminal, and a page."""

from __future__ import annotations

import fnmatch
import html
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import yaml

from .ledger import Entry, Ledger

NOT_REACHED = "not reached because of "
UNSEEN = Path(__file__).parent / "unseen.yaml"
KINDS = {
    "answer": "statuses that the operation documents",
    "header": "headers of those answers",
    "value": "listed words and numbers of its query and body, sent and taken",
    "auth": "ways to show a token, each alone; where the contract allows it, none",
    "link": "links of its answers, followed with the values that they gave",
    "callback": "requests of the service's own that came to us",
}
"""The columns of the table, and what is counted in each."""

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Contract ledger</title>
<style>
:root {{ color-scheme: light dark; font: 15px/1.4 system-ui, sans-serif }}
table {{ border-collapse: collapse }} td, th {{ padding: .2em .7em; text-align: left; vertical-align: top }}
tr:nth-child(even) {{ background: color-mix(in srgb, currentColor 6%, transparent) }}
.missing {{ color: crimson }}
</style>
<h1>What the contract documents, and who saw it</h1>
<p>{summary}</p>
<dl>
{legend}
</dl>
<p><b>seen</b>: in how many judged answers; <b>clean</b>: in how many of them nothing was wrong. An operation
that was merely called has seen nothing yet.</p>
<table><thead><tr><th>operation<th>kind<th>what<th>seen<th>clean<th>first seen by, or why not</tr></thead>
<tbody>
{rows}
</tbody></table></html>
"""


def reasons() -> dict[str, str]:
    """Why some entries can't be seen, by pattern."""
    return {row["entry"]: row["reason"] for row in yaml.safe_load(UNSEEN.read_text("utf-8"))}


def reason(entry: Entry, ledger: Ledger, known: dict[str, str]) -> str | None:
    """Why an entry wasn't seen: nobody can here, or a breach stood before it; None where nothing says so."""
    said = next((why for pattern, why in known.items() if fnmatch.fnmatchcase(str(entry), pattern)), None)
    if said is None and (cause := ledger.cause(entry)):
        return f"{NOT_REACHED}{cause}"
    return said


def unexplained(ledger: Ledger) -> list[Entry]:
    """Entries that were neither seen nor explained."""
    known = reasons() | ledger.beyond
    return [entry for entry in ledger.missing() if reason(entry, ledger, known) is None]


def needless(ledger: Ledger) -> list[str]:
    """Reasons for what was seen after all, or isn't documented any more."""
    missing = [str(entry) for entry in ledger.missing()]
    return [pattern for pattern in reasons() if not fnmatch.filter(missing, pattern)]


def table(ledger: Ledger) -> str:
    """For each operation and kind: how much was seen of what is documented."""
    documented = Counter((entry.operation, entry.kind) for entry in ledger.documented())
    missing = Counter((entry.operation, entry.kind) for entry in ledger.missing())
    clean = Counter(entry.operation for entry in ledger.clean)
    lines = [f"{'operation':<36}" + "".join(f"{kind:>10}" for kind in (*KINDS, "clean"))]
    for operation in ledger.contract.operations:
        cells = ""
        for kind in KINDS:
            count = documented[operation, kind]
            cells += f"{f'{count - missing[operation, kind]}/{count}' if count else '-':>10}"
        seen = sum(documented[operation, kind] - missing[operation, kind] for kind in KINDS)
        lines.append(f"{operation:<36}{cells}{f'{clean[operation]}/{seen}':>10}")
    lines.append("  clean: of all that was seen, in an answer that broke nothing")
    lines += [f"  {kind}: {what}" for kind, what in KINDS.items()]
    return "\n".join([*lines, *_missed(ledger)])


def _missed(ledger: Ledger) -> Iterator[str]:
    """What was not seen; what has one operation, kind and reason stands on one line, or one breach."""
    known = reasons() | ledger.beyond
    alike: dict[tuple[str, str, str], list[str]] = {}
    behind: dict[str, list[Entry]] = {}  # by the rule that was broken before
    for entry in ledger.missing():
        why = reason(entry, ledger, known) or "NO REASON"
        if why.startswith(NOT_REACHED):
            behind.setdefault(why.removeprefix(NOT_REACHED).partition(": ")[2] or why, []).append(entry)
        else:
            alike.setdefault((entry.operation, entry.kind, why), []).append(entry.name)
    for rule, entries in behind.items():
        operations = len({entry.operation for entry in entries})
        yield f"{NOT_REACHED}{rule} {len(entries)} entries of {operations} operations"
    for (operation, kind, why), names in alike.items():
        yield f"not seen: {operation} · {kind} · {', '.join(names)}: {why}"


def page(ledger: Ledger) -> str:
    """The whole ledger as HTML."""
    entries, missing, known = sorted(ledger.documented()), set(ledger.missing()), reasons() | ledger.beyond
    rows = []
    for entry in entries:
        why = reason(entry, ledger, known) if entry in missing else None
        test, count = ledger.seen.get(entry, (why or "neither seen nor explained", 0))
        kind = ' class="missing"' if entry in missing and why is None else ""
        cells = (entry.operation, entry.kind, entry.name, str(count), str(ledger.clean[entry]), test)
        rows.append(f"<tr{kind}>" + "".join(f"<td>{html.escape(cell)}" for cell in cells) + "</tr>")
    seen = len(entries) - len(missing)
    summary = f"{seen} of {len(entries)} seen, {len(ledger.clean)} of them in an answer that was clean."
    legend = "\n".join(f"<dt>{kind}<dd>{html.escape(what)}" for kind, what in KINDS.items())
    return PAGE.format(summary=summary, legend=legend, rows="\n".join(rows))


def write(ledger: Ledger, path: Path, **run: object) -> None:
    """Write the whole ledger: as JSON with what is told of the run, if the name ends so, else as a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record(ledger, **run) if path.suffix == ".json" else page(ledger), "utf-8")


def record(ledger: Ledger, **run: object) -> str:
    """The whole ledger as JSON; `nox -s spec_review` shows it."""
    known = reasons() | ledger.beyond
    entries = [
        {
            "operation": entry.operation,
            "kind": entry.kind,
            "name": entry.name,
            "seen": ledger.seen.get(entry, ("", 0))[1],
            "test": ledger.seen.get(entry, (None, 0))[0],
            "clean": ledger.clean[entry],
            "reason": None if entry in ledger.seen else reason(entry, ledger, known),
        }
        for entry in sorted(ledger.documented())
    ]
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"made": made, **run, "entries": entries}, indent=1) + "\n"
