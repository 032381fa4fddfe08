"""Generate the client in generated_client/ from openapi.yaml, or with --check tell whether it is up to date.

python scripts/generate_client.py            # wipe and write
python scripts/generate_client.py --check    # exit 1 if a fresh client would differ in any file
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SPEC = REPOSITORY / "openapi.yaml"
CONFIG = REPOSITORY / "scripts" / "client_config.yaml"
TEMPLATES = REPOSITORY / "scripts" / "client_templates"
"""Our own in place of some of the generator's; each says why."""

PACKAGE = "video_indexer_client"
TARGET = REPOSITORY / "generated_client" / PACKAGE
PINNED_TOOLS = ("openapi-python-client", "ruff")
"""Tools whose version decides what the files look like."""

BYTECODE = "__pycache__"


class GenerationFailed(Exception):
    """The generator can't run, or has refused or warned of something in the specification."""


def check_pins(pyproject: Path = REPOSITORY / "pyproject.toml") -> None:
    """Raise GenerationFailed unless the tools have the exact versions that pyproject.toml names."""
    wanted = tomllib.loads(pyproject.read_text("utf-8"))["dependency-groups"]["dev"]
    pins = dict(entry.split("==") for entry in wanted if "==" in entry)
    for tool in PINNED_TOOLS:
        try:
            installed = version(tool)
        except PackageNotFoundError:
            installed = "no version"
        if installed != pins[tool]:
            raise GenerationFailed(
                f"{tool} {pins[tool]} is needed and {installed} is installed; "
                f"run: pip install {tool}=={pins[tool]}"
            )


def generate(target: Path, spec: Path = SPEC) -> None:
    """Write a fresh client into `target`, which must not exist; raises GenerationFailed."""
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    command += [
        "--path",
        str(spec),
        "--config",
        str(CONFIG),
        "--custom-template-path",
        str(TEMPLATES),
        "--output-path",
        str(target),
        "--fail-on-warning",
    ]
    # The generator calls ruff by name: let it find the one of this environment, whatever the shell has.
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - a fixed command
        command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise GenerationFailed(done.stdout + done.stderr)
    # Written by the generator's project templates only; without it, type checkers ignore the annotations.
    (target / "py.typed").touch()


def write(target: Path = TARGET, spec: Path = SPEC) -> None:
    """Replace the client by a fresh one; the old one stays if the generator fails."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / PACKAGE
        generate(fresh, spec)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(fresh, target)


def check(target: Path = TARGET, spec: Path = SPEC) -> list[str]:
    """Compare the client with a fresh one; returns a line for each file that differs."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / PACKAGE
        generate(fresh, spec)
        return differences(fresh, target)


def differences(fresh: Path, target: Path) -> list[str]:
    """Compare two folders in both directions, by what is on disk and not by what git knows."""
    expected, found = _contents(fresh), _contents(target)
    lines = []
    for name in sorted(expected.keys() | found.keys()):
        if name not in found:
            lines.append(f"missing: {name}")
        elif name not in expected:
            lines.append(f"not generated: {name}")
        elif expected[name] != found[name]:
            lines.append(f"changed: {name}")
    return lines


def _contents(folder: Path) -> dict[str, bytes]:
    """Every file by its path; compiled Python is left out, since importing the client makes it."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and BYTECODE not in path.parts
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    parser.add_argument("--target", type=Path, default=TARGET, help="the package (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        check_pins()
        if not options.check:
            write(options.target)
            return 0
        lines = check(options.target)
    except GenerationFailed as error:
        print(error, file=sys.stderr)
        return 1
    for line in lines:
        print(line)
    if lines:
        print("The client isn't what openapi.yaml makes; run: python scripts/generate_client.py")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
