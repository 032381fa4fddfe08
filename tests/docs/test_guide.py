"""Each snippet of the guide and of the README does what the page says."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.docs.snippets import (
    COMMAND,
    GENERATED,
    GUIDE,
    README,
    ROOT,
    TESTING,
    Snippet,
    arguments,
    commands,
    python,
    snippets,
)
from tests.emulator.api import Api
from video_indexer_redaction import errors
from video_indexer_redaction.cli import main
from video_indexer_redaction.target import SETTINGS

SNIPPETS = python(GUIDE, README, TESTING, GENERATED)
PLAIN = [snippet for snippet in SNIPPETS if not snippet.purpose]
AZURE = [snippet for snippet in SNIPPETS if snippet.purpose == "azure"]
TESTS = [snippet for snippet in SNIPPETS if snippet.purpose == "test"]

MADE = re.compile(r'"(?:[\w/]+/)?(?:out|copy|black|blurred)\.mp4"')
"""Files that snippets make."""


def execute(snippet: Snippet) -> None:
    """Run a block as a program of its own; what it set for the logs of httpx ends with it."""
    code = compile("\n" * (snippet.line - 1) + snippet.text, str(snippet.page), "exec")
    log = logging.getLogger("httpx")
    level = log.level
    try:
        exec(code, {"__name__": "__main__"})  # noqa: S102 - our own page
    finally:
        log.setLevel(level)


def listed(emulator: Api) -> set[str]:
    """Ids of all videos of the account."""
    return {video["id"] for video in emulator.get("Videos", params={"pageSize": 1000}).json()["results"]}


@pytest.fixture
def held(emulator_url: str) -> Iterator[None]:
    """Let indexing stand still."""
    pacing = f"{emulator_url}/_emulator/pacing"
    httpx.put(pacing, json={"held": True}).raise_for_status()
    yield
    httpx.put(pacing, json={"held": False}).raise_for_status()


@pytest.mark.parametrize("snippet", PLAIN, ids=str)
def test_a_snippet_runs_against_the_emulator(snippet: Snippet, workplace: Path) -> None:
    """As it stands, in a fresh namespace and folder; the files that it names are there afterwards."""
    execute(snippet)

    if "timeout" not in snippet.text:  # where the clip isn't to be finished
        named = [text.strip('"') for text in MADE.findall(snippet.text)]
        assert all((workplace / name).stat().st_size > 0 for name in named)
    assert not list(workplace.rglob("*.part"))


@pytest.mark.parametrize("snippet", AZURE, ids=str)
def test_a_snippet_for_azure_runs_with_a_stand_in_for_azure_identity(
    snippet: Snippet, workplace: Path, signed_in: list[str]
) -> None:
    """It asks azure-identity for Azure Resource Manager's scope, unless a function gives its tokens."""
    execute(snippet)

    by_function = "access_token=" in snippet.text
    assert set(signed_in) == (set() if by_function else {"https://management.azure.com/.default"})


@pytest.mark.slow
@pytest.mark.parametrize("snippet", TESTS, ids=str)
def test_a_snippet_of_tests_passes(snippet: Snippet, workplace: Path) -> None:
    """By a pytest of its own, without any setting."""
    (workplace / "test_service.py").write_text(snippet.text, "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "test_service.py"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout
    assert f"{snippet.text.count('def test_')} passed" in done.stdout


@pytest.mark.parametrize("page", [GUIDE, COMMAND], ids=lambda page: page.name)
def test_the_commands_of_a_page_work(page: Path, workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each call of vi-redact on the page ends well, and makes the files that it names."""
    found = commands(page)

    codes = {command: main(arguments(command)) for command in found}

    assert found
    assert set(codes.values()) == {0}, (codes, capsys.readouterr().err)
    made = [name for command in found for name in re.findall(r"(?:-o|--sheet) (\S+)", command)]
    assert all((workplace / name).stat().st_size > 0 for name in made)


@pytest.mark.slow
def test_the_guides_snippets_are_typed(tmp_path: Path) -> None:
    """By mypy --strict; it finds nothing in any of them, each as a program of its own."""
    for snippet in python(GUIDE):
        (tmp_path / f"line_{snippet.line}.py").write_text(snippet.text, "utf-8")

    done = subprocess.run(  # noqa: S603 - this interpreter, our text
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(tmp_path)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout


def test_a_cancelled_redaction_leaves_nothing(
    workplace: Path, emulator: Api, held: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the snippet under Cancelling says it, on a service that never gets done."""
    before = listed(emulator)
    (snippet,) = (snippet for snippet in PLAIN if "asyncio.timeout" in snippet.text)

    execute(snippet)

    assert capsys.readouterr().out == "nothing is left on the service, and no out.mp4\n"
    assert not (workplace / "out.mp4").exists()
    assert listed(emulator) == before


def test_the_guide_names_every_error() -> None:
    """Each class of the error tree stands in the table."""
    rows = re.findall(r"^\| (?:· )?`(\w+)` \| (.*)$", GUIDE.read_text("utf-8"), re.MULTILINE)
    named = {word for name, rest in rows for word in [name, *re.findall(r"`(\w+)`", rest)]}
    classes = {name for name, value in vars(errors).items() if isinstance(value, type)}

    assert classes - {"RedactionError"} <= named


def test_pages_name_only_variables_that_are_read() -> None:
    """No VIDEO_INDEXER_* variable of the guide is a slip."""
    named = set(re.findall(r"VIDEO_INDEXER_(\w+)", GUIDE.read_text("utf-8")))

    assert named <= set(SETTINGS)


def test_every_block_of_python_is_run() -> None:
    """No fence has a word that nobody knows, and links lead somewhere."""
    assert {snippet.purpose for snippet in snippets(GUIDE)} == {"", "azure", "test"}
    assert len(PLAIN) + len(AZURE) + len(TESTS) == len(SNIPPETS)
    for link in re.findall(r"\]\((\.\./[^)#]+)", GUIDE.read_text("utf-8")):
        assert (ROOT / "docs" / link).exists()
