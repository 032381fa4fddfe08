"""Files on their way to the service: several, refused, cancelled, waiting; and where that is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import Held, Opener, drop, plan

LOW = (1000, 500)  # pixels of a window that is lower than its page
FOOT = 24  # pixels between the last row and the window's edge, at most

DRAG = """([kind, names, inside]) => {
    const data = new DataTransfer();
    for (const name of names) data.items.add(new File(["no video"], name, { type: "video/mp4" }));
    if (!names.length) data.items.add("words", "text/plain");
    const relatedTarget = inside ? document.body : null;
    const how = { dataTransfer: data, bubbles: true, cancelable: true, relatedTarget };
    document.querySelector("main").dispatchEvent(new DragEvent(kind, how));
}"""

FOLDERS = """() => {
    DataTransferItem.prototype.webkitGetAsEntry = function entry() {
        return { isDirectory: !this.getAsFile().name.includes(".") };
    };
}"""
"""Lets what has no ending be a folder; a test can't drop a real one."""


@pytest.fixture
def waiting(emulator: Api) -> Iterator[None]:
    """An empty library in which uploads stay as they arrive."""
    emulator.control("POST", "reset")
    emulator.hold(held=True)
    yield
    emulator.control("POST", "reset")


def drag(page: Page, kind: str, *names: str, inside: bool = False) -> None:
    """One moment of a drag of files by those names, or of text; `inside`: it stays in the window."""
    page.evaluate(DRAG, [kind, names, inside])


def library(open_page: Opener) -> Page:
    """The library, when it is there."""
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    return page


def sent(page: Page) -> list[tuple[str, float]]:
    """Which names are sent from now on, and when."""
    found: list[tuple[str, float]] = []

    def look(request: Request) -> None:
        parts = urlsplit(request.url)
        if request.method == "POST" and parts.path.endswith("/Videos"):
            found.append((parse_qs(parts.query)["name"][0], time.monotonic()))

    page.on("request", look)
    return found


def names(emulator: Api) -> set[str]:
    """What the library has."""
    return {video["name"] for video in emulator.videos()}


@pytest.mark.usefixtures("waiting")
def test_all_files_that_are_dropped_arrive(open_page: Opener, emulator: Api) -> None:
    """Their rows go, and their cards come."""
    page = library(open_page)
    wanted = ("one.mp4", "two.mp4", "three.mp4")

    drag(page, "drop", *wanted)

    for name in wanted:
        expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator("#uploads")).to_be_hidden()
    assert names(emulator) == set(wanted)


def test_the_veil_goes_with_the_files(open_page: Opener) -> None:
    """When they leave the window, and at Escape for those that have gone unnoticed; text lifts none."""
    page = library(open_page)
    veil = page.locator("#veil")

    drag(page, "dragover", "one.mp4")
    expect(veil).to_be_visible()
    drag(page, "dragleave", "one.mp4", inside=True)
    expect(veil).to_be_visible()
    drag(page, "dragleave", "one.mp4")
    expect(veil).to_be_hidden()

    drag(page, "dragover", "one.mp4")
    expect(veil).to_be_visible()
    page.keyboard.press("Escape")
    expect(veil).to_be_hidden()

    drag(page, "dragover")
    expect(veil).to_be_hidden()


@pytest.mark.usefixtures("waiting")
def test_a_folder_is_said_to_be_one(open_page: Opener, emulator: Api) -> None:
    """It isn't sent, now or later; the file beside it is."""
    page = library(open_page)
    page.evaluate(FOLDERS)
    requests = sent(page)

    drag(page, "drop", "Holiday", "beach.mp4")

    row = page.locator(".upload").filter(has_text="Holiday")
    expect(row.get_by_role("alert")).to_have_text("A folder can't be uploaded. Drop the files in it.")
    expect(row.get_by_role("button")).to_have_text(["Dismiss"])
    expect(page.get_by_role("heading", name="beach.mp4")).to_be_visible()
    assert names(emulator) == {"beach.mp4"}
    assert [name for name, _ in requests] == ["beach.mp4"]


