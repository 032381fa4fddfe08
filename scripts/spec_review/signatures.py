"""Tells what a program that uses the generated client misses in the client of another contract.

A name that is gone, that stands for something else, that moves among the positions of a call or that is
needed now breaks it. What values have which type is judged by the contract itself, but for the kind of a
parsed answer: the generator chooses it among the forms of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from openapi_python_client.strings import ClassName, PythonIdentifier

from scripts.spec_review.changes import Change, Kind, Node, named
from scripts.spec_review.operations import endpoints
from scripts.spec_review.surface import LOCAL, Argument, Class, Operation, Origin, Surface, surface
from scripts.spec_statements import join

PREFIX = "field_"
"""What the generator puts before a name that Python doesn't take."""


@dataclass(frozen=True)
class Client:
    """A generated client, and what its names have to do with the contract that it is made from."""

    surface: Surface
    operations: dict[str, tuple[str, str]]  # operationId and pointer, by the name of a module
    schemas: dict[str, str]  # by the name of a class

    @classmethod
    def of(cls, contract: bytes, document: Node) -> Client:
        """Generate and read it; raises Refused where that can't be done."""
        found = {
            str(PythonIdentifier(each.name, PREFIX)): (each.name, each.pointer)
            for each in endpoints(document.get("paths", {}), "#/paths")
        }
        schemas = {
            str(ClassName(str((isinstance(node, dict) and node.get("title")) or name), PREFIX)): name
            for name, node in document.get("components", {}).get("schemas", {}).items()
        }
        return cls(surface(contract), found, schemas)

    @property
    def modules(self) -> dict[str, str]:
        """The schema that each module of a class or of a list of values is made from."""
        return {f"models.{PythonIdentifier(name, PREFIX)}": schema for name, schema in self.schemas.items()}

    def reached(self, module: str) -> tuple[str, ...]:
        """The operations that use a module, by way of others too."""
        return tuple(
            sorted(self.named(start)[0] for start in self.surface.operations if module in self._used(start))
        )

    def _used(self, module: str) -> set[str]:
        used: set[str] = set()
        waiting = [module]
        while waiting:
            for each in self.surface.uses.get(waiting.pop(), set()) - used:
                used.add(each)
                waiting.append(each)
        return used

    def named(self, module: str) -> tuple[str, str]:
        """The operation that a module is made from, and where the contract has it."""
        name = module.rpartition(".")[2]
        return self.operations.get(name, (name, "#/paths"))


@dataclass(frozen=True)
class Told:
    """What the comparison of the contracts has told already, so that nobody reads it twice."""

    breaking: list[Change]

    def of(self, *names: str) -> bool:
        """Whether a change that breaks clients is told of exactly this: `Job` and `state`, say."""
        return any(set(re.findall("`([^`]+)`", change.where)) == set(names) for change in self.breaking)

    def within(self, operation: str, words: str) -> bool:
        """Whether one is told of a part of an operation."""
        return any(operation in change.operations and words in change.where for change in self.breaking)


def compare(
    contracts: tuple[bytes, bytes], documents: tuple[Node, Node], changes: list[Change]
) -> list[Change]:
    """What programs miss, each a breaking change, beyond what `changes` tells; raises Refused."""
    old, new = (Client.of(*pair) for pair in zip(contracts, documents, strict=True))
    told = Told([change for change in changes if change.kind is Kind.BREAKING])
    return [*_operations(old, new, told), *_classes(old, new, told), *_others(old, new, told)]


def _operations(old: Client, new: Client, told: Told) -> Iterator[Change]:
    for module, before in old.surface.operations.items():
        name, pointer = old.named(module)
        now = new.surface.operations.get(module)
        if now is None:
            found = [] if told.of(name) else [f"The module `{module}` is gone."]
        elif new.named(module)[0] != name:
            found = [f"The module `{module}` is that of `{new.named(module)[0]}` now."]
        else:
            found = [*_calls(before, now, told, name), *_answers(before, now, told, name)]
        for text in dict.fromkeys(found):  # once, not for each of an operation's four functions
            yield Change(Kind.BREAKING, pointer, f"`{name}` in the generated client", text, (name,))


