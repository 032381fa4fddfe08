"""What the contract says about a rule that was broken: its words, their source, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .contract import contract

HEADER = re.compile(r"header ([\w-]+)|the (x-ms-request-id)", re.IGNORECASE)
PLACE = re.compile(r"(?P<status>\d{3}), (?P<place>/\S*|the body):(?: required (?P<missing>\S+))?")


@dataclass(frozen=True)
class Said:
    """The nearest words of the contract."""

    text: str
    certainty: str = ""
    sources: tuple[str, ...] = ()  # titles, with their addresses where they have one


def said(operation_id: str, rule: str) -> Said:
    """The words behind a rule of an operation; where nothing nearer has some, the operation's own."""
    nodes = [node for node in _nodes(operation_id, rule) if isinstance(node, dict)]
    text = next((str(node["description"]) for node in reversed(nodes) if node.get("description")), "")
    source: dict[str, Any] = next((node["x-source"] for node in reversed(nodes) if "x-source" in node), {})
    sources = tuple(map(_title, re.findall(r"S\d+\w?", str(source.get("from", "")))))
    return Said(" ".join(text.split()), str(source.get("certainty", "")), sources)


def _nodes(operation_id: str, rule: str) -> Iterator[Any]:
    """From the operation to the nearest node."""
    read = contract()
    operation = read.operations.get(operation_id)
    if operation is None:
        return  # of the proxy: a signed URL, or nothing that is known
    node: dict[str, Any] = read.document["paths"][operation.template][operation.method.lower()]
    yield node
    answers = {status: read.resolve(each) for status, each in node["responses"].items()}
    if header := HEADER.search(rule):
        name = (header[1] or header[2]).lower()
        for answer in answers.values():
            yield from (read.resolve(h) for n, h in answer.get("headers", {}).items() if n.lower() == name)
    elif (place := PLACE.match(rule)) and place["status"] in answers:
        answer = answers[place["status"]]
        yield answer
        steps = [*place["place"].strip("/").split("/"), *([place["missing"]] if place["missing"] else [])]
        for content in answer.get("content", {}).values():
            yield from _members(content["schema"], [step for step in steps if step and step != "the body"])


def _members(schema: dict[str, Any], steps: list[str]) -> Iterator[dict[str, Any]]:
    """The schemas on the way to a member."""
    here = contract().resolve(schema)
    yield here
    if not steps:
        return
    inner = here.get("items") if steps[0] == "*" else here.get("properties", {}).get(steps[0])
    if inner is not None:
        yield from _members(inner, steps[1:])
        return
    for form in (*here.get("allOf", ()), *here.get("anyOf", ()), *here.get("oneOf", ())):
        found = list(_members(form, steps))
        if len(found) > 1:
            yield from found
            return


def _title(key: str) -> str:
    source = contract().document["info"]["x-sources"].get(key, {})
    title, url = source.get("title", key), source.get("url")
    return f"{title} ({url})" if url else str(title)
