"""What goes wrong is said, and can be tried again."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

from tests.emulator.api import Api
from tests.emulator.process import Process
from tests.portal.browser.conftest import Held, Opener, drop, plan, shoot

MANY = 1_000
"""Answers: more than a page asks for."""

HOSTILE = "<img src=x onerror='document.title=0'><script>alert(1)</script> \u202egnp.mp4"
SECRET = "a secret of my own"  # noqa: S105 - of a service that lives for one test


@pytest.mark.usefixtures("faultless", "empty")
def test_a_failed_upload_is_said_and_can_be_tried_again(open_page: Opener, emulator: Api, clip: Path) -> None:
    """The row stays with the reason, and keeps the file."""
    plan(emulator, "uploadVideo", 500)
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()

    drop(page, clip)

    expect(page.get_by_role("alert").get_by_text("It was planned.")).to_be_visible()
    shoot(page, "upload-failed")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="two people.mp4")).to_be_visible()
    expect(page.locator("#uploads")).to_be_hidden()


def test_an_upload_that_breaks_off_is_said(open_page: Opener, clip: Path) -> None:
    """The service may be gone."""
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    page.route("**/Videos?name=*", lambda route: route.abort())

    drop(page, clip)

    expect(page.get_by_text("The service can't be reached.")).to_be_visible()


def test_an_upload_that_ends_leaves_the_reader_where_they_are(
    open_page: Opener, emulator: Api, video: str, clip: Path
) -> None:
    """Who looks at a video isn't drawn away from it; the row has the way to the new one."""
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()

    drop(page, clip, "another.mp4")

    expect(page.locator("#uploads").get_by_text("Uploaded")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).not_to_be_checked()
    shoot(page, "uploaded-meanwhile")
    page.locator("#uploads").get_by_role("link", name="Open").click()
    expect(page.get_by_role("heading", name="another.mp4")).to_be_visible()
    expect(page.locator("#uploads")).to_be_hidden()
    emulator.call("DELETE", f"Videos/{page.url.rpartition('/')[2]}")


def test_an_upload_that_is_cancelled_before_it_begins_is_never_sent(
    open_page: Opener, emulator: Api, clip: Path
) -> None:
    """Even while its token is on its way; the focus goes to the content."""
    before = len(emulator.videos())
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    token = Held(page, "**/generateAccessToken*")
    drop(page, clip)
    token.wait()
    page.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    token.let_go()
    page.wait_for_timeout(500)  # for what must not come

    assert len(emulator.videos()) == before
    assert page.url.endswith("/")


def test_a_file_that_is_gone_is_said_to_be(
    open_page: Opener, emulator: Api, clip: Path, tmp_path: Path
) -> None:
    """It isn't the service that can't be reached."""
    file = tmp_path / "short-lived.mp4"
    file.write_bytes(clip.read_bytes())
    plan(emulator, "uploadVideo", 500)
    page = open_page()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Choose a file").click()
    chooser.value.set_files(file)
    expect(page.get_by_role("alert").get_by_text("It was planned.")).to_be_visible()

    file.unlink()
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_text("short-lived.mp4 can't be read.")).to_be_visible()
    emulator.control("DELETE", "faults")


def test_leaving_during_an_upload_is_asked_about(open_page: Opener, clip: Path) -> None:
    """The browser's own question comes while a file is being sent, and not before."""
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page = open_page()
    page.on("dialog", leave)
    page.route("**/Videos?name=*", lambda _: None)  # it never comes to an end
    page.get_by_role("heading", name="Library").click()  # browsers ask only who has touched the page
    page.reload()
    assert asked == []

    page.get_by_role("heading", name="Library").click()
    drop(page, clip)
    expect(page.get_by_role("progressbar", name="Upload of")).to_be_visible()
    page.reload()

    assert asked == ["beforeunload"]


def test_a_file_that_is_no_video_ends_as_failed_with_the_reason(
    open_page: Opener, emulator: Api, tmp_path: Path
) -> None:
    """The page shows what the service says, and lets it be deleted."""
    file = tmp_path / "notes.mp4"
    file.write_text("no video at all")
    page = open_page()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()

    drop(page, file)

    expect(page.get_by_text("The file isn't a video that can be read")).to_be_visible()
    shoot(page, "failed")
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    assert "notes.mp4" not in {video["name"] for video in emulator.videos()}


