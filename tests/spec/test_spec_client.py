from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import generate_client
from tests.spec.walks import Node, operations

MODULE = "models/job.py"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A client generated just now."""
    target = tmp_path_factory.mktemp("fresh") / generate_client.PACKAGE
    generate_client.generate(target)
    return target


@pytest.fixture
def copied(fresh: Path, tmp_path: Path) -> Path:
    """A copy of it, to be tampered with."""
    return Path(shutil.copytree(fresh, tmp_path / "copy"))


def test_the_client_in_the_tree_is_what_the_contract_makes(fresh: Path) -> None:
    """Nobody has edited the generated client or forgotten to regenerate it."""
    assert generate_client.differences(fresh, generate_client.TARGET) == []


def test_generating_twice_gives_the_same_bytes(fresh: Path, tmp_path: Path) -> None:
    """The client depends on nothing but the contract and the pinned tools."""
    generate_client.generate(tmp_path / "again")
    assert generate_client.differences(fresh, tmp_path / "again") == []


def edit(client: Path) -> str:
    """Change a file."""
    path = client / MODULE
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    return f"changed: {MODULE}"


def remove(client: Path) -> str:
    """Take a file away."""
    (client / MODULE).unlink()
    return f"missing: {MODULE}"


def add(client: Path) -> str:
    """Add a file, as a hand or an earlier contract would leave it."""
    (client / "models" / "extra.py").write_text("", "utf-8")
    return "not generated: models/extra.py"


def untype(client: Path) -> str:
    """Take the marker of a typed package away."""
    (client / "py.typed").unlink()
    return "missing: py.typed"


@pytest.mark.parametrize("tamper", [edit, remove, add, untype])
def test_any_difference_is_found_and_named(fresh: Path, copied: Path, tamper: Callable[[Path], str]) -> None:
    """An edited, removed or added file is reported with its name."""
    line = tamper(copied)
    assert generate_client.differences(fresh, copied) == [line]


def test_compiled_python_is_no_difference(fresh: Path, copied: Path) -> None:
    """Importing the client doesn't make it differ."""
    (copied / "__pycache__").mkdir()
    (copied / "__pycache__" / "client.cpython-311.pyc").write_bytes(b"\0")
    assert generate_client.differences(fresh, copied) == []


def test_the_check_exits_with_1_and_leaves_a_tampered_client_as_it_is(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check prints the file's name and repairs nothing; without it the client is written anew."""
    add(copied)
    arguments = ["--target", str(copied)]
    assert generate_client.main([*arguments, "--check"]) == 1
    assert "not generated: models/extra.py" in capsys.readouterr().out
    assert (copied / "models" / "extra.py").exists()
    assert generate_client.main(arguments) == 0
    assert generate_client.main([*arguments, "--check"]) == 0


def test_what_the_generator_warns_of_is_an_error(tmp_path: Path) -> None:
    """A part of the contract that the generator would leave out stops it, and nothing is written."""
    text = (
        generate_client.SPEC.read_text("utf-8")
        .replace("image/jpeg:", "image/avif:")
        .replace("text/plain:", "image/x-base64:")
    )
    spec = tmp_path / "openapi.yaml"
    spec.write_text(text, "utf-8")
    old = tmp_path / "old"
    old.mkdir()
    with pytest.raises(generate_client.GenerationFailed, match="WARNING"):
        generate_client.write(old, spec)
    assert old.is_dir()


def test_another_version_of_a_tool_is_refused(tmp_path: Path) -> None:
    """Only the pinned versions may write the client, and the message says how to get them."""
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text(
        '[dependency-groups]\ndev = ["openapi-python-client==0.0.1", "ruff==0.17.6"]\n', "utf-8"
    )
    with pytest.raises(generate_client.GenerationFailed, match=r"openapi-python-client==0\.0\.1"):
        generate_client.check_pins(pyproject)


def test_every_operation_has_a_module_that_imports(document: Node) -> None:
    """The client has a module for each operation, and imports without the service's dependencies."""
    modules = [f"video_indexer_client.api.{tag}.{name}" for tag, name in _modules(document)]
    code = f"import sys\nimport {', '.join(modules)}\nprint(*{{n.partition('.')[0] for n in sys.modules}})"
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        cwd=generate_client.TARGET.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"numpy", "cv2", "starlette", "sqlalchemy", "pydantic"} & set(done.stdout.split())


def _modules(document: Node) -> list[tuple[str, str]]:
    return [
        (operation.node["tags"][0], "".join(f"_{c.lower()}" if c.isupper() else c for c in operation.id))
        for operation in operations(document)
    ]
