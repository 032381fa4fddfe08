"""What programs can name of a generated client: its operations, classes, arguments and attributes.

The client is generated from a contract as `scripts/generate_client.py` does it, but for the style of its
files, and read without being imported.
"""

from __future__ import annotations

import ast
import contextlib
import io
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import openapi_python_client
from openapi_python_client.config import Config, ConfigFile, MetaType

from scripts.generate_client import CONFIG, PACKAGE, TEMPLATES
from scripts.spec_review.contract import Refused

SENT = {"params": "query", "headers": "header", "cookies": "cookie"}
"""Where a generated function puts the values of its arguments, and which part of a request that becomes."""

Origin: TypeAlias = "tuple[str, str]"
"""What a name is made from: the part of a request, empty for a member of an object, and the name there."""

OWN = {"T"}
"""Names that the generator needs in its modules for itself."""

LOCAL = {"cookies", "d", "field_dict", "headers", "params", "quote", "src_dict"}
"""Names that generated functions need for themselves: an argument or a member of that name breaks them."""

READINGS = {"text": "str", "fromisoformat": "datetime"}
"""Attributes by which a generated function reads an answer, and what comes of it."""


@dataclass(frozen=True)
class Argument:
    """What a function or a constructor takes."""

    name: str
    positional: bool  # may be given by its place
    needed: bool  # has no default


@dataclass(frozen=True)
class Class:
    """A generated class: its constructor, and what its objects have."""

    arguments: tuple[Argument, ...]
    attributes: frozenset[str]
    methods: dict[str, tuple[Argument, ...]]
    twice: frozenset[str]  # names of which one meaning hides another
    stands_for: dict[str, Origin]  # the member of the JSON that each attribute is

    @property
    def names(self) -> frozenset[str]:
        """All that its objects have."""
        return self.attributes | self.methods.keys()


@dataclass(frozen=True)
class Operation:
    """The module of an operation."""

    functions: dict[str, tuple[Argument, ...]]
    stands_for: dict[str, Origin]  # what each argument is sent as, but for the body and parts of the path
    reads: dict[str, frozenset[str]]  # by the condition on the status: of what kinds the parsed answer is


@dataclass
class Surface:
    """A generated client, by dotted names within its package."""

    operations: dict[str, Operation] = field(default_factory=dict)
    classes: dict[str, Class] = field(default_factory=dict)
    functions: dict[str, tuple[Argument, ...]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)  # aliases and constants
    uses: dict[str, set[str]] = field(default_factory=dict)  # of each module, those that it imports from


@lru_cache(maxsize=4)
def surface(contract: bytes) -> Surface:
    """The surface of the client of a contract; raises Refused where the generator can't make one."""
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / PACKAGE
        _generate(contract, Path(folder) / "openapi.yaml", package)
        found = Surface()
        for path in sorted(package.rglob("*.py")):
            if path.name != "__init__.py":  # those only pass on what the modules have
                module = ".".join(path.relative_to(package).with_suffix("").parts)
                _read(found, module, ast.parse(path.read_bytes()))
        return found


def _generate(contract: bytes, spec: Path, package: Path) -> None:
    spec.write_bytes(contract)
    settings = ConfigFile.load_from_path(CONFIG)
    settings.post_hooks = []
    config = Config.from_sources(settings, MetaType.NONE, spec, "utf-8", overwrite=False, output_path=package)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            errors = openapi_python_client.generate(config=config, custom_template_path=TEMPLATES)
    except Exception as error:
        raise Refused(f"No client can be generated from the contract: {error!r}") from error
    if errors:
        told = "\n".join(f"{error.header}: {error.detail}"[:500] for error in errors)
        raise Refused(f"No whole client can be generated from the contract:\n{told}")


