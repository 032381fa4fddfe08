"""Ways through the contract that several tests take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from scripts.spec_notes import METHODS, resolve

Node = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation with its parameters, those of its path included."""

    id: str
    path: str
    node: Node
    parameters: list[Node]

    def parameter_names(self) -> set[str]:
        """Names of all parameters."""
        return {parameter["name"] for parameter in self.parameters}


def operations(document: Node) -> Iterator[Operation]:
    """Every operation; callbacks are none."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                node = item[method]
                shared = [*item.get("parameters", []), *node.get("parameters", [])]
                parameters = [resolve(document, parameter) for parameter in shared]
                yield Operation(node["operationId"], path, node, parameters)


def responses(document: Node) -> Iterator[tuple[str, str, Node]]:
    """Every response as operationId, status and resolved node."""
    for operation in operations(document):
        for status, response in operation.node["responses"].items():
            yield operation.id, status, resolve(document, response)


def breaches(document: Node, schema: Node, value: Any) -> list[str]:
    """What is wrong with a value, formats included."""
    whole = {**schema, "components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
    return [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(value)]


def examples(document: Node) -> Iterator[tuple[str, Node, Any]]:
    """Every example as place, schema and value."""
    for operation in operations(document):
        for parameter in operation.parameters:
            if "example" in parameter:
                yield f"{operation.id} {parameter['name']}", parameter["schema"], parameter["example"]
        yield from _media_examples(document, f"{operation.id} body", operation.node.get("requestBody", {}))
    for operation_id, status, response in responses(document):
        yield from _media_examples(document, f"{operation_id} {status}", response)
    for name, header in document["components"]["headers"].items():
        yield f"header {name}", header["schema"], header["example"]
    artifact = document["components"]["examples"]["FacesArtifact"]["value"]
    yield "FacesArtifact", document["components"]["schemas"]["FacesArtifact"], artifact


def _media_examples(document: Node, where: str, node: Node) -> Iterator[tuple[str, Node, Any]]:
    for media in node.get("content", {}).values():
        for name, example in media.get("examples", {}).items():
            yield f"{where} {name}", media["schema"], resolve(document, example)["value"]
