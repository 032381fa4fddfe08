"""Installs the clients into environments of their own, generates what is generated, and compiles it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.clients.catalogue import GENERATOR, Client, Runtime

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
CONTRACT = REPOSITORY / "openapi.yaml"
PLACE = REPOSITORY / "out" / "clients"
TIMEOUT_SECONDS = 600

TYPESCRIPT = (
    ("openapi-ts", "-i", str(CONTRACT), "-o", "generated/hey-api", "-c", "@hey-api/client-fetch"),
    ("openapi-typescript", str(CONTRACT), "-o", "generated/openapi-typescript.ts"),
    ("orval", "--config", "orval.config.mjs"),
    (
        "swagger-typescript-api", "generate",
        "-p", str(CONTRACT), "-o", "generated", "-n", "swagger-typescript-api.ts",
    ),
    (
        "openapi-generator-cli", "generate", "-i", str(CONTRACT), "-g", "typescript-fetch",
        "-o", "generated/openapi-generator", "--additional-properties=importFileExtension=.js",
    ),
    ("tsc", "--project", "."),
)  # fmt: skip
"""The generators, each with its defaults, and the compiler; tsconfig.json says `strict`."""


class PreparationFailed(Exception):
    """A client can't be installed, generated or compiled; the message has the end of the output."""


def python_of(client: Client) -> Path:
    """Install a Python client into an environment of its own; returns the interpreter there."""
    folder = _environment(client.folder, client.requirements)
    if client.generated:
        _generate(client, folder)
    return folder / "bin" / "python"


def _environment(name: str, requirements: tuple[str, ...]) -> Path:
    """Make an environment with packages of PyPI, unless it is there with the same ones."""
    folder = PLACE / "python" / name
    wanted = "\n".join(requirements)
    stamp = folder / "requirements.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        python = str(folder / "bin" / "python")
        _run([sys.executable, "-m", "venv", "--clear", str(folder)])
        _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements])
        stamp.write_text(wanted, "utf-8")
    return folder


def generated_folder(client: Client) -> Path:
    """Where the generated package of a Python client lies."""
    return PLACE / "generated" / client.folder


def _generate(client: Client, environment: Path) -> None:
    folder = generated_folder(client)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    name, *arguments = (part.format(contract=CONTRACT, folder=folder) for part in client.generated)
    programs = environment / "bin"
    # The generator calls ruff by name: let it find the one of its environment.
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    _run([str(programs / name), *arguments], environment={"PATH": path})


@cache
def node_folder(service_url: str) -> Path:
    """Install, generate and compile everything of npm; returns the folder with the programs in `built`."""
    folder = PLACE / "node"
    shutil.copytree(HERE / "node", folder, dirs_exist_ok=True)
    for name in ("generated", "built"):
        shutil.rmtree(folder / name, ignore_errors=True)
    lock = (folder / "package-lock.json").read_text("utf-8")
    stamp = folder / "installed.json"
    if not stamp.exists() or stamp.read_text("utf-8") != lock:
        _run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], folder)
        stamp.write_text(lock, "utf-8")
    programs = [folder / "node_modules" / ".bin", _environment("openapi_generator", (GENERATOR,)) / "bin"]
    path = os.pathsep.join([*map(str, programs), os.environ["PATH"]])
    settings = {"PATH": path, "OPENAPI": str(CONTRACT), "VIDEO_INDEXER_URL": service_url, "CI": "true"}
    for command in TYPESCRIPT:
        _run(list(command), folder, settings)
    return folder


def version_of(client: Client) -> str:
    """The version that is installed."""
    if client.requirements:
        ask = f"from importlib.metadata import version; print(version({client.package!r}))"
        return _run([str(PLACE / "python" / client.folder / "bin" / "python"), "-c", ask])
    if client.runtime is Runtime.NODE:
        manifests = [
            PLACE / "node" / "node_modules" / each / "package.json" for each in client.package.split()
        ]
        return ", ".join(json.loads(manifest.read_text("utf-8"))["version"] for manifest in manifests)
    words = _run([client.package, "--version"]).split()
    return next(word for word in words if word[0].isdigit())


def _run(command: list[str], folder: Path = REPOSITORY, environment: dict[str, str] | None = None) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands
            command, cwd=folder, env=os.environ | (environment or {}), capture_output=True, text=True,
            timeout=TIMEOUT_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PreparationFailed(f"{Path(command[0]).name} didn't come to an end: {error}") from error
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-2000:]
        raise PreparationFailed(f"{Path(command[0]).name} ended with {done.returncode}:\n{said}")
    return done.stdout.strip()
