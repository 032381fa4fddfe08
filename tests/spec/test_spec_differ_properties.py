"""What holds of every comparison, whatever changed."""

from __future__ import annotations

import copy
import pickle
import random
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import jsonschema_rs
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scripts.spec_notes import SPEC
from scripts.spec_review.changes import Kind, Place, Review, Side
from scripts.spec_review.contract import load
from scripts.spec_review.differ import diff
from scripts.spec_review.schemas import compare
from tests.spec.walks import Node

LENIENT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


# ---- over our own contract


def shuffled(node: Any, order: random.Random, key: str = "") -> Any:
    """The same document with its keys, and the lists that are sets, in another order.

    But for what generated clients take in its order: members of schemas, and the forms of an answer.
    """
    if isinstance(node, dict):
        items = [(name, shuffled(value, order, name)) for name, value in node.items()]
        if key not in {"properties", "content"}:
            order.shuffle(items)
        return dict(items)
    if isinstance(node, list):
        parts = [shuffled(item, order) for item in node]
        if key in {"required", "enum", "security", "scopes", "servers"}:
            order.shuffle(parts)
        return parts
    return node


@given(st.randoms(use_true_random=False))
@settings(LENIENT, max_examples=5)
def test_a_contract_doesnt_differ_from_itself_in_another_order(document: Node, order: random.Random) -> None:
    """Nobody is told of a change where only lines have changed places."""
    assert diff(document, copy.deepcopy(document)) == []
    assert [str(change) for change in diff(document, shuffled(document, order))] == []


