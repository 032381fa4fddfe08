"""Write SPEC_NOTES.md, the ledger of openapi.yaml: what each statement rests on.

    python scripts/spec_notes.py            # write
    python scripts/spec_notes.py --check    # exit 1 if the file isn't up to date

Either way, a statement without a sound `x-source` is named by its JSON pointer and refused with exit 1.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).resolve().parent.parent
SPEC = REPOSITORY / "openapi.yaml"
NOTES = REPOSITORY / "SPEC_NOTES.md"

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
CERTAINTIES = {
    "documented": "the vendor says so",
    "observed": "seen in recorded payloads, or in code that works against the live service",
    "inferred": "follows from its neighbours; the note says from which",
    "decided": "our own choice, where nothing public settles the matter or where we ask for more",
}
NEED_A_NOTE = {"inferred", "decided"}
SOURCE_KEYS = {"from", "certainty", "note", "decided"}
CONFLICT_KEYS = {"point", "a", "b", "decision", "certainty"}
COMPONENTS = {
    "securitySchemes": "Security",
    "parameters": "Parameter",
    "headers": "Header",
    "requestBodies": "Body",
    "responses": "Response",
    "schemas": "Schema",
}
"""Kinds of components that make a statement; examples and links make none."""

INTRODUCTION = """\
# Where the contract comes from

<!-- Written by scripts/spec_notes.py from openapi.yaml. Change that file and run the script again. -->

Nobody publishes a usable specification of this API. Each statement of `openapi.yaml` therefore says where
it is from, and how sure it is:
"""


@dataclass(frozen=True)
class Statement:
    """A node of the contract that must say where it comes from."""

    pointer: str  # JSON pointer, as a URI fragment
    label: str  # what it is, in Markdown
    node: dict[str, Any]
    operation: str = ""  # operationId of the operation that it is part of

    @property
    def source(self) -> dict[str, Any]:
        """The node's provenance."""
        source: dict[str, Any] = self.node["x-source"]
        return source

    @property
    def departure(self) -> str | None:
        """What we decided ourselves about it, or within it."""
        if self.source["certainty"] == "decided":
            return str(self.source["note"])
        return self.source.get("decided")


# ---- finding statements


def statements(document: dict[str, Any]) -> Iterator[Statement]:
    """Every statement, each once, in the order of the document."""
    for path, item in document["paths"].items():
        yield from _path_item(item, join("#/paths", path), path)
    for kind, word in COMPONENTS.items():
        for name, node in document["components"].get(kind, {}).items():
            pointer = join("#/components", kind, name)
            yield Statement(pointer, f"{word} `{name}`", node)
            if kind == "responses":
                yield from _headers(node, pointer)
            if kind == "schemas":
                yield from _sourced_parts(node, pointer, name)


def _path_item(item: dict[str, Any], pointer: str, path: str) -> Iterator[Statement]:
    yield from _parameters(item, pointer)
    for method in METHODS:
        if method in item:
            for statement in _operation(item[method], join(pointer, method), f"{method.upper()} {path}"):
                yield replace(statement, operation=item[method].get("operationId", ""))


def _operation(node: dict[str, Any], pointer: str, label: str) -> Iterator[Statement]:
    yield Statement(pointer, f"`{label}`", node)
    if "x-permission" in node:
        yield _permission(node["x-permission"], pointer)
    yield from _parameters(node, pointer)
    body = node.get("requestBody", {})
    if body and "$ref" not in body:
        yield Statement(join(pointer, "requestBody"), "Body", body)
    for status, response in node["responses"].items():
        if "$ref" not in response:
            where = join(pointer, "responses", status)
            yield Statement(where, f"Response {status}", response)
            yield from _headers(response, where)
    for name, callback in node.get("callbacks", {}).items():
        for url, item in callback.items():
            yield from _path_item(item, join(pointer, "callbacks", name, url), f"callback {name}")


def _permission(node: dict[str, Any], pointer: str) -> Statement:
    label = f"Token: {node['permission']} of {' or '.join(node['scopes'])}"
    return Statement(join(pointer, "x-permission"), label, node)


