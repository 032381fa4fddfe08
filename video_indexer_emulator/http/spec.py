"""The contract as the service reads it: routes, parameter and body checks, permissions, from openapi.yaml.

Everything is compiled once at the start. A keyword that this reader doesn't know stops the start,
so that a promise in the contract is never passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from video_indexer_emulator.errors import UnknownContract
from video_indexer_emulator.http.parameters import Parameter, compile_parameter
from video_indexer_emulator.http.paths import Paths, left_out, split
from video_indexer_emulator.http.schemas import Body, Document, compile_body, refuse_unknown
from video_indexer_emulator.service.access import Permission, Requirement, Scope


class Credential(Enum):
    """What lets a caller use an operation, by the names of its security schemes in the contract."""

    RESOURCE_MANAGER = frozenset({"armToken"})
    SUBSCRIPTION_KEY = frozenset({"subscriptionKey", "subscriptionKeyQuery"})
    ACCESS_TOKEN = frozenset({"bearerToken", "accessTokenQuery"})


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
    credential: Credential
    token_optional: bool  # whether it can be answered without a token, for a public video
    requirement: Requirement | None  # what the access token must permit; None for other credentials
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

    def __init__(self, operations: list[Operation], left_out: Paths[str]) -> None:
        self.operations = {operation.id: operation for operation in operations}
        self.left_out = left_out  # names of the vendor's operations that aren't here
        self._paths: Paths[Operation] = Paths()
        for operation in operations:
            self._paths.add(operation.method, "/".join(operation.segments), operation)

    @classmethod
    def load(cls, path: Path, *, strict: bool = False) -> Contract:
        """Read the contract; raises UnknownContract for what this reader doesn't understand."""
        return cls.read(read_document(path), strict=strict)

    @classmethod
    def read(cls, root: dict[str, Any], *, strict: bool = False) -> Contract:
        """Compile the parsed contract; `strict` leaves out what it tolerates beyond its schemas."""
        document = Document(root, strict=strict)
        contract = cls(list(_operations(document)), left_out(root.get("x-left-out", ())))
        document.tolerances.refuse_unheeded()
        return contract

    def match(self, method: str, segments: list[str]) -> Match | None:
        """Find the operation for a request; literal segments are compared without case, as ASP.NET does."""
        operation = self._paths.find(method, segments)
        if operation is None:
            return None
        template = zip(operation.segments, segments, strict=True)
        return Match(operation, {name[1:-1]: text for name, text in template if name[0] == "{"})

    def allowed(self, segments: list[str]) -> list[str]:
        """The methods that a path takes; empty for a path that the contract doesn't have."""
        return self._paths.methods(segments)


def read_document(path: Path) -> dict[str, Any]:
    """Parse the contract, by libyaml where PyYAML has it: the Python parser takes half a second."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document: dict[str, Any] = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - one of two safe ones
    return document


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
    credential = _credential(security, where)
    return Operation(
        id=node["operationId"],
        method=method.upper(),
        segments=split(template),
        parameters=tuple(compile_parameter(document, parameter, where) for parameter in parameters),
        body=compile_body(document, document.resolve(node["requestBody"]), where)
        if "requestBody" in node
        else None,
        credential=credential,
        token_optional={} in security,
        requirement=_requirement(node.get("x-permission"), where)
        if credential is Credential.ACCESS_TOKEN
        else None,
        statuses=frozenset(node["responses"]),
    )


def _credential(security: list[dict[str, Any]], where: str) -> Credential:
    try:
        return Credential(frozenset(name for choice in security for name in choice))
    except ValueError as error:
        raise UnknownContract(f"{where}: this service doesn't know these security schemes.") from error


def _requirement(node: dict[str, Any] | None, where: str) -> Requirement:
    if node is None:
        raise UnknownContract(f"{where}: x-permission is missing, so nobody could be let in.")
    try:
        return Requirement(Permission(node["permission"]), frozenset(map(Scope, node["scopes"])))
    except (KeyError, ValueError) as error:
        raise UnknownContract(f"{where}: x-permission: {error}") from error
