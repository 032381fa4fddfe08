"""The suite installs with its extra alone, under another name, and leaves nothing behind."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from contract_tests.on_demand import PACKAGE, pytest_load_initial_conftests

ROOT = Path(__file__).parents[2]
SUITE = ROOT / "contract_tests"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODULES = sorted(SUITE.rglob("*.py"))


def imported(module: Path) -> Iterator[tuple[int, str]]:
    """What a module imports at any place: how many dots it has, and its name."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((0, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def test_the_suites_own_imports_are_relative() -> None:
    """In the wheel its folder has another name."""
    named = {
        f"{module.name}: {name}"
        for module in MODULES
        for dots, name in imported(module)
        if not dots and name.split(".")[0] in {SUITE.name, PACKAGE}
    }
    assert not named


def test_the_extra_names_every_package_that_the_suite_imports() -> None:
    """None comes from a development group, or only with the emulator."""
    project = PROJECT["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["contract"]
    promised = {re.split(r"[^\w-]", each)[0].lower() for each in wanted} | {project["name"]}
    promised |= {"httpcore"}  # of httpx
    owners = packages_distributions()
    used = {name.split(".")[0] for module in MODULES for dots, name in imported(module) if not dots}
    foreign = used - sys.stdlib_module_names - {"video_indexer_client"}

    missing = {
        name for name in foreign if not promised & {each.lower().replace("_", "-") for each in owners[name]}
    }
    assert not missing


def test_the_wheel_has_the_suite_by_its_own_name() -> None:
    """Without the results of measurements."""
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["sources"][SUITE.name] == PACKAGE
    assert "contract_tests/faults/results" in wheel["exclude"]


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--pyargs", "video_indexer_contract"], True),
        (["--pyargs", "video_indexer_contract.test_jobs"], True),
        (["--pyargs", "somebody.elses"], False),
        (["video_indexer_contract"], False),
    ],
)
def test_pytest_gets_the_suites_switches_only_when_it_is_asked_for(
    arguments: list[str], loaded: bool
) -> None:
    """Other tests of the environment may have switches by these names."""

    class Manager:
        names: list[str] = []  # noqa: RUF012 - of this test

        def import_plugin(self, name: str) -> None:
            self.names.append(name)

    class Config:
        pluginmanager = Manager()

    pytest_load_initial_conftests(Config(), arguments)  # type: ignore[arg-type]

    assert Config.pluginmanager.names == ([f"{PACKAGE}.plugin"] if loaded else [])


def call(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Call the command in a folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("VIDEO_INDEXER_")}
    inherited.pop("HYPOTHESIS_STORAGE_DIRECTORY", None)
    return subprocess.run(  # noqa: S603 - our own command, by this very interpreter
        [sys.executable, "-m", SUITE.name, *arguments],
        cwd=folder,
        env=inherited | {"PYTHONPATH": str(ROOT)} | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_service_that_isnt_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    """Before the tests are even looked for; the folder's own settings of pytest don't matter."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", "utf-8")

    done = call(tmp_path, "--url", "http://127.0.0.1:1")

    assert done.returncode == 4
    assert done.stderr.strip().startswith("ERROR: VIDEO_INDEXER_URL is http://127.0.0.1:1: nothing answers")
    assert len((done.stdout + done.stderr).strip().splitlines()) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["pytest.ini"]


def test_workers_are_refused(tmp_path: Path) -> None:
    """Two at one service would see each other's videos."""
    done = call(tmp_path, "--url", "http://127.0.0.1:1", "--", "-p", "xdist", "-n", "2")

    assert done.returncode == 4
    assert "Leave out -n" in done.stderr