def nodes(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value within a document."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*path, key)
        yield from nodes(value, (*path, key))


def promises(document: Node) -> list[tuple[Any, ...]]:
    """The ways to everything that the contract says, its examples left out."""
    return [
        path
        for path in nodes({key: document[key] for key in ("paths", "components", "servers")})
        if path[:2] != ("components", "examples")
        and "in" not in path[-1:]  # without it, no parameter at all is left
        and not (len(path) > 3 and path[-2] == "parameters" and "links" not in path)
    ]


T = TypeVar("T")


def chosen_from(values: Sequence[T]) -> st.SearchStrategy[T]:
    """As `sampled_from`, but with a short repr: Hypothesis warns where making one takes long."""
    return st.integers(0, len(values) - 1).map(values.__getitem__)


WAYS = st.deferred(lambda: chosen_from(promises(load(SPEC))))


@given(path=WAYS)
@settings(LENIENT, max_examples=40)
def test_nothing_can_be_taken_away_unnoticed(document: Node, path: tuple[Any, ...]) -> None:
    """Whatever is cut out of the contract, the differ says so, and says where."""
    *way, last = path
    changed = pickle.loads(pickle.dumps(document))  # noqa: S301 - our own; four times as fast as a deep copy
    parent = changed
    for part in way:
        parent = parent[part]
    assume(last != "name" or "schema" not in parent)  # a parameter without a name is none
    del parent[last]
    try:
        found = diff(document, changed)
    except KeyError:
        assume(False)  # a reference led there: no contract any more
    assert found
    assert all(change.text.endswith(".") and change.where for change in found)


# ---- over schemas, with a validator as the judge

VALUES = st.sampled_from(["a", "b", "abcd", 0, 1, 5, 2.5, True, None])
TYPES = ["string", "integer", "number", "boolean", "null", "object", "array"]
NAMES = ["p", "q"]
LIMITS = {
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}


def limited(kind: str, keywords: tuple[str, ...]) -> st.SearchStrategy[Node]:
    """A type with some limits."""
    limits = st.dictionaries(st.sampled_from(keywords), st.integers(1, 5))
    return limits.map(lambda found: {"type": kind, **found})


def objects(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Objects with the same two members, of which some are required."""
    return st.fixed_dictionaries(
        {
            "type": st.just("object"),
            "properties": st.fixed_dictionaries(dict.fromkeys(NAMES, inner)),
            "required": st.lists(st.sampled_from(NAMES), unique=True),
        },
        optional={"additionalProperties": st.booleans(), "minProperties": st.integers(0, 2)},
    )


SCHEMAS: st.SearchStrategy[Node] = st.recursive(
    st.one_of(
        st.just({}),
        st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True).map(
            lambda kinds: {"type": kinds}
        ),
        st.lists(VALUES, min_size=1, max_size=3).map(lambda values: {"enum": values}),
        VALUES.map(lambda value: {"const": value}),
        limited("string", ("minLength", "maxLength")),
        limited("number", ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")),
        st.sampled_from([{"type": "string", "pattern": "^a"}, {"type": "integer", "multipleOf": 2}]),
    ),
    lambda inner: st.one_of(
        objects(inner),
        st.tuples(limited("array", ("minItems", "maxItems")), inner).map(
            lambda two: {**two[0], "items": two[1]}
        ),
        st.tuples(st.sampled_from(["oneOf", "anyOf", "allOf"]), st.lists(inner, min_size=1, max_size=3)).map(
            lambda two: {two[0]: two[1]}
        ),
        inner.map(lambda schema: {"not": schema}),
    ),
    max_leaves=5,
)
CHOICES = {"oneOf", "anyOf", "allOf"}
FURTHER: st.SearchStrategy[Node] = st.sampled_from(
    [
        {"pattern": "^a"},
        {"multipleOf": 2},
        {"uniqueItems": True},
        {"not": {"type": "string"}},
        {"allOf": [{"enum": ["a", 1]}]},
        {"anyOf": [{"type": "null"}, {"type": "integer"}]},
        {"additionalProperties": False},
        {"required": ["q"]},
        {"minimum": 2},
        {"maxLength": 2},
    ]
)
"""What may come beside what a schema says already."""

INSTANCES = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from([*NAMES, "z"]), inner)
    ),
    max_leaves=5,
)


@st.composite
def neighbours(draw: st.DrawFn) -> tuple[Node, Node]:
    """Two schemas, which mostly differ in one place only."""
    old = draw(SCHEMAS)
    if draw(st.integers(0, 3)) == 0:
        return old, draw(SCHEMAS)
    root = {"root": copy.deepcopy(old)}
    *way, last = draw(chosen_from([path for path in nodes(root) if path[-1] != "properties"]))
    parent: Any = root
    for part in way:
        parent = parent[part]
    edit(draw, parent, last)
    return old, root["root"]


def edit(draw: st.DrawFn, parent: Any, key: Any) -> None:
    """Change one value of a schema in a way that leaves it a schema."""
    value = parent[key]
    if key == "type" and isinstance(value, list):
        parent[key] = sorted({*value, draw(st.sampled_from(TYPES))})
    elif key == "enum":
        value.append(draw(VALUES))
    elif key == "required":
        parent[key] = draw(st.lists(st.sampled_from(NAMES), unique=True))
    elif key in LIMITS:
        parent[key] = draw(st.integers(1, 5))
        if draw(st.booleans()):
            del parent[key]
    elif key in CHOICES and isinstance(value, list):
        value.append(draw(SCHEMAS))
    elif isinstance(value, dict) and key != "properties":
        parent[key] = {**value, **draw(st.one_of(SCHEMAS, FURTHER))}


@given(neighbours(), st.lists(INSTANCES, min_size=20, max_size=20))
@settings(LENIENT, max_examples=200)
def test_a_schema_that_is_said_to_be_compatible_is(pair: tuple[Node, Node], values: list[Any]) -> None:
    """Nothing that was taken is refused, and nothing is given that couldn't be, unless the differ says so."""
    old, new = pair
    before, now = (jsonschema_rs.Draft202012Validator(schema) for schema in pair)
    for side, wide, narrow in ((Side.TAKEN, now, before), (Side.GIVEN, before, now)):
        review = Review({}, {})
        compare(review, old, new, Place("#", "schema", side))
        if any(change.kind is Kind.BREAKING for change in review.changes):
            continue
        strays = [value for value in values if narrow.is_valid(value) and not wide.is_valid(value)]
        assert not strays, (side, old, new)
