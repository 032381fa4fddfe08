"""openapi.yaml as the suite reads it: operations by URL, what each may answer, and validators for all of it.

The emulator has a reading of its own; that the two are independent is what makes their agreement evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import jsonschema_rs
import yaml

ROOT = Path(__file__).parents[1]
FILE = next(
    file
    for file in (ROOT / "openapi.yaml", ROOT / "video_indexer_emulator" / "openapi.yaml")
    if file.is_file()
)
"""In the repository it lies at the top, in the wheel beside the emulator, which is another reader of it."""
METHODS = ("get", "post", "delete")

Schema = dict[str, Any]


class Reading(Enum):
    """How strictly a schema is read."""

    REQUIRED = "required"  # what a reader needs, and no recorded answer lacks
    PROMISED = "promised"  # with `x-promised`: what our own service keeps beyond that
    KNOWN_WORDS = "known words"  # the words of an open enumeration are taken for all that there are

    def of(self, node: Any) -> Any:
        """A copy of a schema, or of what holds schemas, with its keywords as this reading has them."""
        if isinstance(node, list):
            return [self.of(each) for each in node]
        if not isinstance(node, dict):
            return node
        return {name: self.of(each) for name, each in (node | self._keywords(node)).items()}

    def _keywords(self, node: Schema) -> Schema:
        if self is Reading.PROMISED:
            promised: Schema = node.get("x-promised", {})
            return promised
        if self is Reading.KNOWN_WORDS and "x-extensible-enum" in node:
            return {"enum": [*node["x-extensible-enum"], *range(len(node.get("x-numbers", ())))]}
        return {}


@dataclass(frozen=True)
class HeaderRule:
    """What a header must look like."""

    name: str
    schema: Schema
    required: bool
    decided: bool  # ours alone: a live service that does otherwise is reported, not failed


@dataclass(frozen=True)
class Answer:
    """One documented answer of an operation."""

    status: int
    media: dict[str, Schema]  # by media type; empty where no body is described
    headers: tuple[HeaderRule, ...]
    links: dict[str, Any]
    error_types: frozenset[str]
    description: str


@dataclass(frozen=True)
class Operation:
    """One operation of the contract."""

    id: str
    method: str
    template: str
    parameters: tuple[dict[str, Any], ...]
    body: dict[str, Schema]  # request schemas by media type
    answers: dict[int, Answer]
    security: tuple[str, ...]  # names of the schemes; "" where nothing is asked for
    permission: str | None  # Reader or Contributor
    scopes: frozenset[str]
    callbacks: dict[str, Any]
    pattern: re.Pattern[str] = field(repr=False)

    @property
    def of_resource_manager(self) -> bool:
        """Whether Azure Resource Manager has it, and not the data plane."""
        return "armToken" in self.security

    @property
    def takes_a_key(self) -> bool:
        """Whether a subscription key lets its bearer in."""
        return "subscriptionKey" in self.security

    def path(self, **values: str) -> str:
        """Fill in the path's parameters."""
        names = {name: quote(str(value), safe="") for name, value in values.items()}
        return self.template.format_map(names)

    def query_parameters(self) -> dict[str, dict[str, Any]]:
        """The query parameters by name."""
        return {node["name"]: node for node in self.parameters if node["in"] == "query"}


class Contract:
    """The whole contract."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.operations = {operation.id: operation for operation in self._read()}
        self.error_types = frozenset(self._component("schemas", "ErrorType")["x-extensible-enum"])

    def match(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """Find the operation behind a request, with its path's values."""
        for operation in self.operations.values():
            found = operation.pattern.fullmatch(path)
            if found and operation.method == method.upper():
                return operation, {name: unquote(value) for name, value in found.groupdict().items()}
        return None

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow a $ref, if the node is one."""
        if "$ref" not in node:
            return node
        _, _, kind, name = node["$ref"].split("/")
        return self._component(kind, name)

    def validator(
        self, schema: Schema, reading: Reading = Reading.REQUIRED
    ) -> jsonschema_rs.Draft202012Validator:
        """Compile a schema of this document, read in one of its ways; formats are checked too."""
        whole = {"allOf": [reading.of(schema)], "components": self._components(reading)}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)

    @cache  # noqa: B019 - there is one contract in a run
    def _components(self, reading: Reading) -> Any:
        return reading.of(self.document["components"])

    def artifact_schema(self, artifact: str) -> Schema:
        """The schema of a file that an artifact's signed URL leads to."""
        template = self.operations["getVideoArtifactUrl"].template
        schema: Schema = self.document["paths"][template]["get"]["x-artifact-schemas"][artifact]
        return schema

    def _component(self, kind: str, name: str) -> dict[str, Any]:
        node: dict[str, Any] = self.document["components"][kind][name]
        return node

    def _read(self) -> Iterator[Operation]:
        for template, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    yield self._operation(template, method, item)

    def _operation(self, template: str, method: str, item: dict[str, Any]) -> Operation:
        node = item[method]
        shared = [self.resolve(each) for each in item.get("parameters", ())]
        permission = node.get("x-permission", {})
        body = node.get("requestBody", {}).get("content", {})
        return Operation(
            id=node["operationId"],
            method=method.upper(),
            template=template,
            parameters=(*shared, *(self.resolve(each) for each in node.get("parameters", ()))),
            body={media: content["schema"] for media, content in body.items()},
            answers={int(status): self._answer(status, each) for status, each in node["responses"].items()},
            security=tuple(next(iter(choice), "") for choice in node["security"]),
            permission=permission.get("permission"),
            scopes=frozenset(permission.get("scopes", ())),
            callbacks=node.get("callbacks", {}),
            pattern=_pattern(template),
        )

    def _answer(self, status: str, node: dict[str, Any]) -> Answer:
        whole = self.resolve(node)
        return Answer(
            status=int(status),
            media={media: content["schema"] for media, content in whole.get("content", {}).items()},
            headers=tuple(self._header(name, each) for name, each in whole.get("headers", {}).items()),
            links=whole.get("links", {}),
            error_types=frozenset(whole.get("x-error-types", ())),
            description=whole["description"],
        )

    def _header(self, name: str, node: dict[str, Any]) -> HeaderRule:
        whole = self.resolve(node)
        decided = whole.get("x-strictness") == "decided"
        return HeaderRule(name, whole["schema"], whole.get("required", False), decided)


def _pattern(template: str) -> re.Pattern[str]:
    """What paths of a template look like; their fixed parts are compared without case."""
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template)), re.IGNORECASE)


@cache
def contract() -> Contract:
    """The contract of this repository."""
    return Contract(document())


def document() -> dict[str, Any]:
    """openapi.yaml as it stands, a copy of one's own."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded
