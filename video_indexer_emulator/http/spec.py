"""The contract as the service reads it: routes, parameter and body checks, permissions, from openapi.yaml.

Everything is compiled once at the start. A keyword that this reader doesn't know stops the start,
so that a promise in the contract is never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from video_indexer_emulator.errors import UnknownContract
from video_indexer_emulator.http.parameters import Parameter, compile_parameter
from video_indexer_emulator.http.schemas import Body, Document, compile_body, refuse_unknown
from video_indexer_emulator.service.access import Permission, Requirement, Scope

ARM_SCHEME = "armToken"
"""The security scheme of Azure Resource Manager, whose operations aren't on the data plane."""

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
PATH_ITEM_KEYS = {*METHODS, "parameters", "servers", "summary", "description"}
OPERATION_KEYS = {
    "operationId", "tags", "summary", "description", "externalDocs", "parameters", "requestBody",
    "responses", "callbacks", "security", "servers", "deprecated",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the contract, ready to check requests."""

    id: str
    method: str  # upper case
    segments: tuple[str, ...]  # of the path template; "{name}" stands for a parameter
    parameters: tuple[Parameter, ...]
    body: Body | None
    token_optional: bool  # whether it can be answered without a token, for a public video
    requirement: Requirement | None  # None: Azure Resource Manager's, not on the data plane
    statuses: frozenset[str]  # documented status codes

    def tolerates(self, tolerance: str) -> bool:
        """Tell whether a tolerance holds for its body."""
        return self.body is not None and tolerance in self.body.tolerates


@dataclass(frozen=True, slots=True)
class Match:
    """An operation with the path values of a request."""

    operation: Operation
    path_values: dict[str, str]


class Contract:
    """All operations, found by method and path."""

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = {operation.id: operation for operation in operations}
        self._shapes: dict[int, list[_Shape]] = {}
        for operation in operations:
            self._add(operation)

    def _add(self, operation: Operation) -> None:
        shapes = self._shapes.setdefault(len(operation.segments), [])
        places = tuple(place for place, text in enumerate(operation.segments) if text[0] != "{")
        shape = next((shape for shape in shapes if shape.literals == places), None)
        if shape is None:
            shape = _Shape(places)
            shapes.append(shape)
            shapes.sort(key=lambda shape: -len(shape.literals))
        shape.add(operation)

    @classmethod
    def load(cls, path: Path, *, strict: bool = False) -> Contract:
        """Read the contract; raises UnknownContract for what this reader doesn't understand."""
        return cls.read(yaml.safe_load(path.read_text("utf-8")), strict=strict)

    @classmethod
    def read(cls, root: dict[str, Any], *, strict: bool = False) -> Contract:
        """Compile the parsed contract; `strict` leaves out what it tolerates beyond its schemas."""
        document = Document(root, strict=strict)
        contract = cls(list(_operations(document)))
        document.tolerances.refuse_unheeded()
        return contract

    def match(self, method: str, segments: list[str]) -> Match | None:
        """Find the operation for a request; literal segments are compared without case, as ASP.NET does."""
        for methods in self._candidates(segments):
            operation = methods.get(method)
            if operation is not None:
                template = zip(operation.segments, segments, strict=True)
                return Match(operation, {name[1:-1]: text for name, text in template if name[0] == "{"})
        return None

    def allowed(self, segments: list[str]) -> list[str]:
        """The methods that a path takes; empty for a path that the contract doesn't have."""
        return sorted({method for methods in self._candidates(segments) for method in methods})

    def _candidates(self, segments: list[str]) -> Iterator[dict[str, Operation]]:
        folded = [segment.casefold() for segment in segments]
        for shape in self._shapes.get(len(segments), ()):
            methods = shape.find(folded)
            if methods is not None:
                yield methods


class _Shape:
    """Paths with their literal segments at the same places, found by one look into a dict."""

    def __init__(self, literals: tuple[int, ...]) -> None:
        self.literals = literals  # places, from 0
        self._paths: dict[tuple[str, ...], dict[str, Operation]] = {}  # by literals, casefolded; by method

    def add(self, operation: Operation) -> None:
        words = tuple(operation.segments[place].casefold() for place in self.literals)
        methods = self._paths.setdefault(words, {})
        methods.setdefault(operation.method, operation)
        if operation.method == "GET":  # the server sends no body for HEAD (RFC 9110, 9.3.2)
            methods.setdefault("HEAD", operation)

    def find(self, folded: list[str]) -> dict[str, Operation] | None:
        return self._paths.get(tuple([folded[place] for place in self.literals]))


def _operations(document: Document) -> Iterator[Operation]:
    for template, item in document.root["paths"].items():
        refuse_unknown(item, PATH_ITEM_KEYS, template)
        for method in METHODS:
            if method in item:
                yield _operation(document, template, method, item[method], item.get("parameters", []))


def _operation(
    document: Document, template: str, method: str, node: dict[str, Any], shared: list[Any]
) -> Operation:
    where = f"{method.upper()} {template}"
    refuse_unknown(node, OPERATION_KEYS, where)
    parameters = [document.resolve(parameter) for parameter in [*shared, *node.get("parameters", [])]]
    security = node["security"]
    schemes = frozenset(name for choice in security for name in choice)
    return Operation(
        id=node["operationId"],
        method=method.upper(),
        segments=tuple(template.strip("/").split("/")),
        parameters=tuple(compile_parameter(document, parameter, where) for parameter in parameters),
        body=compile_body(document, document.resolve(node["requestBody"]), where)
        if "requestBody" in node
        else None,
        token_optional={} in security,
        requirement=None if schemes == {ARM_SCHEME} else _requirement(node.get("x-permission"), where),
        statuses=frozenset(node["responses"]),
    )


def _requirement(node: dict[str, Any] | None, where: str) -> Requirement:
    if node is None:
        raise UnknownContract(f"{where}: x-permission is missing, so nobody could be let in.")
    try:
        return Requirement(Permission(node["permission"]), frozenset(map(Scope, node["scopes"])))
    except (KeyError, ValueError) as error:
        raise UnknownContract(f"{where}: x-permission: {error}") from error
