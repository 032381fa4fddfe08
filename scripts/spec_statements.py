"""The statements of openapi.yaml: nodes that must say where they come from, and whether they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

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
    yield from tolerances(document)


def tolerances(node: Any, pointer: str = "#", where: str = "") -> Iterator[Statement]:
    """What is taken beyond the schemas, wherever it stands; `where` is the operation, parameter or schema."""
    for key, child in node.items() if isinstance(node, dict) else enumerate(node):
        place = join(pointer, str(key))
        if key == "x-tolerates":
            for index, entry in enumerate(child):
                label = f"Tolerance `{entry['id']}`" + (f" of `{where}`" if where else "")
                yield Statement(join(place, str(index)), label, entry)
        elif isinstance(child, dict | list):
            yield from tolerances(child, place, _owner(child, pointer, key) or where)


def _owner(node: Any, pointer: str, key: Any) -> str:
    """What a node is called where its tolerances are listed; empty if its owner's name will do."""
    if isinstance(node, dict) and ("operationId" in node or "in" in node):
        return str(node.get("operationId") or node["name"])
    return str(key) if pointer == "#/components/schemas" else ""


def _path_item(item: dict[str, Any], pointer: str, path: str) -> Iterator[Statement]:
    yield from _parameters(item, pointer)
    for method in METHODS:
        if method in item:
            label = f"{method.upper()} {path}"
            for statement in operation_statements(item[method], join(pointer, method), label):
                yield replace(statement, operation=item[method].get("operationId", ""))


def operation_statements(node: dict[str, Any], pointer: str, label: str) -> Iterator[Statement]:
    """The statements of one operation and its callbacks; those it only refers to are left out."""
    yield Statement(pointer, f"`{label}`", node)
    if "x-permission" in node:
        yield _permission(node["x-permission"], pointer)
    yield from _parameters(node, pointer)
    body = node.get("requestBody", {})
    if body and "$ref" not in body:
        yield Statement(join(pointer, "requestBody"), "Body", body)
    for status, response in node.get("responses", {}).items():
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
        if isinstance(node, dict) and "x-source" in node:
            yield Statement(where, f"Member `{path}`", node)
        yield from _sourced_parts(node, where, path)


def join(pointer: str, *parts: str) -> str:
    """Lengthen a JSON pointer."""
    return "/".join([pointer, *(part.replace("~", "~0").replace("/", "~1") for part in parts)])


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Follow a local reference; raises KeyError where it leads nowhere, or back to itself."""
    followed: set[str] = set()
    while "$ref" in node:
        if node["$ref"] in followed:
            raise KeyError(node["$ref"])
        followed.add(node["$ref"])
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
    for index, group in enumerate(document.get("x-left-out", ())):
        fault = _left_out_fault(group, document)
        if fault:
            lines.append(f"{join('#/x-left-out', str(index))}: {fault}")
    return lines


def _left_out_fault(group: dict[str, Any], document: dict[str, Any]) -> str | None:
    if group.keys() != {"because", "from", "operations"}:
        return "a group has the members because, from, operations"
    described = {(method, path) for path, item in document["paths"].items() for method in item}
    for name, text in group["operations"].items():
        method, _, path = text.partition(" ")
        if method.lower() not in METHODS or not path.startswith("/"):
            return f"{name} has no method and path: {text!r}"
        if (method.lower(), path) in described:
            return f"{name} is described and left out"
    return _keys_fault(group["from"], document["info"]["x-sources"])


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
