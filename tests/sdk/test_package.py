"""What the SDK needs, and what it doesn't."""

from __future__ import annotations

import importlib.metadata
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]

WITHOUT_EXTRAS = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked}:
            raise ImportError(name)

sys.meta_path.insert(0, Refuse())
import video_indexer_redaction, video_indexer_redaction.cli, video_indexer_client
import video_indexer_redaction.tokens, video_indexer_redaction.entra
try:
    video_indexer_redaction.cli.main(["--help"])
except SystemExit as end:
    sys.exit(end.code)
"""


def names(lines: list[str] | None) -> list[str]:
    """Names of the packages that such lines require."""
    return [found.group() for line in lines or () if (found := re.match(r"[\w-]+", line))]


def requirements() -> dict[str, list[str]]:
    """Names of required packages by extra; those without one under the empty text."""
    found: dict[str, list[str]] = {}
    for line in importlib.metadata.requires("video-indexer-redaction") or ():
        extra = re.search(r"extra == ['\"](\w+)['\"]", line)
        name = re.match(r"[\w-]+", line)
        assert name is not None
        found.setdefault(extra.group(1) if extra else "", []).append(name.group())
    return found


def test_the_client_and_the_sdk_need_httpx_and_attrs_alone() -> None:
    """Everything heavy is an extra; anyio is one of httpx's own needs."""
    found = requirements()

    assert sorted(found[""]) == ["anyio", "attrs", "httpx"]
    assert "anyio" in names(importlib.metadata.requires("httpx"))
    assert found["azure"] == ["azure-identity"]
    assert {"dbos", "opencv-python-headless"} <= set(found["emulator"])