def _read(found: Surface, module: str, tree: ast.Module) -> None:
    operation = module.startswith("api.")
    imports = (node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module)
    found.uses[module] = {name.lstrip(".") for name in imports}
    functions = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found.classes[f"{module}.{node.name}"] = _class(node)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            functions[node.name] = node
        elif not operation:
            found.names |= {f"{module}.{name}" for name in _assigned(node) if name not in OWN}
    public = {name: _arguments(node) for name, node in functions.items() if not name.startswith("_")}
    if operation:
        request, answer = functions["_get_kwargs"], functions["_parse_response"]
        found.operations[module] = Operation(public, _sent(request), dict(_parsed(answer)))
    else:
        found.functions |= {f"{module}.{name}": arguments for name, arguments in public.items()}


def _assigned(node: ast.stmt) -> list[str]:
    targets = (
        node.targets
        if isinstance(node, ast.Assign)
        else [node.target]
        if isinstance(node, ast.AnnAssign)
        else []
    )
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[Argument, ...]:
    plain = [*node.args.posonlyargs, *node.args.args]
    needed = len(plain) - len(node.args.defaults)
    return (
        *(Argument(each.arg, positional=True, needed=place < needed) for place, each in enumerate(plain)),
        *(
            Argument(each.arg, positional=False, needed=default is None)
            for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        ),
    )


# ---- classes


def _class(node: ast.ClassDef) -> Class:
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
    writer = methods.get("to_dict")
    named = Counter([*(name for each in fields for name in _assigned(each)), *methods])
    return Class(
        tuple(
            Argument(_assigned(each)[0], positional=True, needed=each.value is None)
            for each in fields
            if not _is_made_later(each)
        ),
        frozenset(name for each in fields for name in _assigned(each)),
        {name: _arguments(method) for name, method in methods.items()},
        frozenset(name for name, times in named.items() if times > 1 or name in LOCAL),
        {name: ("", key) for key, name in _written(writer)} if writer else {},
    )


def _is_made_later(node: ast.AnnAssign) -> bool:
    """Whether the constructor leaves the attribute out."""
    keywords = node.value.keywords if isinstance(node.value, ast.Call) else []
    return any(word.arg == "init" and ast.unparse(word.value) == "False" for word in keywords)


def _written(writer: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """The members of an object's JSON, and the variable of each, which is called like the attribute."""
    for node in ast.walk(writer):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
            yield from _pairs([node.targets[0].slice], [node.value])
        elif isinstance(node, ast.Dict):
            yield from _pairs(node.keys, node.values)


def _pairs(keys: list[ast.expr | None] | list[ast.expr], values: list[ast.expr]) -> Iterator[tuple[str, str]]:
    for key, value in zip(keys, values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(value, ast.Name):
            yield str(key.value), value.id


# ---- operations


def _sent(request: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, Origin]:
    """What each argument is sent as; a list is first made ready as `json_…`."""
    known = {argument.name for argument in _arguments(request)}
    sent = {}
    for node in ast.walk(request):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        if isinstance(target, ast.Subscript) and ast.unparse(target.value) in SENT:
            part = SENT[ast.unparse(target.value)]
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            for name in known & {name if name in known else name.removeprefix("json_") for name in names}:
                sent[name] = part, str(getattr(target.slice, "value", ""))
    return sent


def _parsed(answer: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, frozenset[str]]]:
    """What each status is parsed to."""
    for node in answer.body:
        if isinstance(node, ast.If) and "status_code" in (status := ast.unparse(node.test)):
            yield status.removeprefix("response.status_code == "), frozenset(_kinds(node))


def _kinds(branch: ast.If) -> Iterator[str]:
    for node in ast.walk(branch):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _made_by(node.func.id, node)
        elif isinstance(node, ast.Attribute) and node.attr == "from_dict":
            yield ast.unparse(node.value)
        elif isinstance(node, ast.Attribute) and node.attr in READINGS:
            yield READINGS[node.attr]


def _made_by(name: str, call: ast.Call) -> Iterator[str]:
    if name == "cast":
        yield ast.unparse(call.args[0])
    elif name in {"File", "UUID"}:
        yield name
    elif name.startswith("check_"):
        yield name.removeprefix("check_")
