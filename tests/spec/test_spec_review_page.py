"""The page of the review: complete, self-contained, and nothing in it becomes markup."""

from __future__ import annotations

import base64
import copy
import hashlib
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from scripts.spec_review import lint
from scripts.spec_review.__main__ import main
from scripts.spec_review.changes import Change, Kind
from scripts.spec_review.crosscheck import Objection, Opinion
from scripts.spec_review.lint import Finding, Judged, Waiver
from scripts.spec_review.material import Material
from scripts.spec_review.page import PARTS, render
from scripts.spec_review.release import Comparison
from scripts.spec_review.seen import Entry, Record
from scripts.spec_statements import CERTAINTIES
from tests.spec.walks import Node

EVIL = "<img src=x onerror=alert(1)>"
VOID = {"input", "meta", "wbr"}


class Reader(HTMLParser):
    """Elements, ids and the links within the page; refuses elements that aren't closed in their order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name == "href" and str(value).startswith("#"):
                self.targets.add(str(value)[1:])
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note its end."""
        assert self._open.pop() == tag


def material(document: Node, **parts: Any) -> Material:
    """A review with one of everything."""
    change = Change(Kind.BREAKING, "#/x", f"schema `{EVIL}`", f"{EVIL} is gone.", ("getJob",))
    finding = Finding("spectral", "a-rule", f"#/{EVIL}", EVIL)
    waiver = Waiver("spectral", "a-rule", "#/*", f"because {EVIL}")
    entry = Entry("getJob", "answer", "200", 7, f"test_{EVIL}", None)
    objection = Objection("getJob", f"answer {EVIL}", EVIL)
    standard = {
        "document": document,
        "comparison": Comparison((0, 1, 0), (0, 2, 0), [change]),
        "opinion": Opinion([objection], Judged([], [(finding, waiver)], [])),
        "lint": Judged([], [(finding, waiver)], []),
        "ledger": Record("2026-11-23T06:28:48+00:00", False, True, True, [entry]),
    }
    return Material(**{**standard, **parts})


@pytest.fixture
def poisoned(document: Node) -> Node:
    """A contract whose words are markup."""
    changed = copy.deepcopy(document)
    changed["info"]["title"] = EVIL
    changed["info"]["x-unknowns"].append(EVIL)
    changed["info"]["x-conflicts"][0]["point"] = EVIL
    job = changed["components"]["schemas"]["Job"]
    job["description"] = EVIL
    job["x-source"]["note"] = EVIL
    return changed


def test_no_text_becomes_markup(poisoned: Node) -> None:
    """Whatever the contract, the linters and the suite say is shown as they said it."""
    page = render(material(poisoned))
    reader = Reader(page)

    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "img" not in reader.tags
    assert reader.tags.count("script") == 1


def test_every_part_is_there_and_every_link_within_leads_somewhere(document: Node) -> None:
    """Anchors are unique, and none is dead."""
    reader = Reader(render(material(document)))

    assert set(PARTS) <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))
    assert reader.targets <= set(reader.ids)


