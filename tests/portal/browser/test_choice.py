"""What is chosen for a video counts for that video alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener
from tests.portal.browser.findings import believe, open_with


@pytest.fixture
def other(emulator: Api, clip: Path) -> Iterator[str]:
    """The id of another video of the same people."""
    video_id = emulator.upload(clip, name="other.mp4")
    assert emulator.wait_indexed(video_id) == "Processed"
    yield video_id
    emulator.call("DELETE", f"Videos/{video_id}")


def choose(page: Page) -> None:
    """Keep the first person, hide the other in black."""
    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()
    page.get_by_role("radio", name="Black").check()


def expect_chosen(page: Page) -> None:
    """That is chosen."""
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="Hide Unknown #2")).to_be_checked()
    expect(page.get_by_role("radio", name="Black")).to_be_checked()


def expect_untouched(page: Page, name: str) -> None:
    """Everybody is hidden by the kind that a page begins with."""
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_role("radio", name="High blur")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Hide Unknown #2")).to_be_checked()


def test_a_choice_is_not_taken_over_to_another_video(open_page: Opener, video: str, other: str) -> None:
    """Back at the first one, or there by its address again, it is as it was left."""
    page = open_page(f"/#/videos/{video}")
    choose(page)

    first = page.url
    page.goto(first.replace(video, other))

    expect_untouched(page, "other.mp4")
    page.go_back()
    expect(page.get_by_role("heading", name="two people.mp4")).to_be_visible()
    expect_chosen(page)
    page.go_forward()
    expect_untouched(page, "other.mp4")
    page.goto(first)
    expect(page.get_by_role("heading", name="two people.mp4")).to_be_visible()
    expect_chosen(page)
    page.go_back()
    expect_untouched(page, "other.mp4")
    page.reload()
    expect_untouched(page, "other.mp4")


def test_what_the_history_keeps_of_another_video_does_not_count(
    open_page: Opener, video: str, other: str
) -> None:
    """An address may be changed in its place, and the page loaded anew."""
    page = open_page(f"/#/videos/{video}")
    choose(page)
    expect_chosen(page)

    page.evaluate("(id) => history.replaceState(history.state, '', `#/videos/${id}`)", other)
    page.reload()

    expect_untouched(page, "other.mp4")


def test_a_person_who_was_kept_and_is_not_in_the_video_is_left_out(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """Of what is chosen, and of what is sent: the service knows no such person."""
    artifact = emulator.faces(video)
    page = open_with(open_page, video, artifact)
    choose(page)
    expect_chosen(page)
    asked: list[Any] = []
    page.route("**/redact?*", lambda route, request: refuse(route, request, asked))

    believe(page, artifact | {"faces": artifact["faces"][1:]})
    page.reload()
    expect(page.get_by_text("1 person will be hidden.")).to_be_visible()
    expect(page.get_by_role("radio", name="Black")).to_be_checked()
    page.get_by_role("button", name="Redact", exact=True).click()

    expect(page.get_by_role("alert").get_by_text("It was planned.")).to_be_visible()
    assert asked == [{"faces": {"blurringKind": "Black"}}]


def refuse(route: Route, request: Request, asked: list[Any]) -> None:
    """Take what is asked for, and carry nothing out."""
    asked.append(request.post_data_json)
    route.fulfill(status=400, json={"ErrorType": "INVALID_INPUT", "Message": "It was planned."})
