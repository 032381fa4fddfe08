"""axe-core finds no serious violation, in light and dark, wide and narrow."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import NARROW, WIDE, Opener, drop, redact, shoot, wait_until

GRAVE = {"serious", "critical"}
LOOKS = [("light", WIDE), ("dark", WIDE), ("light", NARROW), ("dark", NARROW)]
each_look = pytest.mark.parametrize(("scheme", "size"), LOOKS, ids=str)


def judge(page: Page, name: str, scheme: str, size: tuple[int, int]) -> None:
    """Shoot the page, and raise if axe finds something grave or the page is wider than the screen."""
    shoot(page, f"{name}-{scheme}{'-narrow' if size == NARROW else ''}")
    found = Axe().run(page).response["violations"]
    grave = [
        (violation["id"], violation["help"], [node["html"][:120] for node in violation["nodes"]][:4])
        for violation in found
        if violation["impact"] in GRAVE
    ]
    assert grave == [], json.dumps(grave, indent=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


@each_look
def test_library(open_page: Opener, emulator: Api, video: str, scheme: str, size: tuple[int, int]) -> None:
    """With a ready video, one that failed, and one that is redacted."""
    new_id = redact(emulator, video)
    page = open_page(scheme=scheme, size=size)
    expect(page.locator(".card img:not([hidden])").first).to_be_visible()

    judge(page, "library", scheme, size)

    emulator.call("DELETE", f"Videos/{new_id}")


def test_a_card_is_called_by_its_title_first(open_page: Opener, video: str) -> None:
    """The eye meets the picture and the length before it, a screen reader after it."""
    card = open_page().locator(f".card[href$='{video}']")

    expect(card).to_have_accessible_name(re.compile(r"^two people\.mp4 .* 0:03$"))
    picture, title = card.locator(".picture").bounding_box(), card.locator(".title").bounding_box()
    assert picture is not None
    assert title is not None
    assert picture["y"] + picture["height"] <= title["y"]


def test_a_long_name_stays_in_its_card(open_page: Opener, emulator: Api, clip: Path) -> None:
    """That of a redaction's original too, which is shown in one line."""
    long = emulator.upload(
        clip, name="a-name-without-a-single-place-where-it-could-be-broken-to-a-new-line.mp4"
    )
    emulator.wait_indexed(long)
    new_id = redact(emulator, long)
    page = open_page(size=NARROW)
    expect(page.locator(".card img:not([hidden])")).to_have_count(2)

    judge(page, "long-name", "light", NARROW)

    for one in (long, new_id):
        emulator.call("DELETE", f"Videos/{one}")


@each_look
def test_workbench(open_page: Opener, video: str, scheme: str, size: tuple[int, int]) -> None:
    """With one person kept, and the kind that needs a warning."""
    page = open_page(f"/#/videos/{video}", scheme=scheme, size=size)
    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()
    page.get_by_role("radio", name="Bounding box").check()
    wait_until(page, "document.querySelector('video').readyState >= 2")

    judge(page, "workbench", scheme, size)


@each_look
def test_comparison(open_page: Opener, emulator: Api, video: str, scheme: str, size: tuple[int, int]) -> None:
    """Before and after."""
    new_id = redact(emulator, video)
    page = open_page(f"/#/videos/{new_id}", scheme=scheme, size=size)
    expect(page.locator("video")).to_have_count(2)
    wait_until(page, "[...document.querySelectorAll('video')].every((one) => one.readyState >= 2)")

    judge(page, "comparison", scheme, size)

    emulator.call("DELETE", f"Videos/{new_id}")


@each_look
def test_api_reference(open_page: Opener, scheme: str, size: tuple[int, int]) -> None:
    """With everything unfolded."""
    page = open_page("/docs", scheme=scheme, size=size)
    shoot(page, f"docs-top-{scheme}{'-narrow' if size == NARROW else ''}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.locator("#redactVideo").scroll_into_view_if_needed()

    judge(page, "docs", scheme, size)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_work_under_way_a_failed_upload_and_a_question(
    open_page: Opener, emulator: Api, clip: Path, scheme: str
) -> None:
    """What is seen for moments only is to be read as well."""
    emulator.control("PUT", "pacing", json={"held": True})
    video = emulator.upload(clip, name="held")
    page = open_page(f"/#/videos/{video}", scheme=scheme)
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.route("**/Videos?name=*", lambda route: route.abort())
    drop(page, clip)
    expect(page.get_by_text("The service can't be reached.")).to_be_visible()
    judge(page, "under-way", scheme, WIDE)

    page.get_by_role("button", name="Delete").click()

    judge(page, "question", scheme, WIDE)
    emulator.control("PUT", "pacing", json={"held": False})
    emulator.call("DELETE", f"Videos/{video}")
