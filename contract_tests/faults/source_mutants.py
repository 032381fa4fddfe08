"""Mutants of the emulator source: every small change of a kind, at every place, that nobody chose."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("video_indexer_emulator/http", "video_indexer_emulator/service")
"""What a caller talks to; pixels, queues and stores have tests of their own."""

OUTSIDE = {"controls", "health", "journal", "scraping"}
"""Modules outside the contract: a caller of the API sees nothing of them."""

OTHER: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.And: ast.Or, ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
"""The operator in place of another."""

SILENT = ("log", "logger", "logging")
"""Names of what only writes to the log, which no caller sees."""


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    file: str  # relative to the repository
    line: int
    kind: str
    before: str
    after: str
    start: int  # bytes into the file
    end: int

    @property
    def id(self) -> str:
        """Where it is, and what it does."""
        return f"{self.file}:{self.line}:{self.kind}:{self.start}"

    def applied(self, source: bytes) -> bytes:
        """The file with the change."""
        return source[: self.start] + self.after.encode() + source[self.end :]


def sample(count: int, seed: int) -> list[Mutant]:
    """So many mutants of all, the same ones for a seed."""
    found = [
        each
        for folder in FOLDERS
        for file in sorted((ROOT / folder).glob("*.py"))
        if file.stem not in OUTSIDE
        for each in mutants(file)
    ]
    return random.Random(seed).sample(found, min(count, len(found)))  # noqa: S311 - no secret


def mutants(file: Path, root: Path = ROOT) -> Iterator[Mutant]:
    """Every mutant of a file."""
    source = file.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    name = str(file.relative_to(root))
    for node, kind, changed in _changes(ast.parse(source)):
        assert isinstance(node, ast.expr | ast.stmt)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        after = ast.unparse(changed)
        after = f"({after})" if isinstance(node, ast.expr) else after
        yield Mutant(name, node.lineno, kind, source[start:end].decode(), after, start, end)


def _changes(tree: ast.AST) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """A node, the kind of change, and what stands in its place."""
    for node in _visible(tree):
        match node:
            case ast.Compare(ops=[operator]) if type(operator) in OTHER:
                yield node, "comparison", _with(node, ops=[OTHER[type(operator)]()])
            case ast.BoolOp(op=operator) | ast.BinOp(op=operator) if type(operator) in OTHER:
                yield node, "operator", _with(node, op=OTHER[type(operator)]())
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield node, "not", operand
            case ast.If(test=test) | ast.IfExp(test=test):
                yield test, "condition", ast.UnaryOp(ast.Not(), test)
            case ast.Constant(value=bool() | int() | str() as value) if value != "":
                yield node, "constant", ast.Constant(_other(value))
            case ast.Return(value=ast.expr() as value) if not _is_none(value):
                yield node, "return", ast.Return(ast.Constant(None))
            case ast.Expr(value=ast.Call() | ast.Await()):
                yield node, "call", ast.Pass()


def _other(value: bool | int | str) -> bool | int | str:
    """Another constant of the type."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x"


def _visible(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes whose change may be seen: no docstring, annotation, line of a log or part of an f-string."""
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or name in {"annotation", "returns", "decorator_list"}:
                continue
            if isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom) or _is_silent(child):
                continue
            yield child
            yield from _visible(child)


def _is_silent(node: ast.AST) -> bool:
    """Whether it is a docstring, or only writes to the log."""
    if not isinstance(node, ast.Expr):
        return False
    if isinstance(node.value, ast.Constant):
        return True
    called = node.value.func if isinstance(node.value, ast.Call) else None
    return isinstance(called, ast.Attribute) and ast.unparse(called.value) in SILENT


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
