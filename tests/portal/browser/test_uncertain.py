"""Uncertain finds are hidden like people, unless they are kept; the page counts them apart."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener, wait_until
from tests.portal.browser.findings import open_with, somebody
from tests.portal.browser.pixels import crowded_frame
from tests.portal.browser.test_moments import expect_covered, regions, seek


@pytest.fixture
def artifact(emulator: Api, video: str) -> dict[str, Any]:
    """What was found in the video, to be changed."""
    return emulator.faces(video)


def finds(artifact: dict[str, Any], number: int) -> dict[str, Any]:
    """The artifact with uncertain finds besides its two people."""
    more = [somebody(3 + at, (0.0, 0.2), listed=False) for at in range(number)]
    return artifact | {"faces": artifact["faces"] + more}


def expect_words(page: Page, panel: str, finds: str) -> None:
    """What the panel and the list's summary say."""
    expect(page.locator(".summary")).to_have_text(panel)
    expect(page.locator("summary")).to_have_text(finds)


def test_an_uncertain_find_is_hidden_in_the_preview(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """As it is in the file."""
    artifact["faces"][1]["listed"] = False
    page = open_with(open_page, video, artifact)
    expect(page.get_by_role("heading", name="1 person found")).to_be_visible()
    number, _ = crowded_frame(artifact)
    page.get_by_role("checkbox", name="Hide Unknown #1 id").uncheck()
    page.get_by_role("radio", name="Black").check()
    wait_until(page, "document.querySelector('video').readyState >= 2")

    seek(page, (number + 0.5) / artifact["frameRate"])

    expect_covered(page, regions(artifact, 1001)[number])


def test_people_and_uncertain_finds_are_counted_apart(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """All, some and none of them, in the panel and in the list."""
    page = open_with(open_page, video, finds(artifact, 9))
    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()
    expect_words(page, "2 people and 9 uncertain finds will be hidden.", "9 uncertain finds, all hidden")

    page.locator("summary").click()
    page.get_by_role("checkbox", name="Hide Unknown #5").uncheck()
    page.get_by_role("checkbox", name="Hide Unknown #1 id").uncheck()

    expect_words(page, "1 person and 8 uncertain finds will be hidden.", "9 uncertain finds, 8 hidden")
    page.get_by_role("radio", name="Bounding box").check()
    expect(page.locator(".summary")).to_have_text("1 person and 8 uncertain finds will be outlined.")


def test_a_single_uncertain_find_is_one(open_page: Opener, video: str, artifact: dict[str, Any]) -> None:
    """Alone it is worth a redaction, too."""
    page = open_with(open_page, video, finds(artifact, 1))
    expect_words(page, "2 people and 1 uncertain find will be hidden.", "1 uncertain find, all hidden")

    page.get_by_role("checkbox", name="Hide Unknown #1 id").uncheck()
    page.get_by_role("checkbox", name="Hide Unknown #2").uncheck()

    expect(page.locator(".summary")).to_have_text("1 uncertain find will be hidden.")
    expect(page.get_by_role("button", name="Redact", exact=True)).to_be_enabled()


def test_keep_all_and_hide_all_mean_everybody(
    open_page: Opener, video: str, artifact: dict[str, Any]
) -> None:
    """The uncertain finds too, even while they are folded away."""
    page = open_with(open_page, video, finds(artifact, 9))
    page.get_by_role("button", name="Keep all").click()
    expect_words(page, "Nobody is ticked.", "9 uncertain finds, none hidden")
    expect(page.get_by_role("button", name="Redact", exact=True)).to_be_disabled()
    expect(page.locator(".person input:checked")).to_have_count(0)

    page.get_by_role("button", name="Hide all").click()

    expect_words(page, "2 people and 9 uncertain finds will be hidden.", "9 uncertain finds, all hidden")
    expect(page.get_by_role("button", name="Redact", exact=True)).to_be_enabled()
    expect(page.locator(".person input:checked")).to_have_count(11)
