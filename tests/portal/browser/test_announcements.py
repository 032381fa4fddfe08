"""What is said to those who listen instead of looking: each thing once, when it is so."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.emulator.api import Api, wait_for
from tests.portal.browser.conftest import Held, Opener, drop, plan, wait_until

LISTEN = """() => {
    window.heard = [];
    const news = document.getElementById("news");
    const hear = () => window.heard.push(news.textContent);
    new MutationObserver(hear).observe(news, { childList: true, characterData: true, subtree: true });
}"""

STEPS = [10, 10, 30, 35, 40, 60, 60, 60, 90, 99]  # per cent that a job tells, one look after the other


def listen(page: Page) -> None:
    """Keep all that is said from now on."""
    page.evaluate(LISTEN)


def heard(page: Page) -> list[str]:
    """What was said."""
    found: list[str] = page.evaluate("window.heard")
    return found


def expect_heard(page: Page, *words: str) -> None:
    """That was said, in this order, and nothing else."""
    wait_for(lambda: heard(page), lambda found: len(found) >= len(words))
    assert heard(page) == list(words)


def expect_news(page: Page, words: str) -> None:
    """A screen reader has it: as a message, and not hidden from it."""
    expect(page.get_by_role("status").filter(has_text=words)).to_have_count(1)


@pytest.mark.usefixtures("faultless")
def test_a_redaction_is_announced_at_its_begin_its_quarters_and_its_end(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """The service is looked at far more often than it is spoken of."""
    emulator.hold(held=True)
    steps = iter(STEPS)

    def tell(route: Route) -> None:
        percent = next(steps, None)
        if percent is None:
            emulator.hold(held=False)
            route.continue_()
        else:
            route.fulfill(json={"state": "Processing", "progress": percent})

    page = open_page(f"/#/videos/{video}")
    page.route("**/Jobs/*", tell)
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    listen(page)

    page.get_by_role("button", name="Redact", exact=True).click()

    expect(page.get_by_role("heading", name="two people redacted")).to_be_visible()
    quarters = ["30 percent", "60 percent", "90 percent"]
    assert heard(page) == ["The redaction has begun", *quarters, "The redaction is done"]
    expect_news(page, "The redaction is done")
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


@pytest.mark.usefixtures("faultless")
def test_a_refused_redaction_is_never_said_to_have_begun(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """Nor one that wasn't answered yet."""
    plan(emulator, "redactVideo", 400)
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    listen(page)
    request = Held(page, "**/redact?*")

    page.get_by_role("button", name="Redact", exact=True).click()
    request.wait()
    assert heard(page) == []
    request.let_go()

    expect(page.get_by_role("alert").get_by_text("It was planned.")).to_be_visible()
    assert heard(page) == []


@pytest.mark.usefixtures("empty")
def test_an_upload_and_its_analysis_are_announced(open_page: Opener, clip: Path) -> None:
    """In words that say of which file."""
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    listen(page)

    drop(page, clip)

    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()
    expect_heard(page, "Uploading two people.mp4", "two people.mp4 is uploaded", "Looking for faces: done")
    expect_news(page, "Looking for faces: done")


@pytest.mark.usefixtures("faultless")
def test_a_failed_upload_is_announced(open_page: Opener, emulator: Api, clip: Path) -> None:
    """Without a word that it was uploaded."""
    plan(emulator, "uploadVideo", 500)
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    listen(page)

    drop(page, clip)

    expect_heard(page, "Uploading two people.mp4", "two people.mp4 wasn't uploaded")


@pytest.mark.usefixtures("faultless")
def test_a_failed_analysis_is_announced(open_page: Opener, emulator: Api, tmp_path: Path) -> None:
    """A user who waits for it needn't look."""
    file = tmp_path / "notes.mp4"
    file.write_text("no video at all")
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    emulator.hold(held=True)
    drop(page, file)
    expect(page.get_by_role("progressbar", name="Looking for faces")).to_be_visible()
    listen(page)

    emulator.hold(held=False)

    expect_heard(page, "Looking for faces: failed")
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


def test_a_download_and_a_deletion_are_announced(open_page: Opener, video: str) -> None:
    """The page itself shows little of the one, and nothing more of the other."""
    page = open_page(f"/#/videos/{video}")
    listen(page)
    with page.expect_download():
        page.get_by_role("button", name="Download the original").click()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()

    expect_heard(page, "The download has begun", "two people.mp4 is deleted")
    expect_news(page, "two people.mp4 is deleted")


def test_how_many_will_be_hidden_is_a_message_of_its_own(open_page: Opener, video: str) -> None:
    """It is said anew when somebody is unticked."""
    page = open_page(f"/#/videos/{video}")
    expect_news(page, "2 people will be hidden.")

    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()

    expect_news(page, "1 person will be hidden.")
    wait_until(page, "document.querySelectorAll('[role=status]').length === 2")