def test_it_loads_nothing_and_its_policy_lets_only_its_own_script_run(document: Node) -> None:
    """The policy names the script and the style by their hash, and allows nothing else."""
    page = render(material(document))
    reader = Reader(page)

    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    allowed = policy[1].replace("&#x27;", "'")
    assert allowed.startswith("default-src 'none'; ")
    assert "unsafe" not in allowed
    for tag in ("script", "style"):
        (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed
        assert "url(" not in inline
    assert not {name for name, _ in reader.attributes} & {"src", "style", "onclick", "srcset"}
    assert "link" not in reader.tags


def test_the_page_names_what_breaks_and_what_was_waived(document: Node) -> None:
    """Changes with their kind, findings with their reason, the run that the ledger is of."""
    page = render(material(document, comparison=Comparison((0, 1, 0), (0, 1, 0), [
        Change(Kind.BREAKING, "#/x", "`getJob`, answer 303", "The status 303 is gone.", ("getJob",))
    ])))  # fmt: skip

    assert "The contract breaks clients of 0.1.0 in 1 place," in page
    assert "The status 303 is gone." in page
    assert "waived: because" in page
    assert "A run of 2026-11-23 06:28:48 UTC" in page


def test_what_was_not_done_is_said(document: Node) -> None:
    """Neither a missing linter nor a missing run looks like a clean one."""
    review = material(document, lint="Node is missing; install it.", ledger=None)

    page = render(review)

    assert review.faults == ["Not linted: Node is missing; install it."]
    assert page.count("Not linted: Node is missing; install it.") == 2
    assert "No run is recorded." in page
    assert "Nothing stands against this contract." not in page


def test_a_page_without_a_run_of_the_suite_says_so_first(document: Node) -> None:
    """It would look as if the suite had seen everything."""
    page = render(material(document, ledger=None))

    assert "what the suite saw isn't recorded" in unescape(page)
    assert "Nothing stands against this contract." not in page


@pytest.mark.parametrize(
    ("live", "whole", "current", "faults"),
    [(False, True, True, 1), (True, True, True, 0), (False, False, True, 0), (False, True, False, 0)],
)
def test_only_a_whole_run_of_this_contract_tells_what_nobody_saw(
    document: Node, live: bool, whole: bool, current: bool, faults: int
) -> None:
    """A part of the suite, a live run or one of an earlier contract can't have seen everything."""
    unseen = Entry("getJob", "answer", "504", 0, None, None)
    explained = Entry("getJob", "answer", "500", 0, None, "Nobody can.")

    review = material(document, ledger=Record("2026", live, whole, current, [unseen, explained]))

    assert len(review.faults) == faults


def test_the_command_writes_the_page_and_fails_where_nothing_was_linted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The page is there all the same, and the exit status says that it isn't whole."""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--without-ledger", "--out", str(tmp_path)]) == 1
    assert "Not linted: Node is missing" in capsys.readouterr().out
    assert (tmp_path / "index.html").is_file()

    monkeypatch.setattr(lint, "lint", lambda *_: [])
    monkeypatch.setattr(lint, "read_waivers", list)
    assert main(["--without-ledger", "--out", str(tmp_path)]) == 0


def test_statements_may_be_chosen_by_their_certainty(document: Node) -> None:
    """The choice and the field have labels, are hidden without a script, and every row is there then."""
    page = render(material(document))

    (box,) = re.findall(r'<div class="filter" data-filter="statement-rows" hidden="">.*?</div>', page)
    assert '<label for="statement-rows-certainty">Certainty</label>' in box
    assert re.findall(r"<option[^>]*>([^<]*)</option>", box) == ["any", *CERTAINTIES]
    assert '<output for="statement-rows-words statement-rows-certainty">' in box
    assert page.count("<select") == 1


def test_a_tolerance_is_among_the_statements_with_what_is_taken(document: Node) -> None:
    """So that a reviewer needn't look for it in the contract."""
    text = re.sub("<[^>]*>", "", render(material(document)))
    tolerance = document["info"]["x-tolerates"][0]

    assert tolerance["id"] in text
    assert tolerance["description"] in text


def test_a_break_of_the_generated_client_is_in_the_table_of_changes(document: Node) -> None:
    """Beside those of the wire, and counted with them."""
    gone = Change(Kind.BREAKING, "#/x", "class `Job` of the generated client", "It is gone.", ("getJob",))
    more = Change(Kind.COMPATIBLE, "#/y", "`getJob`", "It says more.", ("getJob",))
    review = material(document, comparison=Comparison((0, 1, 0), (0, 1, 0), [more], [gone]))

    page = render(review)

    assert "class <code>Job</code> of the generated client" in page
    assert page.index("It is gone.") < page.index("It says more.")
    assert review.faults[0].startswith("The contract breaks clients of 0.1.0 in 1 place,")