def test_the_sdk_and_its_command_load_without_any_extra() -> None:
    """With the emulator, its libraries, the suite's and azure-identity all out of reach."""
    blocked = {name.replace("-", "_") for extra, names in requirements().items() if extra for name in names}
    blocked |= {"video_indexer_emulator", "azure", "av", "cv2", "yaml", "jwt", "numpy"}

    done = subprocess.run(  # noqa: S603 - this interpreter, our text
        [sys.executable, "-c", WITHOUT_EXTRAS.replace("{blocked}", repr(blocked))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "--kind" in done.stdout


def run(*command: str) -> str:
    """Run a command that must end well; returns what it prints."""
    done = subprocess.run(  # noqa: S603 - programs of this test
        command, capture_output=True, text=True, check=False, cwd=ROOT.parent
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def python(program: str, interpreter: str = sys.executable) -> str:
    """What a fresh interpreter prints for a program."""
    return run(interpreter, "-I", "-c", program)


def loaded(program: str, *modules: str) -> list[str]:
    """Which of the modules a fresh interpreter has loaded after a program."""
    return python(f"import sys; {program}; print(*sorted({{*{modules}}} & set(sys.modules)))").split()


def test_importing_the_package_imports_nothing_that_was_not_asked_for() -> None:
    """Pytest loads the plugin in it for everybody; httpx comes with the first name."""
    modules = ("httpx", "attrs", "video_indexer_client", "pytest")

    assert loaded("import video_indexer_redaction", *modules) == []
    asked_for = loaded("from video_indexer_redaction import RedactionClient", *modules)
    assert asked_for == ["attrs", "httpx", "video_indexer_client"]


def test_importing_the_client_imports_no_more_than_every_caller_needs() -> None:
    """Neither models and operations, which come with the first call, nor what the other client needs."""
    models, operations = "video_indexer_client.models", "video_indexer_client.api.videos"
    generated = (f"{models}.video_index", f"{models}.face", f"{operations}.upload_video")
    heavy = ("anyio", "asyncio", "importlib.metadata", "subprocess", *generated)

    assert loaded("from video_indexer_redaction import RedactionClient", *heavy) == []
    in_loops = loaded("from video_indexer_redaction import AsyncRedactionClient", *heavy)
    assert set(in_loops) <= {"anyio", "asyncio", "subprocess"}


def test_models_and_operations_are_there_when_asked_for() -> None:
    """By attribute, by `from … import`, in dir(); another name is an AttributeError."""
    program = """
from video_indexer_client import models
from video_indexer_client.api import access_tokens, jobs, videos
for package in (models, access_tokens, jobs, videos):
    assert set(package.__all__) <= set(dir(package))
    assert all(getattr(package, name) is not None for name in package.__all__)
    assert not hasattr(package, "Vidoe")
from video_indexer_client.models import *
print(Video is models.Video)
"""
    assert python(program) == "True"


def test_annotations_can_be_read_at_run_time() -> None:
    """As frameworks do that inject dependencies or write documentation, of every method of both clients."""
    program = """
import inspect, typing
from video_indexer_redaction import AsyncRedactionClient, RedactionClient
methods = [
    method
    for kind in (AsyncRedactionClient, RedactionClient)
    for name, method in inspect.getmembers(kind, inspect.isfunction)
    if not name.startswith("_")
]
assert all(typing.get_type_hints(method) for method in methods)
print(len(methods) > 30)
"""
    assert python(program) == "True"


def test_every_public_name_is_there() -> None:
    """By attribute, by `from … import *`, and in dir(); another name is an AttributeError."""
    program = """
import video_indexer_redaction as package
assert set(package.__all__) <= set(dir(package))
assert all(getattr(package, name) is not None for name in package.__all__)
assert not hasattr(package, "RedactionCleint")
names = {}
exec("from video_indexer_redaction import *", names)
print(set(package.__all__) <= set(names))
"""
    assert python(program) == "True"


CONSUMER = """
from pathlib import Path

from video_indexer_redaction import RedactionClient, RedactionError, development_target


def publishable(clip: Path) -> Path | None:
    with RedactionClient(development_target("http://127.0.0.1:8700")) as client:
        try:
            return client.redact_video(clip, clip.with_name("out.mp4"), kind="Black").path
        except RedactionError:
            return None
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an empty environment, into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip"]
    run(*pip, "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    run(sys.executable, "-m", "venv", str(folder / "env"))
    commands = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    (wheel,) = folder.glob("*.whl")
    run(str(commands / "python"), "-m", "pip", "install", "--quiet", str(wheel))
    return commands


def needs(package: str) -> set[str]:
    """A package with all that it needs here, extras apart, by canonical names."""
    found, open_ones = set[str](), [package]
    while open_ones:
        name = open_ones.pop()
        if name in found:
            continue
        found.add(name)
        for line in importlib.metadata.requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                open_ones.append(canonicalize_name(requirement.name))
    return found


@pytest.mark.slow
def test_a_wheel_brings_httpx_attrs_and_their_own_needs_alone(installed: Path) -> None:
    """Nothing else stands in `pip list`, but pip and what venv puts beside it."""
    listed = json.loads(run(str(installed / "python"), "-m", "pip", "list", "--format=json"))

    found = {canonicalize_name(package["name"]) for package in listed} - {"pip", "setuptools"}

    assert found == needs("httpx") | needs("attrs") | {"video-indexer-redaction"}


@pytest.mark.slow
def test_an_installed_wheel_works(installed: Path) -> None:
    """The package, the generated client and the command; the emulator's command says what it needs."""
    interpreter = str(installed / "python")

    assert (
        python("from video_indexer_redaction import *; print(BLURRING_KINDS[0])", interpreter) == "MediumBlur"
    )
    assert python("import video_indexer_client.models as m; print(m.Job.__name__)", interpreter) == "Job"
    assert "redact" in run(str(installed / "vi-redact"), "--help")


@pytest.mark.slow
def test_a_consumers_program_passes_mypy_with_the_wheel(installed: Path, tmp_path: Path) -> None:
    """By the types that the wheel carries (py.typed), in strict mode, without a setting."""
    program = tmp_path / "consumer.py"
    program.write_text(CONSUMER, "utf-8")
    check = ["-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    check += ["--python-executable", str(installed / "python"), "--config-file=", str(program)]

    assert "Success" in run(sys.executable, *check)
