"""Reads a contract strictly: what two readers could take for two things is refused, with its place.

Our parser reads YAML 1.1, the generator of clients and others 1.2: the unquoted `16:40` is a number to the
one and a text to the other. Of two members with the same name, each keeps the one it likes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.spec_review.wellformed import faults

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml is there

TAG = "tag:yaml.org,2002:"
CORE = {
    "null": re.compile(r"~|null|Null|NULL|"),
    "bool": re.compile(r"true|True|TRUE|false|False|FALSE"),
    "int": re.compile(r"[-+]?(0|[1-9][0-9]*)|0x[0-9a-fA-F]+"),
    "float": re.compile(
        r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+][0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
    ),
}
"""What plain words mean in both YAML 1.1 and 1.2; anything else that either takes for a value is doubtful."""

DOUBTFUL = re.compile(r"[-+]?[0-9][0-9_]*|0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+")
"""Numbers of one of the two: octal ones of either sort, ones with underscores, ones with a bare exponent."""


class Refused(Exception):
    """The contract can't be judged or released as things are; the message says what to mend."""


def load(path: Path) -> dict[str, Any]:
    """Read a contract; raises Refused for what is none."""
    try:
        document: dict[str, Any] = _read(path.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise Refused(f"{path} can't be read: {error}") from error
    except (AttributeError, KeyError, TypeError) as error:  # PyYAML's, where a value belies its written tag
        raise Refused(f"{path} can't be read: a value isn't of the type written before it.") from error
    except RecursionError as error:
        raise Refused(f"{path} can't be read: it is nested too deep.") from error
    if found := faults(document):
        raise Refused("\n".join([f"{path} isn't a contract in OpenAPI 3.1:", *found]))
    return document


def _read(text: str) -> Any:
    """One YAML document; raises YAMLError for what is doubtful, ValueError for a value that is none."""
    loader = LOADER(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return None
        for mark, doubt in _doubts(loader, root):
            raise yaml.YAMLError(f"line {mark.line + 1}, column {mark.column + 1}: {doubt}")
        return loader.construct_document(root)
    finally:
        loader.dispose()


def _doubts(loader: Any, root: yaml.Node) -> Iterator[tuple[Any, str]]:
    """What isn't sure, with its place; a node to which aliases lead is looked at once."""
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            yield from _twice(node)
            waiting += [part for pair in reversed(node.value) for part in reversed(pair)]
        elif isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        elif _doubtful(loader, node):
            yield node.start_mark, f"`{node.value}` isn't read alike by everybody; put it into quotes"


def _twice(node: yaml.MappingNode) -> Iterator[tuple[Any, str]]:
    names = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in names:
                yield key.start_mark, f"the key `{key.value}` is there twice"
            names.add(key.value)


def _doubtful(loader: Any, node: Any) -> bool:
    """Whether a plain word is a value in one edition of YAML, and another one, or a text, in the other."""
    if node.style:
        return False  # in quotes
    value = node.value
    plain = str(loader.resolve(yaml.ScalarNode, value, (True, False)))
    if node.tag != plain:
        return False  # with its type written out
    core = next((name for name, form in CORE.items() if form.fullmatch(value)), "str")
    return plain != TAG + core or (core == "str" and DOUBTFUL.fullmatch(value) is not None)
