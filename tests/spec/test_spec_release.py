"""The gate: a contract that breaks clients of the last release needs a version that says so."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.spec_notes import SPEC
from scripts.spec_review.__main__ import main
from scripts.spec_review.changelog import announced, headings
from scripts.spec_review.contract import load
from scripts.spec_review.kept import version_of
from scripts.spec_review.release import CHANGELOG, RELEASES
from scripts.spec_review.versions import said
from tests.spec.edits import JOB, VIDEOS, operation, parameter, schema
from tests.spec.walks import Node


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A repository whose contract is the released one of 0.1.0."""
    shutil.copy(SPEC, tmp_path / "openapi.yaml")
    keep(tmp_path, "0.1.0")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- x\n\n## 0.1.0\n", "utf-8")
    return tmp_path


def keep(folder: Path, *versions: str) -> None:
    """Let the contract there be the released one of these versions, and of no others."""
    releases = folder / "spec_releases"
    shutil.rmtree(releases, ignore_errors=True)
    releases.mkdir()
    for version in versions:
        shutil.copy(folder / "openapi.yaml", releases / f"{version}.yaml")
    digest = hashlib.sha256((folder / "openapi.yaml").read_bytes()).hexdigest()
    (releases / "SHA256SUMS").write_text("".join(f"{digest}  {version}.yaml\n" for version in versions))


def review(folder: Path, *arguments: str) -> int:
    """Run the command there."""
    places = {"spec": "openapi.yaml", "releases": "spec_releases", "changelog": "CHANGELOG.md"}
    return main([*arguments, *(f"--{name}={folder / path}" for name, path in places.items())])


def change(folder: Path, edit: Callable[[Node], Any]) -> None:
    """Change the contract there."""
    spec = folder / "openapi.yaml"
    document = load(spec)
    edit(document)
    spec.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")


def announce(folder: Path, version: str) -> None:
    """Give the changelog a heading above the others."""
    changelog = folder / "CHANGELOG.md"
    changelog.write_text(
        changelog.read_text("utf-8").replace("## Unrel", f"## {version}\n\n## Unrel"), "utf-8"
    )


