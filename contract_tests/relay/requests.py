"""What the contract says of a single request: its path, query, body, and how it shows its token."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..breaches import Finding, schema_faults
from ..contract import Contract, Operation
from ..tolerances import text_is_tolerated, value_is_tolerated
from .messages import NOT_JSON, Request

KEY = "ocp-apim-subscription-key"
ALIEN = {
    "token": "the query parameter token",
    "access_token": "the query parameter access_token",
    "bearertoken": "the header bearertoken",
}
"""Forms of a token that the vendor's page or other services have, and this API hasn't."""


class Requests:
    """Judges requests by the contract; what it tolerates isn't told unless `strict`."""

    def __init__(self, contract: Contract, *, strict: bool = False) -> None:
        self._contract = contract
        self._strict = strict
        self._validators: dict[str, Any] = {}

    def findings(self, operation: Operation, request: Request) -> Iterator[Finding]:
        """Everything that is wrong with a request of an operation; its body only if it was read."""
        yield from self._path(operation, request)
        yield from self._query(operation, request)
        yield from self._body(operation, request)
        yield from credentials(operation, request)

    def _path(self, operation: Operation, request: Request) -> Iterator[Finding]:
        for parameter in operation.parameters:
            name = parameter["name"]
            if parameter["in"] == "path" and name in request.places:
                yield from self._value(f"the path's {name}", parameter, request.places[name])

    def _query(self, operation: Operation, request: Request) -> Iterator[Finding]:
        known = {name.casefold(): node for name, node in operation.query_parameters().items()}
        credential = {"accesstoken", "subscription-key", *ALIEN}
        sent: set[str] = set()
        for name, text in request.params:
            folded = name.casefold()
            sent.add(folded)
            if folded in known:
                yield from self._value(f"the parameter {known[folded]['name']}", known[folded], text)
            elif folded not in credential:
                yield Finding(f"The request has a parameter {name!r} that isn't documented: it does nothing.")
        for name, node in known.items():
            if node.get("required") and name not in sent:
                yield Finding(f"The request lacks the parameter {node['name']}.")

    def _value(self, what: str, parameter: dict[str, Any], text: str) -> Iterator[Finding]:
        schema = self._contract.resolve(parameter["schema"])
        errors = self._errors(parameter["schema"], typed(text, schema))
        if errors and (self._strict or parameter["in"] == "path" or not text_is_tolerated(parameter, text)):
            yield Finding(f"In the request, {what} is {text!r}: {errors[0][0]}", rule=f"request, {what}")

    def _body(self, operation: Operation, request: Request) -> Iterator[Finding]:
        schema = operation.body.get("application/json")
        if schema is None or request.body is None:
            return
        value = request.json
        if value is NOT_JSON:
            yield Finding("The request's body isn't JSON.")
            return
        if not self._strict and value_is_tolerated(schema, value):
            return
        for told, rule in self._errors(schema, value):
            yield Finding(f"The request's body breaks its schema: {told}", rule=f"request, {rule}")

    def _errors(self, schema: dict[str, Any], value: Any) -> list[tuple[str, str]]:
        key = repr(schema)
        if key not in self._validators:
            self._validators[key] = self._contract.validator(schema)
        return schema_faults(self._validators[key].iter_errors(value))


def credentials(operation: Operation, request: Request) -> Iterator[Finding]:
    """Whether the token is shown in one of the documented forms, and in one alone."""
    scheme, _, value = (request.header("authorization") or "").partition(" ")
    wants_key = operation.takes_a_key
    forms = {
        "the Authorization header": bool(scheme) and not wants_key,
        "the parameter accessToken": request.param("accessToken") is not None,
        f"the header {KEY}": request.header(KEY) is not None,
        "the parameter subscription-key": request.param("subscription-key") is not None,
    }
    shown = [form for form, there in forms.items() if there]
    for name, told in ALIEN.items():
        if request.param(name) is not None or request.header(name) is not None:
            yield Finding(f"The token is in {told}, where the service doesn't look for it.")
    if not shown and "" not in operation.security:
        yield Finding("The request shows no token.")
    if len(shown) > 1:
        yield Finding(f"The request shows a token twice: in {' and in '.join(shown)}.")
    if scheme and not wants_key and (scheme.lower() != "bearer" or not value.strip()):
        yield Finding("The Authorization header isn't `Bearer` and a token.", rule="request, Authorization")
    if operation.of_resource_manager and request.param("accessToken") is not None:
        yield Finding("An access token is sent to Azure Resource Manager, which takes Entra tokens alone.")


def typed(text: str, schema: dict[str, Any]) -> Any:
    """A parameter's text as the value that its schema means, where it can be one."""
    match schema.get("type"):
        case "integer" if text.lstrip("-").isascii() and text.lstrip("-").isdigit():
            return int(text)
        case "boolean" if text.lower() in {"true", "false"}:
            return text.lower() == "true"
        case "array":
            items = schema.get("items", {})
            return [typed(part, items) for part in text.split(",")]
        case _:
            return text
