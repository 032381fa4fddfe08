"""What a view is made from, and what it leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.emulator.api import Api
from tests.emulator.process import Process
from tests.portal.browser.conftest import Opener, redact, wait_until

SECRET = "a secret of my own"  # noqa: S105 - of a service that lives for one test

PICTURES = """
    window.made = new Set();
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (what) => {
        const url = createObjectURL(what);
        window.made.add(url);
        return url;
    };
    URL.revokeObjectURL = (url) => {
        window.made.delete(url);
        revokeObjectURL(url);
    };
"""
"""Keeps which pictures are held in memory."""


def test_pictures_go_with_their_view(open_page: Opener, video: str) -> None:
    """A page that stays open for days mustn't fill the memory."""
    page = open_page("/docs")
    page.add_init_script(PICTURES)
    page.goto(page.url.removesuffix("docs") + f"#/videos/{video}")
    expect(page.locator(".person img:not([hidden])")).to_have_count(2)
    assert page.evaluate("window.made.size") == 2
    page.evaluate("window.old = [...window.made]")

    page.get_by_role("link", name="Library", exact=True).first.click()

    expect(page.locator(f"a[href$='{video}'] img:not([hidden])")).to_be_visible()
    wait_until(page, "!window.old.some((url) => window.made.has(url))")
    assert page.evaluate("window.made.size") >= 1


def test_a_video_lists_its_own_versions_alone(
    open_page: Opener, emulator: Api, video: str, clip: Path
) -> None:
    """Those of other videos, and other videos, are not among them."""
    other = emulator.upload(clip, name="other.mp4")
    assert emulator.wait_indexed(other) == "Processed"
    own, foreign = redact(emulator, video), redact(emulator, other)
    page = open_page(f"/#/videos/{video}")

    links = page.get_by_role("region", name="Redacted versions").get_by_role("link")

    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", f"#/videos/{own}")
    for one in (other, own, foreign):
        emulator.call("DELETE", f"Videos/{one}")


def test_a_video_that_only_claims_to_be_a_redaction_is_shown_as_what_it_is(
    open_page: Opener, emulator: Api, video: str, clip: Path
) -> None:
    """Anybody may upload with such a mark: nobody is hidden in it."""
    claimed = emulator.upload(clip, name="claimed.mp4", externalId=f"redaction-of:{video}")
    assert emulator.wait_indexed(claimed) == "Processed"

    page = open_page(f"/#/videos/{claimed}")

    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()
    expect(page.get_by_role("button", name="Redact", exact=True)).to_be_enabled()
    expect(page.get_by_text("Before", exact=True)).to_have_count(0)
    emulator.call("DELETE", f"Videos/{claimed}")


@pytest.mark.parametrize("way", ["Keep it", "Escape"])
def test_nothing_is_deleted_before_it_is_said_twice(
    open_page: Opener, emulator: Api, video: str, way: str
) -> None:
    """Not even asked of the service."""
    page = open_page(f"/#/videos/{video}")
    asked: list[str] = []
    page.on("request", lambda request: asked.extend([request.url] if request.method == "DELETE" else []))
    page.get_by_role("button", name="Delete").click()
    assert asked == []

    if way == "Escape":
        page.keyboard.press(way)
    else:
        page.get_by_role("button", name=way).click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    assert emulator.state(video) == "Processed"
    assert asked == []


def test_signing_in_can_be_put_off(open_page: Opener, tmp_path: Path) -> None:
    """Escape leaves the dialog with words, and the way back to it."""
    with Process(tmp_path / "data", secret=SECRET) as service:
        page = open_page(url=service.url)
        expect(page.get_by_label("Secret")).to_be_focused()

        page.keyboard.press("Escape")

        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("alert").get_by_text("Not signed in.")).to_be_visible()
        page.get_by_role("button", name="Try again").click()
        page.get_by_label("Secret").fill(SECRET)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Library")).to_be_visible()