def _calls(old: Operation, new: Operation, told: Told, name: str) -> Iterator[str]:
    gone = [each for each in old.functions if each not in new.functions]
    if gone:
        yield f"Of its functions, {named(gone)} {'is' if len(gone) == 1 else 'are'} gone."
    for each in sorted(LOCAL & (_given(new) - _given(old))):
        yield f"`{each}` is an argument now, and the function's own: no request can be made."
    for function in old.functions.keys() - gone:
        pair = old.functions[function], new.functions[function]
        for argument, text in _arguments(*pair, old.stands_for, new.stands_for):
            sent = old.stands_for.get(argument) or new.stands_for.get(argument)
            body = argument == "body" and told.within(name, "body")
            if not body and not told.of(name, *(sent or ())[1:]):
                yield text


def _given(operation: Operation) -> set[str]:
    return {argument.name for arguments in operation.functions.values() for argument in arguments}


def _answers(old: Operation, new: Operation, told: Told, name: str) -> Iterator[str]:
    for status, before in old.reads.items():
        come = new.reads.get(status, before) - before
        if "Any" in before or not come or (come == {"int"} and "float" in before):
            continue
        if not told.within(name, f"answer {status}"):
            kinds = named(sorted(new.reads[status])), named(sorted(before))
            yield f"The answer {status} is parsed to {kinds[0]} now, to {kinds[1]} before."


def _classes(old: Client, new: Client, told: Told) -> Iterator[Change]:
    for path, before in old.surface.classes.items():
        module, _, name = path.rpartition(".")
        schema = old.schemas.get(name, name)
        now = new.surface.classes.get(path)
        if now is None:
            found = [] if told.of(schema) else [f"The class `{name}` is gone."]
        else:
            found = list(_class(before, now, told, schema))
        for text in found:
            pointer = join("#/components/schemas", schema) if name in old.schemas else "#/components"
            where = f"class `{name}` of the generated client"
            yield Change(Kind.BREAKING, pointer, where, text, old.reached(module))


def _class(old: Class, new: Class, told: Told, schema: str) -> Iterator[str]:
    gone = [each for each in sorted(old.names - new.names) if each not in old.stands_for]
    if gone:
        yield f"Its objects have no {named(gone)} any more."
    for each in sorted(new.twice - old.twice):
        yield f"`{each}` is a member now, and something else: one of the two is hidden."
    for argument, text in _arguments(old.arguments, new.arguments, old.stands_for, new.stands_for):
        member = old.stands_for.get(argument) or new.stands_for.get(argument)
        if not told.of(schema, *(member or ())[1:]):
            yield text
    for method in old.methods.keys() & new.methods.keys():
        for _, text in _arguments(old.methods[method], new.methods[method], {}, {}):
            yield f"`{method}`: {text}"


def _others(old: Client, new: Client, told: Told) -> Iterator[Change]:
    """Aliases, constants and the functions beside them."""
    now = new.surface.names | new.surface.functions.keys() | new.surface.classes.keys()
    gone = sorted((old.surface.names | old.surface.functions.keys()) - now)
    for module, paths in groupby(gone, key=lambda path: path.rpartition(".")[0]):
        schema = old.modules.get(module, "")
        if not told.of(schema):
            names = named([path.rpartition(".")[2] for path in paths])
            where = f"`{module}` of the generated client"
            pointer = join("#/components/schemas", schema)
            yield Change(Kind.BREAKING, pointer, where, f"It has no {names} any more.", old.reached(module))


def _arguments(
    old: tuple[Argument, ...],
    new: tuple[Argument, ...],
    before: dict[str, Origin],
    now: dict[str, Origin],
) -> Iterator[tuple[str, str]]:
    """What a call misses: the argument that it is about, empty where it is their order, and the words."""
    was, is_ = ({each.name: each for each in arguments} for arguments in (old, new))
    found = []
    for name in was.keys() - is_.keys():
        successor = next((each for each in is_ if name in before and now.get(each) == before[name]), None)
        found.append((name, f"`{name}` is called `{successor}` now." if successor else f"`{name}` is gone."))
    for name, argument in is_.items():
        known = was.get(name)
        if argument.needed and not (known and known.needed):
            found.append((name, f"`{name}` must be given now."))
        elif known and name in before and now.get(name) != before[name]:
            origins = _origin(now.get(name)), _origin(before[name])
            found.append((name, "`{}` is {} now, {} before.".format(name, *origins)))
    places = [[each.name for each in arguments if each.positional] for arguments in (old, new)]
    if not found and places[1][: len(places[0])] != places[0]:
        found.append(("", f"Its arguments come as {named(places[1])} now."))
    yield from sorted(found)


def _origin(origin: Origin | None) -> str:
    """What a name stands for, in words."""
    if origin is None:
        return "something that can't be told"
    part, name = origin
    return f"`{name}` in the {part}" if part else f"`{name}`"