def _parameters(node: dict[str, Any], pointer: str) -> Iterator[Statement]:
    for index, parameter in enumerate(node.get("parameters", [])):
        if "$ref" not in parameter:
            where = join(pointer, "parameters", str(index))
            yield Statement(where, _parameter_label(parameter), parameter)


def _parameter_label(node: dict[str, Any]) -> str:
    return f"`{node['name']}` ({node['in']})"


def _headers(node: dict[str, Any], pointer: str) -> Iterator[Statement]:
    for name, header in node.get("headers", {}).items():
        if "$ref" not in header:
            yield Statement(join(pointer, "headers", name), f"Header `{name}`", header)


def _sourced_parts(schema: Any, pointer: str, label: str) -> Iterator[Statement]:
    """Parts of a schema that have a source of their own; the others share the schema's."""
    for name, node in schema.get("properties", {}).items() if isinstance(schema, dict) else ():
        where, path = join(pointer, "properties", name), f"{label}.{name}"
        if "x-source" in node:
            yield Statement(where, f"Member `{path}`", node)
        yield from _sourced_parts(node, where, path)


def join(pointer: str, *parts: str) -> str:
    """Lengthen a JSON pointer."""
    return "/".join([pointer, *(part.replace("~", "~0").replace("/", "~1") for part in parts)])


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a local reference."""
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


# ---- refusing unsound ones


def problems(document: dict[str, Any]) -> list[str]:
    """A line for each statement or conflict without a sound source, starting with its JSON pointer."""
    known = document["info"]["x-sources"]
    lines = []
    for statement in statements(document):
        fault = _fault(statement.node.get("x-source"), known)
        if fault:
            lines.append(f"{statement.pointer}: {fault}")
    for index, conflict in enumerate(document["info"]["x-conflicts"]):
        fault = _conflict_fault(conflict, known)
        if fault:
            lines.append(f"{join('#/info/x-conflicts', str(index))}: {fault}")
    return lines


def _fault(source: Any, known: dict[str, Any]) -> str | None:
    if not isinstance(source, dict):
        return "no x-source"
    if unknown := source.keys() - SOURCE_KEYS:
        # A comma in an unquoted note makes a key of what follows it.
        return f"x-source has unknown members {sorted(unknown)}; is a note unquoted?"
    if source.get("certainty") not in CERTAINTIES:
        return f"unknown certainty {source.get('certainty')!r}"
    if source["certainty"] in NEED_A_NOTE and not source.get("note"):
        return f"certainty {source['certainty']} needs a note"
    return _keys_fault(source.get("from"), known)


def _keys_fault(keys: Any, known: dict[str, Any]) -> str | None:
    unknown = [key for key in source_keys(keys) if key not in known]
    return f"unknown source {', '.join(map(repr, unknown))}" if unknown else None


def _conflict_fault(conflict: dict[str, Any], known: dict[str, Any]) -> str | None:
    if conflict.keys() != CONFLICT_KEYS:
        return f"a conflict has the members {sorted(CONFLICT_KEYS)}"
    if conflict["certainty"] not in CERTAINTIES:
        return f"unknown certainty {conflict['certainty']!r}"
    return _keys_fault(conflict["a"].get("from"), known) or _keys_fault(conflict["b"].get("from"), known)


def source_keys(text: Any) -> list[str]:
    """The keys of one `from`, separated by commas."""
    return [key.strip() for key in str(text).split(",")]


# ---- writing the ledger


def render(document: dict[str, Any]) -> str:
    """The ledger; the document must be free of problems."""
    found = list(statements(document))
    parts = [
        INTRODUCTION,
        _certainties(found),
        _sources(document),
        _conflicts(document),
        _departures(found),
        _unknowns(document),
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


def _unknowns(document: dict[str, Any]) -> str:
    lines = [f"- {text}\n" for text in document["info"]["x-unknowns"]]
    return "## Unknown\n\nWhat nothing public tells. No test may claim it of the live service.\n\n" + "".join(
        lines
    )


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
    yield from _operation(operation, join("#/paths", path, method), f"{method.upper()} {path}")


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
