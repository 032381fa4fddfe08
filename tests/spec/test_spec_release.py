"""The gate: a contract that breaks clients of the last release needs a version that says so."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.spec_notes import SPEC
from scripts.spec_review.__main__ import main
from scripts.spec_review.changelog import announced, headings
from scripts.spec_review.contract import load
from scripts.spec_review.kept import version_of
from scripts.spec_review.release import CHANGELOG, RELEASES
from scripts.spec_review.versions import said
from tests.spec.edits import JOB, VIDEOS, operation, parameter, schema
from tests.spec.walks import Node
from tests.spec.workplace import announce, change, keep, review

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
        "breaking: `getJob`, answer 404: The status 404 is gone: clients that handle it never receive it.",
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
        "> ## 0.2.0",
        "- ## 0.2.0",
        "1. ## 0.2.0",
        "0.2.0\n-----",
        "## 0.2.0 rc1",
        "## 0.2.0 - unreleased",
        "## 0.2.0 (withdrawn, see 0.1.1)",
        "## 0.2.0 is planned",
        "## 00.2.0",
        "## [0.2.0",
    ],
)
def test_only_a_releases_heading_opens_the_gate(workplace: Path, text: str) -> None:
    """An example, a quote, a comment, a version before its release or a remark on one announces nothing."""
    change(workplace, BROKEN["removed enum value"][0])
    changelog = workplace / "CHANGELOG.md"
    changelog.write_text(changelog.read_text("utf-8") + f"\n{text}\n", "utf-8")

    assert review(workplace, "--check") == 1


def test_a_release_that_is_being_made_opens_the_gate_before_it_has_a_date(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its date it is released: then its contract must be kept, which `--release` does."""
    change(workplace, BROKEN["removed enum value"][0])
    change(workplace, lambda d: d["info"].update(version="0.2.0"))
    announce(workplace, "[0.2.0]")
    assert review(workplace, "--check") == 0
    changelog = workplace / "CHANGELOG.md"
    changelog.write_text(changelog.read_text("utf-8").replace("[0.2.0]", "[0.2.0] - 2026-11-23"), "utf-8")
    capsys.readouterr()

    assert review(workplace, "--check") == 1
    assert "keep it with --release 0.2.0" in capsys.readouterr().out
    assert review(workplace, "--release", "0.2.0") == 0
    assert review(workplace, "--check") == 0


def test_a_break_of_the_generated_client_alone_is_refused(
    workplace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the wire, clients bear that a member is always there; programs that make such objects don't."""
    change(workplace, lambda d: schema("Job", "required")(d).append("failureMessage"))

    assert review(workplace, "--check") == 1
    assert (
        "breaking: class `Job` of the generated client (getJob): `failure_message` must be given now."
        in capsys.readouterr().out.splitlines()
    )


def test_no_client_is_generated_where_nothing_changed(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes a second, which a contract that is the released one to the byte needn't."""
    monkeypatch.setattr("scripts.spec_review.signatures.compare", lambda *_: pytest.fail("generated"))

    assert review(workplace, "--check") == 0


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
