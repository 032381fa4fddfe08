"""Write docs/spec_notes.md, the ledger of openapi.yaml: what each statement rests on.

    python scripts/spec_notes.py            # write
    python scripts/spec_notes.py --check    # exit 1 if the file isn't up to date

Either way, a statement without a sound `x-source` is named by its JSON pointer and refused with exit 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parent.parent
if not __package__:  # run by its path, where the project needn't be installed
    sys.path.insert(0, str(REPOSITORY))

from scripts.spec_statements import (  # noqa: E402
    CERTAINTIES,
    METHODS,
    Statement,
    join,
    operation_statements,
    problems,
    resolve,
    source_keys,
    statements,
    tolerances,
)

__all__ = [
    "METHODS",
    "NOTES",
    "SPEC",
    "join",
    "main",
    "problems",
    "render",
    "resolve",
    "source_keys",
    "statements",
]

SPEC = REPOSITORY / "openapi.yaml"
NOTES = REPOSITORY / "docs" / "spec_notes.md"

INTRODUCTION = """\
# Where the contract comes from

<!-- Written by scripts/spec_notes.py from openapi.yaml. Change that file and run the script again. -->

Nobody publishes a usable specification of this API. Each statement of `openapi.yaml` therefore says where
it is from, and how sure it is:
"""


def render(document: dict[str, Any]) -> str:
    """The ledger; the document must be free of problems."""
    found = list(statements(document))
    parts = [
        INTRODUCTION,
        _certainties(found),
        _sources(document),
        _conflicts(document),
        _departures(found),
        _tolerances(document),
        _unknowns(document),
        _left_out(document),
        _operations(document),
        _shared(found),
    ]
    return "\n".join(parts)


def _certainties(found: list[Statement]) -> str:
    counts = Counter(statement.source["certainty"] for statement in found)
    rows = [[word, meaning, str(counts[word])] for word, meaning in CERTAINTIES.items()]
    return table(["Certainty", "Meaning", "Statements"], rows)


def _sources(document: dict[str, Any]) -> str:
    rows = [
        [key, f"[{node['title']}]({node['url']})" if node["url"] else node["title"]]
        for key, node in document["info"]["x-sources"].items()
    ]
    return "## Sources\n\n" + table(["Key", "What"], rows)


def _conflicts(document: dict[str, Any]) -> str:
    rows = [
        [
            str(number),
            conflict["point"],
            *(f"{conflict[side]['says']} ({conflict[side]['from']})" for side in ("a", "b")),
            conflict["decision"],
            conflict["certainty"],
        ]
        for number, conflict in enumerate(document["info"]["x-conflicts"], 1)
    ]
    heading = "## Conflicts\n\nWhere sources contradict each other, and which side the contract takes.\n\n"
    return heading + table(["No.", "Point", "One side", "Other side", "Decision", "Certainty"], rows)


def _departures(found: list[Statement]) -> str:
    decided = [(statement, statement.departure) for statement in found if statement.departure]
    rows = [
        [str(number), f"{statement.operation} {statement.label}".strip(), what or ""]
        for number, (statement, what) in enumerate(decided, 1)
    ]
    heading = (
        "## Departures\n\nWhat we decided ourselves. A live service that does otherwise is no fault of it: "
        "the suite reports such an answer and doesn't fail it.\n\n"
    )
    return heading + table(["No.", "Where", "What and why"], rows)


def _tolerances(document: dict[str, Any]) -> str:
    rows = [_row(statement) for statement in tolerances(document)]
    heading = (
        "## Tolerances\n\nWhat our service takes beyond the schemas. `vi-emulator --strict` refuses it; "
        "the suite judges neither on a service that isn't strict.\n\n"
    )
    return heading + _ledger(rows)


def _unknowns(document: dict[str, Any]) -> str:
    lines = [f"- {text}\n" for text in document["info"]["x-unknowns"]]
    return "## Unknown\n\nWhat nothing public tells. No test may claim it of the live service.\n\n" + "".join(
        lines
    )


def _left_out(document: dict[str, Any]) -> str:
    rows = [
        [name, f"`{text}`", group["because"], group["from"]]
        for group in document.get("x-left-out", ())
        for name, text in group["operations"].items()
    ]
    heading = (
        "## Left out\n\nThe vendor's operations that aren't here. Our service answers their name with 404, "
        "or with 405 where the path takes other methods.\n\n"
    )
    return heading + table(["Operation", "Method and path", "Why", "Source"], rows)


def _operations(document: dict[str, Any]) -> str:
    parts = ["## Operations\n"]
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                rows = [_row(statement) for statement in _used(document, item, method, path)]
                parts.append(f"### {item[method]['operationId']}\n\n{_ledger(rows)}")
    return "\n".join(parts)


def _used(document: dict[str, Any], item: dict[str, Any], method: str, path: str) -> Iterator[Statement]:
    """All statements of an operation, those that it shares with others included."""
    operation = dict(item[method])
    shared = [*item.get("parameters", []), *operation.get("parameters", [])]
    operation["parameters"] = [resolve(document, parameter) for parameter in shared]
    operation["responses"] = {
        status: _with_headers(document, resolve(document, response))
        for status, response in operation["responses"].items()
    }
    yield from operation_statements(operation, join("#/paths", path, method), f"{method.upper()} {path}")


def _with_headers(document: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """A response without the request id, which all have; its other headers resolved."""
    headers = {
        name: resolve(document, header)
        for name, header in response.get("headers", {}).items()
        if name != "x-ms-request-id"
    }
    return {**response, "headers": headers}


def _shared(found: list[Statement]) -> str:
    rows = [_row(statement) for statement in found if statement.pointer.startswith("#/components/")]
    return "## Shared parts\n\n" + _ledger(rows)


def _row(statement: Statement) -> list[str]:
    text = statement.node.get("summary") or statement.node.get("description", "")
    source = statement.source
    described = f"{statement.label}: {text}" if text else statement.label
    note = " ".join(
        filter(None, [source.get("note"), source.get("decided") and f"Decided: {source['decided']}"])
    )
    return [described, str(source["from"]), source["certainty"], note]


def _ledger(rows: list[list[str]]) -> str:
    return table(["Statement", "Source", "Certainty", "Note"], rows)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    """Text on one line, with what would end the cell or start a tag escaped."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    parser.add_argument("--spec", type=Path, default=SPEC, help="the contract (default: %(default)s)")
    parser.add_argument("--notes", type=Path, default=NOTES, help="the ledger (default: %(default)s)")
    options = parser.parse_args(arguments)
    document = yaml.safe_load(options.spec.read_text("utf-8"))
    found = problems(document)
    if found:
        print("\n".join(found))
        return 1
    text = render(document)
    if not options.check:
        options.notes.write_text(text, "utf-8")
        return 0
    if not options.notes.is_file() or options.notes.read_text("utf-8") != text:
        print(f"{options.notes.name} isn't up to date; run: python scripts/spec_notes.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
