"""The page of the spec review in a browser: its filters, and paths on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.spec_review.changes import Change, Kind
from scripts.spec_review.contract import load
from scripts.spec_review.crosscheck import NoOpinion
from scripts.spec_review.lint import Judged
from scripts.spec_review.material import Material
from scripts.spec_review.page import render
from scripts.spec_review.release import REPOSITORY, Comparison
from scripts.spec_review.seen import Entry, Record

PLACE = "`/{location}/Accounts/{accountId}/Videos/{videoId}/Thumbnails/{thumbnailId}`"


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """A review of our contract with a change and a run of the suite."""
    change = Change(Kind.COMPATIBLE, "#/x", PLACE, "It says more.")
    run = Record(
        "2026-11-23T06:28:48+00:00", False, True, True, [Entry("getJob", "answer", "200", 1, "t", None)]
    )
    opinion = NoOpinion("nothing has changed.", excused=True)
    comparison = Comparison((0, 1, 0), (0, 2, 0), [change])
    return Material(load(REPOSITORY / "openapi.yaml"), comparison, opinion, Judged(), run)


@pytest.fixture(params=[1100, 320], ids=["wide", "narrow"])
def page(
    request: pytest.FixtureRequest, browser: Browser, review: Material, tmp_path: Path
) -> Iterator[Page]:
    """The page, wide and narrow; a script error or what the policy forbids fails the test."""
    file = tmp_path / "index.html"
    file.write_text(render(review), "utf-8")
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    opened = context.new_page()
    wrongs: list[str] = []
    opened.on("console", lambda message: wrongs.append(message.text))
    opened.on("pageerror", lambda error: wrongs.append(str(error)))
    opened.goto(file.as_uri())
    yield opened
    context.close()
    assert wrongs == []


def test_statements_are_chosen_by_certainty_and_by_words(page: Page, review: Material) -> None:
    """A note that speaks of inference makes no statement an inferred one; both choices hold together."""
    inferred = [each for each in review.statements if each.source["certainty"] == "inferred"]
    rows = page.locator("#statement-rows tbody tr:visible")
    told = page.locator("[data-filter=statement-rows] output")

    page.get_by_label("Certainty").select_option("inferred")

    expect(rows).to_have_count(len(inferred))
    expect(told).to_have_text(f"{len(inferred)} of {len(review.statements)}")
    page.locator("#statement-rows-words").fill("video")
    assert 0 < rows.count() < len(inferred)
    page.get_by_label("Certainty").select_option("any")
    page.locator("#statement-rows-words").fill("")
    expect(rows).to_have_count(len(review.statements))


@pytest.mark.parametrize("table", ["statement-rows", "ledger-rows"])
def test_where_nothing_matches_a_line_says_so(page: Page, table: str) -> None:
    """An empty table would look as if it had been empty all along."""
    page.locator(f"#{table}-words").fill("no such words")

    expect(page.locator(f"[data-filter={table}] output")).to_contain_text("rows is like that.")
    expect(page.locator(f"#{table}")).to_be_hidden()


def test_a_path_in_a_first_column_has_room(page: Page) -> None:
    """It breaks into a few lines, on a narrow screen too, and the page itself doesn't scroll sideways."""
    cell = page.locator("#statement-rows tbody th, [aria-label='Every change'] tbody th").first
    box = cell.bounding_box()
    assert box
    assert box["width"] >= 15 * 16  # 15rem
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_every_row_is_there(browser: Browser, review: Material, tmp_path: Path) -> None:
    """And no filter that does nothing."""
    file = tmp_path / "index.html"
    file.write_text(render(review), "utf-8")
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(file.as_uri())

    expect(opened.locator("#statement-rows tbody tr:visible")).to_have_count(len(review.statements))
    expect(opened.get_by_label("Certainty")).to_be_hidden()
    context.close()
