"""Small changes of the contract, for tests that look for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from scripts.spec_review.changes import Kind
from tests.spec.walks import Node

VIDEOS = "/{location}/Accounts/{accountId}/Videos"
VIDEO = f"{VIDEOS}/{{videoId}}"
JOB = "/{location}/Accounts/{accountId}/Jobs/{jobId}"
CALL = "{$request.query.callbackUrl}"
BREAKING, COMPATIBLE = Kind.BREAKING, Kind.COMPATIBLE

Edit: TypeAlias = Callable[[Node], Any]
Case: TypeAlias = tuple[Edit, Kind, str]
"""What is done to the contract, and what the differ must say of it."""


def schema(name: str, *path: str) -> Callable[[Node], Any]:
    """The way to a part of a named schema."""

    def find(document: Node) -> Any:
        node = document["components"]["schemas"][name]
        for part in path:
            node = node[part]
        return node

    return find


def put(find: Callable[[Node], Any], **values: Any) -> Edit:
    """Set keywords of a node."""
    return lambda document: find(document).update(values)


def drop(find: Callable[[Node], Any], key: str) -> Edit:
    """Take a keyword of a node away."""
    return lambda document: find(document).pop(key)


def operation(path: str, method: str = "get") -> Callable[[Node], Any]:
    """The way to an operation."""
    return lambda document: document["paths"][path][method]


def answer(path: str, status: str, method: str = "get") -> Callable[[Node], Any]:
    """The way to an answer of an operation."""
    return lambda document: document["paths"][path][method]["responses"][status]


def component(kind: str, name: str) -> Callable[[Node], Any]:
    """The way to a component."""
    return lambda document: document["components"][kind][name]


def parameter(path: str, name: str, method: str = "get") -> Callable[[Node], Any]:
    """The way to a parameter of an operation."""
    return lambda document: next(
        each for each in document["paths"][path][method]["parameters"] if each.get("name") == name
    )


def without_parameter(path: str, name: str, method: str) -> Edit:
    """Take a parameter of an operation away."""

    def edit(document: Node) -> None:
        found = document["paths"][path][method]["parameters"]
        found.remove(next(each for each in found if each.get("name") == name))

    return edit


def with_parameter(**node: Any) -> Edit:
    """Give listVideos one parameter more."""
    return lambda document: document["paths"][VIDEOS]["get"]["parameters"].append(
        {"in": "query", "schema": {"type": "string"}, **node}
    )


def renamed_path(old: str, new: str) -> Edit:
    """Give a path another name."""

    def edit(document: Node) -> None:
        document["paths"] = {new if path == old else path: item for path, item in document["paths"].items()}

    return edit


def renamed_argument(document: Node) -> None:
    """Call the job's id otherwise; what is sent stays the same."""
    renamed_path(JOB, JOB.replace("jobId", "id"))(document)
    parameter(JOB.replace("jobId", "id"), "jobId")(document)["name"] = "id"


def calls(name: str) -> Callable[[Node], Any]:
    """The way to a callback of an upload."""
    return lambda document: document["paths"][VIDEOS]["post"]["callbacks"][name][CALL]["post"]


def reordered(members: Node, first: Node | None = None) -> None:
    """Turn the order of members round, after new ones."""
    turned = {**(first or {}), **dict(reversed(members.items()))}
    members.clear()
    members.update(turned)
