"""A newcomer's way: open the address, drop a clip, untick one person, redact, download."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.emulator.api import Api, wait_for
from tests.portal.browser.conftest import Held, Opener, drop, redact, shoot
from tests.portal.browser.pixels import crowded_frame, difference, frame_of, streams_of

FIRST_PAGE = {"results": [], "nextPage": {"pageSize": 1000, "skip": 1000, "done": False}}


def download(page: Page, folder: Path) -> Path:
    """Press Download and take what comes."""
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download", exact=True).click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    return path


@pytest.mark.usefixtures("empty")
def test_from_drag_and_drop_to_the_downloaded_file(
    open_page: Opener, emulator: Api, clip: Path, tmp_path: Path
) -> None:
    """One person is hidden in the file, the unticked one isn't; the sound is kept."""
    page = open_page(motion="full")  # as most people have it
    expect(page.get_by_text("Drop a video here")).to_be_visible()
    shoot(page, "library-empty")
    drop(page, clip)

    expect(page.get_by_role("heading", name="2 people found")).to_be_visible()
    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()
    expect(page.get_by_text("1 person will be hidden.")).to_be_visible()
    page.get_by_role("button", name="Unknown #2 from").first.click()
    shoot(page, "people")
    page.get_by_role("button", name="Redact").click()
    expect(page.get_by_role("progressbar", name="Redaction")).to_be_visible()
    shoot(page, "redacting")
    expect(page.get_by_role("heading", name="two people redacted")).to_be_focused()
    expect(page.get_by_text("High blur, 1 of 2 hidden")).to_be_visible()
    redacted = download(page, tmp_path)

    original = next(video["id"] for video in emulator.videos() if video["name"] == clip.name)
    artifact = emulator.faces(original)
    number, boxes = crowded_frame(artifact)
    before, after = frame_of(clip, number), frame_of(redacted, number)
    assert redacted.name == "two people redacted.mp4"
    assert difference(before, after, boxes[1001]) > 15
    assert difference(before, after, boxes[1000]) < 5
    assert streams_of(redacted) == ["audio", "video"]

    page.get_by_role("link", name="Library", exact=True).first.click()
    expect(page.get_by_role("link", name=re.compile("two people"))).to_have_count(2)
    expect(page.locator(".card img:not([hidden])")).to_have_count(2)
    shoot(page, "library")


def test_a_redaction_under_way_is_found_again(open_page: Opener, emulator: Api, video: str) -> None:
    """A user who leaves the page and comes back sees how it goes, and where it went."""
    emulator.hold(held=True)
    job = emulator.redact(video, {"blurringKind": "Black"}, name="later", externalId=f"redaction-of:{video}")
    page = open_page(f"/#/videos/{video}")
    panel = page.get_by_role("region", name="Redacted versions")

    expect(panel.get_by_text("Working")).to_be_visible()
    shoot(page, "under-way")
    emulator.hold(held=False)
    emulator.wait_job(job)
    expect(panel.get_by_text("Ready")).to_be_visible()
    panel.get_by_role("link", name="later").click()

    expect(page.get_by_role("heading", name="later")).to_be_visible()
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


def test_a_version_far_down_in_a_large_library_is_found(open_page: Opener, emulator: Api, video: str) -> None:
    """The service answers in pages; one of them may have nothing of this video."""
    new_id = redact(emulator, video)
    page = open_page()
    page.route(re.compile("createdAfter=.*skip=0"), lambda route: route.fulfill(json=FIRST_PAGE))
    page.route(
        re.compile("createdAfter=.*skip=1000"),
        lambda route: route.continue_(url=route.request.url.replace("skip=1000", "skip=0")),
    )

    page.goto(f"{page.url}#/videos/{video}")

    panel = page.get_by_role("region", name="Redacted versions")
    expect(panel.get_by_role("link", name="two people redacted")).to_be_visible()
    emulator.call("DELETE", f"Videos/{new_id}")


def test_one_redaction_at_a_time(open_page: Opener, emulator: Api, video: str) -> None:
    """Another choice while it runs begins no second one; it counts for the next."""
    emulator.hold(held=True)
    page = open_page(f"/#/videos/{video}")
    button = page.get_by_role("button", name="Redact", exact=True)
    button.click()
    expect(page.get_by_text("Hiding faces…")).to_be_focused()

    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()

    expect(page.get_by_text("1 person will be hidden.")).to_be_visible()
    expect(button).to_be_disabled()
    emulator.hold(held=False)
    expect(page.get_by_role("heading", name="redacted")).to_be_visible()
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


def test_a_video_is_deleted_after_a_question(open_page: Opener, emulator: Api, video: str) -> None:
    """Keeping it is what Escape and the first button do."""
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    shoot(page, "deletion")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert emulator.state(video) == "Processed"

    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()

    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    assert video not in {one["id"] for one in emulator.videos()}


def test_a_choice_is_as_it_was_left(open_page: Opener, video: str) -> None:
    """For a version of another kind, after a look at the library or another page, and after a reload."""
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()
    page.get_by_role("radio", name="Black").check()
    page.get_by_role("link", name="Library", exact=True).first.click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()

    page.go_back()

    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).not_to_be_checked()
    expect(page.get_by_role("radio", name="Black")).to_be_checked()
    expect(page.get_by_text("1 person will be hidden.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).not_to_be_checked()
    page.get_by_role("link", name="API reference").click()
    expect(page.get_by_role("heading", name="Azure AI Video Indexer")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("radio", name="Black")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).not_to_be_checked()


def test_an_outlined_video_is_never_called_hidden(open_page: Opener, emulator: Api, video: str) -> None:
    """On its page, beside other versions, and in the library: it must not be passed on by mistake."""
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("radio", name="Bounding box").check()
    page.get_by_role("button", name="Redact").click()

    expect(page.get_by_text("Bounding box, 2 of 2 outlined, nobody hidden")).to_be_visible()
    expect(page.get_by_text("Outlines hide nobody: everybody")).to_be_visible()
    shoot(page, "outlined")
    new_id = page.url.rpartition("/")[2]
    page.get_by_role("link", name="Back to the original").click()
    versions = page.get_by_role("region", name="Redacted versions")
    expect(versions.get_by_text("2 of 2 outlined, nobody hidden")).to_be_visible()
    page.get_by_role("link", name="Library", exact=True).first.click()
    expect(page.locator(f"a[href='#/videos/{new_id}']")).to_contain_text("Outlined, nobody hidden")
    emulator.call("DELETE", f"Videos/{new_id}")


def test_a_deletion_leaves_those_who_have_gone_on_where_they_are(
    open_page: Opener, emulator: Api, clip: Path, video: str
) -> None:
    """Its answer may come when the reader is at another video."""
    other = emulator.upload(clip, name="other.mp4")
    page = open_page(f"/#/videos/{other}")
    page.get_by_role("button", name="Delete").click()
    deletion = Held(page, f"**/Videos/{other}")
    page.get_by_role("button", name="Delete it").click()
    deletion.wait()
    page.evaluate("(id) => { location.hash = `#/videos/${id}`; }", video)
    expect(page.get_by_role("heading", name="people found")).to_be_visible()

    deletion.let_go()

    wait_for(lambda: other in {one["id"] for one in emulator.videos()}, lambda there: not there)
    page.wait_for_timeout(300)  # for what must not come
    assert page.url.endswith(video)
