"""How a request finds what stands for its method and path in the contract.

Fixed parts of a path are compared without case, as in ASP.NET. They win over parameters (OpenAPI 3.1, Paths
Object): `Videos/Search` is the search, and not a video of that name, whatever the method.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Paths(Generic[T]):
    """Something for each method of each path template, found by one look into a dict for each shape."""

    def __init__(self) -> None:
        self._shapes: dict[int, list[_Shape[T]]] = {}  # by number of segments, most literals first

    def add(self, method: str, template: str, thing: T) -> None:
        """Put something at a method and a template, as the contract writes them."""
        segments = split(template)
        shapes = self._shapes.setdefault(len(segments), [])
        places = tuple(place for place, text in enumerate(segments) if text[0] != "{")
        shape = next((shape for shape in shapes if shape.literals == places), None)
        if shape is None:
            shape = _Shape(places)
            shapes.append(shape)
            shapes.sort(key=lambda shape: -len(shape.literals))
        methods = shape.at(segments)
        methods.setdefault(method, thing)
        if method == "GET":  # the server sends no body for HEAD (RFC 9110, 9.3.2)
            methods.setdefault("HEAD", thing)

    def find(self, method: str, segments: list[str]) -> T | None:
        """What stands for a request."""
        return self._at(segments).get(method)

    def methods(self, segments: list[str]) -> list[str]:
        """The methods of a path; none for one that matches no template."""
        return sorted(self._at(segments))

    def _at(self, segments: list[str]) -> Mapping[str, T]:
        """What stands at the template that fits best, by method."""
        folded = [segment.casefold() for segment in segments]
        found = (shape.find(folded) for shape in self._shapes.get(len(segments), ()))
        return next((things for things in found if things is not None), {})


class _Shape(Generic[T]):
    """Paths with their literal segments at the same places."""

    def __init__(self, literals: tuple[int, ...]) -> None:
        self.literals = literals  # places, from 0
        self._paths: dict[tuple[str, ...], dict[str, T]] = {}  # by literals, casefolded; by method

    def at(self, segments: tuple[str, ...]) -> dict[str, T]:
        words = tuple(segments[place].casefold() for place in self.literals)
        return self._paths.setdefault(words, {})

    def find(self, folded: list[str]) -> dict[str, T] | None:
        return self._paths.get(tuple([folded[place] for place in self.literals]))


def split(template: str) -> tuple[str, ...]:
    """The segments of a template; "{name}" stands for a parameter."""
    return tuple(template.strip("/").split("/"))


def left_out(groups: Iterable[Mapping[str, Any]]) -> Paths[str]:
    """The names of the vendor's operations that the contract leaves out, from its `x-left-out`."""
    names: Paths[str] = Paths()
    for group in groups:
        for name, text in group["operations"].items():
            method, template = text.split(" ")
            names.add(method, template, name)
    return names