BROKEN: dict[str, tuple[Callable[[Node], Any], str]] = {
    "removed enum value": (
        lambda d: schema("FilterScope", "enum")(d).remove("Exclude"),
        "breaking: schema `FilterScope` (redactVideo): The value `Exclude` is not taken any more.",
    ),
    "newly required field": (
        lambda d: schema("AccessTokenRequest", "required")(d).append("videoId"),
        "breaking: schema `AccessTokenRequest`, `videoId` (generateAccessToken): "
        "The member `videoId` is required now: requests without it are refused.",
    ),
    "narrowed type": (
        lambda d: parameter(VIDEOS, "partition", "post")(d)["schema"].update(type="boolean"),
        "breaking: `uploadVideo`, parameter `partition` (query): "
        "A value of type `string` is not taken any more.",
    ),
    "removed status": (
        lambda d: operation(JOB)(d)["responses"].pop("404"),
        "breaking: `getJob`, answer 404: The status 404 is gone: clients that handle it wait for it in vain.",
    ),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_contract_is_refused_with_the_words_for_it(
    workplace: Path, case: tuple[Callable[[Node], Any], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The check names what breaks whom and the version that it takes; under that version it passes."""
    edit, words = case
    change(workplace, edit)

    assert review(workplace, "--check") == 1
    said = capsys.readouterr().out
    assert words in said.splitlines()
    assert "breaks clients of 0.1.0 in 1 place," in said
    assert "Give 0.2.0 a heading" in said
    announce(workplace, "0.1.1")
    assert review(workplace, "--check") == 1
    announce(workplace, "0.2.0 (not yet released)")
    assert review(workplace, "--check") == 1
    assert "`## 0.2.0` and nothing more" in capsys.readouterr().out
    announce(workplace, "0.2.0")
    assert review(workplace, "--check") == 0


def test_the_review_names_what_breaks(
    workplace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not only on its page."""
    monkeypatch.setenv("PATH", "")  # without linters
    edit, words = BROKEN["removed enum value"]
    change(workplace, edit)

    assert review(workplace, f"--out={workplace / 'out'}") == 1

    assert words in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    "text",
    [
        "```\n## 0.2.0\n```",
        "~~~\n## 0.2.0\n~~~",
        "````\n```\n## 0.2.0\n```\n````",
        "<!--\n## 0.2.0\n-->",
        "<!--\n## 0.2.0",
        "## 0.2.0-rc.1",
        "## 0.2.0.dev1",
        "### 0.2.0",
    ],
)
def test_only_a_releases_heading_opens_the_gate(workplace: Path, text: str) -> None:
    """An example, a comment or a version before its release announces nothing."""
    change(workplace, BROKEN["removed enum value"][0])
    changelog = workplace / "CHANGELOG.md"
    changelog.write_text(changelog.read_text("utf-8") + f"\n{text}\n", "utf-8")

    assert review(workplace, "--check") == 1


def test_what_clients_bear_needs_no_version(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new optional member passes under any heading, and nothing is said."""
    change(workplace, lambda d: schema("FaceRedaction", "properties")(d).update(colour={"type": "string"}))

    assert review(workplace, "--check") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("released", "enough", "short"), [("1.2.3", "2.0.0", "1.3.0"), ("0.4.1", "0.5.0", "0.4.2")]
)
def test_from_version_1_on_the_major_number_tells(
    workplace: Path, released: str, enough: str, short: str
) -> None:
    """Below 1.0.0 it is the minor one, as semantic versions have it."""
    keep(workplace, released)
    change(workplace, lambda d: d["paths"].pop(JOB))

    announce(workplace, short)
    assert review(workplace, "--check") == 1
    announce(workplace, enough)
    assert review(workplace, "--check") == 0


def test_versions_are_compared_as_numbers(workplace: Path) -> None:
    """0.10.0 comes after 0.9.0, in the folder as in the changelog."""
    keep(workplace, "0.1.0", "0.9.0", "0.10.0")
    for version in ("0.9.0", "0.10.0"):
        announce(workplace, version)
    change(workplace, lambda d: d["paths"].pop(JOB))

    assert announced(workplace / "CHANGELOG.md") == (0, 10, 0)
    assert review(workplace, "--check") == 1


def test_a_release_keeps_the_contract_to_the_byte(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It needs its heading, and is never written a second time."""
    change(workplace, lambda d: d["paths"].pop(JOB))
    kept = workplace / "spec_releases" / "0.2.0.yaml"

    assert review(workplace, "--release", "0.2.0") == 1
    assert "isn't 0.2.0; write it first" in capsys.readouterr().out
    announce(workplace, "0.2.0")
    change(workplace, lambda d: d["info"].update(version="0.1.9"))
    assert review(workplace, "--release", "0.2.0") == 1
    assert "openapi.yaml calls itself 0.1.9" in capsys.readouterr().out
    change(workplace, lambda d: d["info"].update(version="0.2.0"))
    assert review(workplace, "--release", "0.2.0") == 0
    assert kept.read_bytes() == (workplace / "openapi.yaml").read_bytes()
    assert review(workplace, "--check") == 0
    assert review(workplace, "--release", "0.2.0") == 1


def test_a_release_that_breaks_clients_under_too_low_a_version_is_refused(workplace: Path) -> None:
    """The same rule holds for the release as for the check."""
    change(workplace, lambda d: d["paths"].pop(JOB))
    announce(workplace, "0.1.1")

    assert review(workplace, "--release", "0.1.1") == 1
    assert not (workplace / "spec_releases" / "0.1.1.yaml").exists()


def test_without_a_released_contract_the_check_says_what_to_do(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first release has nothing to be compared with."""
    keep(workplace)
    change(workplace, lambda d: d["info"].update(version="0.1.0"))

    assert review(workplace, "--check") == 1
    assert "--release VERSION" in capsys.readouterr().out
    assert review(workplace, "--release", "0.1.0") == 0
    assert review(workplace, "--check") == 0


def unquoted(text: str) -> str:
    """A status as YAML's own number."""
    return text.replace("'303':", "303:", 1)


NO_CONTRACT: dict[str, tuple[Callable[[str], str], str]] = {
    "bare status": (unquoted, "responses: the key 303 isn't text; put it into quotes"),
    "parameter without its place": (
        lambda text: text.replace("in: path", "at: path", 1),
        '"in" is a required property',
    ),
    "server without its address": (lambda text: text.replace("- url:", "- uri:", 1), '"url" is a required'),
    "reference to nothing": (
        lambda text: text.replace("schemas/JobState'", "schemas/JobSlate'", 1),
        "`#/components/schemas/JobSlate` leads nowhere within the document",
    ),
    "reference to another file": (
        lambda text: text.replace("'#/components/schemas/JobState'", "'job.yaml#/State'", 1),
        "`job.yaml#/State` leads nowhere within the document",
    ),
    "reference to itself": (
        lambda text: text + "\n    Loop: {$ref: '#/components/examples/Loop'}\n",
        "#/components/examples/Loop: `#/components/examples/Loop` leads nowhere",
    ),
    "parameter that leads to a schema": (
        lambda text: text.replace("'#/components/parameters/Location'", "'#/components/schemas/FaceId'", 1),
        "`#/components/schemas/FaceId` doesn't lead to one of `components/parameters`",
    ),
    "required told of the member itself": (
        lambda text: text.replace("minLength: 1,", "minLength: 1, required: true,", 1),
        "true is not of type",
    ),
    "limit as text": (lambda text: text.replace("minimum: 1}", "minimum: '1'}", 1), "is not of type"),
    "source as text": (
        lambda text: re.sub(r"x-source: \{[^}]*\}", "x-source: S2", text, count=1),
        '"S2" is not of type "object"',
    ),
    "anchor that holds itself": (
        lambda text: text + "\nx-loop: &loop\n  again: *loop\n",
        "holds itself, by a YAML anchor",
    ),
    "no YAML": (lambda text: text + "\n  - :\n x: [", "can't be read"),
}


@pytest.mark.parametrize("case", NO_CONTRACT.values(), ids=NO_CONTRACT.keys())
def test_what_is_no_contract_is_refused_in_words(
    workplace: Path, case: tuple[Callable[[str], str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With the place of the mistake, not with a traceback."""
    edit, words = case
    spec = workplace / "openapi.yaml"
    text = spec.read_text("utf-8")
    spec.write_text(edit(text), "utf-8")
    assert spec.read_text("utf-8") != text

    assert review(workplace, "--check") == 1
    assert words in capsys.readouterr().out


def test_a_released_contract_that_was_edited_is_noticed(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even where the contract itself was edited in the same way."""
    kept = workplace / "spec_releases" / "0.1.0.yaml"
    change(workplace, BROKEN["removed enum value"][0])
    shutil.copy(workplace / "openapi.yaml", kept)
    assert review(workplace, "--check") == 1
    assert "0.1.0.yaml isn't what was released" in capsys.readouterr().out

    kept.rename(kept.with_name("0.0.9.yaml"))
    assert review(workplace, "--check") == 1
    assert "0.0.9.yaml isn't in SHA256SUMS" in capsys.readouterr().out

    kept.with_name("0.0.9.yaml").unlink()
    assert review(workplace, "--check") == 1
    assert "0.1.0.yaml is in SHA256SUMS, but not in spec_releases" in capsys.readouterr().out


def test_without_a_changelog_the_check_says_so(workplace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As with any other file that it needs."""
    (workplace / "CHANGELOG.md").unlink()

    assert review(workplace, "--check") == 1
    assert "CHANGELOG.md can't be read" in capsys.readouterr().out


def test_the_contract_of_this_repository_passes() -> None:
    """Each released contract has its heading in the changelog, and what we have now breaks none of them.

    Of the headings only the highest, of the release that is being made, may have no contract yet. The
    contract and the package call themselves by that heading.
    """
    project = tomllib.loads((SPEC.parent / "pyproject.toml").read_text("utf-8"))["project"]
    assert load(SPEC)["info"]["version"] == project["version"] == said(announced(CHANGELOG))
    kept = {version_of(path) for path in RELEASES.glob("*.yaml")}
    named = headings(CHANGELOG)
    assert kept <= set(named)
    assert set(named) - kept <= {max(named)}
    assert main(["--check"]) == 0