@pytest.mark.usefixtures("faultless", "waiting")
@pytest.mark.parametrize(("status", "buttons"), [(400, ["Dismiss"]), (500, ["Try again", "Dismiss"])])
def test_only_what_may_go_well_can_be_tried_again(
    open_page: Opener, emulator: Api, status: int, buttons: list[str]
) -> None:
    """A file that was refused would be refused once more."""
    plan(emulator, "uploadVideo", status)
    page = library(open_page)

    drag(page, "drop", "one.mp4")

    row = page.locator(".upload")
    expect(row.get_by_role("alert")).to_have_text("It was planned.")
    expect(row.get_by_role("button")).to_have_text(buttons)


def test_an_empty_file_is_refused_with_the_services_words(open_page: Opener, tmp_path: Path) -> None:
    """Nothing but Dismiss is offered."""
    file = tmp_path / "empty.mp4"
    file.touch()
    page = library(open_page)

    drop(page, file)

    expect(page.locator(".upload").get_by_role("alert")).to_contain_text("empty")
    expect(page.locator(".upload").get_by_role("button")).to_have_text(["Dismiss"])


@pytest.mark.usefixtures("waiting")
def test_cancel_ends_the_sending(open_page: Opener, emulator: Api) -> None:
    """The request itself is broken off."""
    page = library(open_page)
    request = Held(page, "**/Videos?name=*")
    drag(page, "drop", "one.mp4")
    request.wait()

    with page.expect_event("requestfailed") as failed:
        page.get_by_role("button", name="Cancel").click()

    assert urlsplit(failed.value.url).path.endswith("/Videos")
    expect(page.locator("#uploads")).to_be_hidden()
    assert names(emulator) == set()


@pytest.mark.usefixtures("faultless", "waiting")
def test_a_busy_service_is_waited_for_as_long_as_it_says(open_page: Opener, emulator: Api) -> None:
    """The row tells why nothing moves; then the file arrives."""
    plan(emulator, "uploadVideo", 429, retry_after=3)
    page = library(open_page)
    requests = sent(page)

    drag(page, "drop", "one.mp4")

    expect(page.locator(".upload .state")).to_have_text("Waiting, the service is busy")
    expect(page.get_by_role("heading", name="one.mp4")).to_be_visible()
    (_, first), (_, second) = requests
    assert second - first > 2.5


def boxes(*locators: Locator) -> list[list[int]]:
    """Where elements are in the window, in whole pixels."""
    found = [locator.bounding_box() for locator in locators]
    return [[round(box[side]) for side in ("x", "y", "width", "height")] for box in found if box]


@pytest.mark.parametrize("scrolled", [0, 200], ids=["at the top", "scrolled"])
def test_rows_lie_at_the_foot_of_the_window(open_page: Opener, video: str, scrolled: int) -> None:
    """Nothing of the page moves when they come, nor when they go."""
    page = open_page(f"/#/videos/{video}", size=LOW)
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    page.evaluate("(y) => window.scrollTo(0, y)", scrolled)
    page.route("**/Videos?name=*", lambda _: None)  # it never comes to an end
    parts = (
        page.get_by_role("heading", level=1),
        page.locator("video"),
        page.get_by_role("button", name="Redact"),
    )
    before = boxes(*parts)

    drag(page, "drop", "one.mp4", "two.mp4")

    expect(page.get_by_role("progressbar", name="Upload of")).to_have_count(2)
    assert boxes(*parts) == before
    last = page.locator(".upload").last.bounding_box()
    assert last is not None
    assert LOW[1] - FOOT <= last["y"] + last["height"] <= LOW[1]
    for button in page.get_by_role("button", name="Cancel").all():
        button.focus()
        assert boxes(*parts) == before
    for _ in range(2):
        page.get_by_role("button", name="Cancel").first.click()
    expect(page.locator("#uploads")).to_be_hidden()
    assert boxes(*parts) == before
