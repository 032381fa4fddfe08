"""What the contract says of any single answer, whatever was asked: every exchange of a run passes here."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs

from .breaches import Breach, Finding, schema_faults
from .contract import Answer, Contract, HeaderRule, Operation, Reading
from .exchange import Exchange

GATEWAY = {500: {"GENERAL"}, 504: {"SERVER_TIMEOUT"}}
"""The only words that these two statuses have; for others, any that fits an answer of that status."""


@dataclass
class Judge:
    """Compares answers with the contract, and request ids with one another."""

    contract: Contract
    live: bool = False
    request_ids: set[str] = field(default_factory=set)
    reported: list[str] = field(default_factory=list)
    _validators: dict[str, jsonschema_rs.Draft202012Validator] = field(default_factory=dict)

    def check(self, operation: Operation, exchange: Exchange) -> None:
        """Raise Breach if the answer isn't one that the contract documents for the operation."""
        findings = self.findings(operation, exchange)
        if self.live:
            self.reported += [f"{operation.id}: {each.what}" for each in findings if each.decided]
            findings = [each for each in findings if not each.decided]
        if findings:
            raise Breach(operation.id, findings, exchange, "breaks the contract")

    def findings(self, operation: Operation, exchange: Exchange) -> list[Finding]:
        """Everything that is wrong with an answer."""
        answer = operation.answers.get(exchange.status)
        if answer is None:
            documented = ", ".join(map(str, sorted(operation.answers)))
            told = f"The status {exchange.status} isn't documented; these are: {documented}."
            return [Finding(told, rule=f"the status {exchange.status}")]
        found = [each for rule in answer.headers for each in self._header(rule, exchange)]
        found += self._request_id(exchange)
        found += self._body(operation, answer, exchange)
        return found

    # headers

    def _header(self, rule: HeaderRule, exchange: Exchange) -> list[Finding]:
        values = exchange.headers.get_list(rule.name)
        if not values:
            missing = Finding(f"The header {rule.name} is missing.", rule.decided)
            return [missing] if rule.required else []
        if len(values) > 1:
            return [Finding(f"The header {rule.name} comes {len(values)} times.")]
        found = [
            Finding(f"The header {rule.name} is {values[0]!r}: {told}", rule=f"the header {rule.name}")
            for told, _ in self._errors(rule.schema, _typed(values[0], rule.schema))
        ]
        if rule.schema.get("format") == "uri":
            found += _location(rule.name, values[0])
        return found

    def _request_id(self, exchange: Exchange) -> list[Finding]:
        text = exchange.headers.get("x-ms-request-id", "")
        try:
            plain = str(uuid.UUID(text)) == text.lower()
        except ValueError:
            return []  # missing or malformed, which the header's rule tells
        if not plain:
            return [Finding(f"The x-ms-request-id {text!r} isn't a uuid in its usual form.")]
        if text.lower() in self.request_ids:
            return [Finding(f"The x-ms-request-id {text} came before; each request has its own.")]
        self.request_ids.add(text.lower())
        return []

    # bodies

    def _body(self, operation: Operation, answer: Answer, exchange: Exchange) -> list[Finding]:
        if not answer.media:
            # Whether the vendor's 202, 301 and 303 have a body is unknown; that of a 429 is the gateway's.
            if answer.status == 429 and exchange.body:
                return _throttled(exchange)
            open_question = answer.status in {202, 301, 303}
            told = f"The status {answer.status} has no body, and one of {len(exchange.body)} bytes came."
            return [Finding(told, decided=open_question)] if exchange.body else []
        schema = answer.media.get(exchange.media_type)
        if schema is None:
            wanted = " or ".join(answer.media)
            told = f"The content type is {exchange.media_type or 'missing'} instead of {wanted}."
            return [Finding(told, rule=f"the content type of {answer.status}")]
        if exchange.media_type != "application/json":
            return [] if exchange.body else [Finding("The body is empty.")]
        return self._json(answer, schema, exchange)

    def _json(self, answer: Answer, schema: dict[str, Any], exchange: Exchange) -> list[Finding]:
        if exchange.charset not in {"", "utf-8", "utf8"}:
            return [Finding(f"The content type says {exchange.charset}, and JSON is UTF-8 (RFC 8259).")]
        try:
            value = exchange.json()
        except ValueError as error:
            return [Finding(f"The body isn't JSON: {error}")]
        decided = self._decided(schema)
        found = [
            Finding(f"The body breaks its schema: {told}", decided, f"{answer.status}, {rule}")
            for told, rule in self._errors(schema, value)
        ]
        kinds = {each.rule for each in found}
        found += [
            Finding(f"The body breaks what our service promises: {told}", True, kind)
            for told, rule in self._errors(schema, value, Reading.PROMISED)
            if (kind := f"{answer.status}, {rule}") not in kinds
        ]
        if found:
            return found
        unknown = [
            Finding(f"The body has a word that isn't known: {told}", True, f"{answer.status}, {rule}")
            for told, rule in self._errors(schema, value, Reading.KNOWN_WORDS)
        ]
        return unknown or (self._words(answer, value) if answer.status >= 400 else [])

    def _decided(self, schema: dict[str, Any]) -> bool:
        node = self.contract.resolve(schema)
        if node.get("x-strictness") == "decided":
            return True
        return "decided" in node.get("x-source", {}) and "x-promised" not in node

    def _words(self, answer: Answer, value: Any) -> list[Finding]:
        """Whether the ErrorType goes with the status."""
        if "ErrorType" not in value:
            return []  # Azure Resource Manager's envelope, whose codes are open
        word = value["ErrorType"]
        others = {status for status, words in self._status_words.items() if word in words}
        if word in answer.error_types or not others or answer.status in others:
            return []
        return [Finding(f"The ErrorType {word} goes with {sorted(others)}, not with {answer.status}.")]

    @cached_property
    def _status_words(self) -> dict[int, set[str]]:
        """The ErrorTypes of each status, over all operations."""
        words: dict[int, set[str]] = {}
        for operation in self.contract.operations.values():
            for status, answer in operation.answers.items():
                words.setdefault(status, set()).update(answer.error_types)
        return words | GATEWAY

    def _errors(
        self, schema: dict[str, Any], value: Any, reading: Reading = Reading.REQUIRED
    ) -> list[tuple[str, str]]:
        key = f"{reading} {schema!r}"
        if key not in self._validators:
            self._validators[key] = self.contract.validator(schema, reading)
        return schema_faults(self._validators[key].iter_errors(value))


def _throttled(exchange: Exchange) -> list[Finding]:
    """The body of a 429 isn't promised; one that comes is the gateway's, and names the same seconds."""
    try:
        words = str(exchange.json()["message"])
    except (ValueError, KeyError, TypeError):
        words = ""
    wait = exchange.headers.get("retry-after", "")
    told = f"The body of the 429 doesn't say to try again in {wait} seconds: {exchange.body[:100]!r}"
    named = re.findall(r"\d+", words)
    return [] if named == [wait] else [Finding(told, decided=True, rule="the body of 429")]


def _typed(text: str, schema: dict[str, Any]) -> object:
    """A header's text as the type that its schema asks for, where it can be one."""
    plain = text.isascii() and text.isdigit()
    return int(text) if schema.get("type") == "integer" and plain else text


def _location(name: str, value: str) -> list[Finding]:
    """An address must say where it is by itself, and must not give a token away."""
    parts = urlsplit(value)
    found = []
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        found.append(Finding(f"The header {name} is {value!r}, which isn't an absolute http URL."))
    if parts.query or parts.fragment or parts.username or parts.password:
        found.append(Finding(f"The header {name} carries more than an address: {value!r}"))
    return found