@pytest.mark.usefixtures("faultless")
def test_access_that_is_refused_for_good_is_said(open_page: Opener, emulator: Api, video: str) -> None:
    """With a button that tries again, once there is access again."""
    plan(emulator, "getVideoIndex", 401, count=MANY)  # a new token is refused too
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_text("Access was refused: It was planned.")).to_be_visible()

    emulator.control("DELETE", "faults")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("heading", name="people found")).to_be_visible()


@pytest.mark.usefixtures("faultless")
def test_access_that_ends_before_the_redaction_keeps_the_choice(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """The panel says so, and the button works again afterwards."""
    page = open_page(f"/#/videos/{video}")
    page.get_by_role("checkbox", name="Hide Unknown #1").uncheck()
    plan(emulator, "redactVideo", 401, count=MANY)
    page.get_by_role("button", name="Redact").click()
    expect(page.get_by_role("alert").get_by_text("Access was refused")).to_be_visible()
    expect(page.get_by_role("button", name="Redact")).to_be_focused()

    emulator.control("DELETE", "faults")
    expect(page.get_by_role("checkbox", name="Hide Unknown #1")).not_to_be_checked()
    page.get_by_role("button", name="Redact").click()

    expect(page.get_by_text("High blur, 1 of 2 hidden")).to_be_visible()


@pytest.mark.usefixtures("faultless")
def test_a_passing_fault_is_waited_out(open_page: Opener, emulator: Api, video: str) -> None:
    """429 and 500 of a reading are no news for a person."""
    plan(emulator, "getVideoIndex", 429)
    plan(emulator, "getVideoArtifactUrl", 500)

    page = open_page(f"/#/videos/{video}")

    expect(page.get_by_role("heading", name="people found")).to_be_visible()


@pytest.mark.usefixtures("faultless")
def test_a_redaction_that_fails_is_said(open_page: Opener, emulator: Api, video: str) -> None:
    """The source is gone by then."""
    page = open_page(f"/#/videos/{video}")
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    emulator.control("POST", f"videos/{emulator.account.id}/{video}/expire-source")

    page.get_by_role("button", name="Redact").click()

    expect(page.get_by_role("alert").get_by_text("The redaction failed")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="people found")).to_be_visible()
    expect(page.get_by_text("has no source file any more")).to_be_visible()


@pytest.mark.usefixtures("empty")
def test_a_hostile_name_is_text(open_page: Opener, emulator: Api, clip: Path) -> None:
    """In the library, as heading, in the dialog, in the upload's row and in the title."""
    video = emulator.upload(clip, name=HOSTILE)
    page = open_page()

    expect(page.locator(".card bdi")).to_have_text(HOSTILE)
    shoot(page, "hostile-name")
    page.locator(".card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("<script>")
    page.get_by_role("button", name="Keep it").click()

    assert page.title().startswith("<img src=x")
    assert page.locator("img[src='x'], main script").count() == 0
    emulator.call("DELETE", f"Videos/{video}")


def test_an_address_of_no_video_says_so(open_page: Opener) -> None:
    """With a way back."""
    page = open_page("/#/videos/none")

    expect(page.get_by_role("heading", name="There is no such video")).to_be_visible()
    page.get_by_role("link", name="To the library").click()
    expect(page.get_by_role("heading", name="Library")).to_be_visible()


def test_tokens_that_expire_are_renewed_without_a_word(open_page: Opener, tmp_path: Path, clip: Path) -> None:
    """A page may stay open for longer than a token lives."""
    with Process(tmp_path / "data", "--token-seconds", "1") as service:
        page = open_page(url=service.url)
        expect(page.get_by_role("heading", name="Library")).to_be_visible()
        page.wait_for_timeout(1500)

        drop(page, clip)

        expect(page.get_by_role("heading", name="2 people found")).to_be_visible()
        assert page.get_by_role("alert").inner_text() == ""


def test_a_secret_of_the_operators_own_is_asked_for(open_page: Opener, tmp_path: Path) -> None:
    """A wrong one is asked for again; it is kept nowhere."""
    with Process(tmp_path / "data", secret=SECRET) as service:
        page = open_page(url=service.url)
        page.get_by_label("Secret").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert").get_by_text("That isn't the secret.")).to_be_visible()
        shoot(page, "sign-in")
        page.get_by_label("Secret").fill(SECRET)
        page.get_by_role("button", name="Sign in").click()

        expect(page.get_by_role("heading", name="Library")).to_be_visible()
        assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
