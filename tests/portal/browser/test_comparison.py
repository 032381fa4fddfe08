"""Before and after: two players in step, and how a player gets on with its file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scripts.sample_clip import make_sample
from tests.emulator.api import Api
from tests.portal.browser.conftest import Opener, redact, shoot, wait_until

LENGTH = 8  # seconds
GAP = 0.15  # seconds that the follower is made to be behind or ahead: less than it jumps for
CLOSED = 0.06  # seconds: under a frame of the clip
BOTH = "[...document.querySelectorAll('video')]"  # the follower comes first

DISTURB = """async (wanted) => {
    const [follower, leader] = document.querySelectorAll("video");
    let aim = wanted;
    for (let attempt = 0; attempt < 20; attempt += 1) {
        follower.currentTime = leader.currentTime + aim;
        await new Promise((done) => follower.addEventListener("seeked", done, { once: true }));
        const gap = follower.currentTime - leader.currentTime;
        if (Math.abs(gap - wanted) < 0.05) {
            window.jumps = 0;
            follower.addEventListener("seeking", () => { window.jumps += 1; });
            await new Promise(requestAnimationFrame);
            return follower.playbackRate;
        }
        aim += wanted - gap; // while it sought, the other one went on
    }
    return null;
}"""
"""Puts the follower apart from the leader while they play; gives the speed that comes of it."""

CLOSE = """async () => {
    const [follower, leader] = document.querySelectorAll("video");
    const gaps = []; // of the last third of a second: what players say of their time isn't exact
    for (;;) {
        await new Promise(requestAnimationFrame);
        gaps.push(Math.abs(follower.currentTime - leader.currentTime));
        if (gaps.length > 20) gaps.shift();
        const gap = [...gaps].sort((one, other) => one - other)[10] ?? Infinity;
        const now = [gap, follower.playbackRate, window.jumps];
        if ((gap < %s && follower.playbackRate === 1) || leader.ended) return now;
    }
}"""
"""Waits until they are in step at one speed, or it is too late; gives gap, speed, jumps."""


@pytest.fixture(scope="module")
def pair(emulator: Api, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The ids of a longer video and of what was made from it."""
    path = make_sample_at(tmp_path_factory.mktemp("pair") / "walk.mp4")
    original = emulator.upload(path, name="walk.mp4")
    assert emulator.wait_indexed(original) == "Processed"
    new_id = redact(emulator, original)
    yield original, new_id
    for one in (original, new_id):
        emulator.call("DELETE", f"Videos/{one}")


def make_sample_at(path: Path) -> Path:
    """Eight seconds, small."""
    make_sample(path, seconds=LENGTH, width=320, height=180, rate=15)
    return path


def compare(open_page: Opener, pair: tuple[str, str]) -> Page:
    """The page of the redacted video, with both players ready."""
    page = open_page(f"/#/videos/{pair[1]}")
    expect(page.locator("video")).to_have_count(2)
    wait_until(page, f"{BOTH}.every((one) => one.readyState >= 3)")
    return page


def test_each_side_is_called_what_it_shows(open_page: Opener, pair: tuple[str, str]) -> None:
    """The words above a player, its name for those who don't see it, and its file belong together."""
    page = compare(open_page, pair)
    sides = page.locator("figure")

    expect(page.locator("figcaption")).to_have_text(["Before", "After"])
    for side, name, video in zip(
        sides.all(), ("Before: the original video", "After: the redacted video"), pair, strict=True
    ):
        expect(side.locator("video")).to_have_accessible_name(name)
        assert video in str(side.locator("video").get_attribute("src"))


@pytest.mark.parametrize("gap", [-GAP, GAP], ids=["behind", "ahead"])
def test_a_follower_that_is_apart_closes_the_gap_without_a_jump(
    open_page: Opener, pair: tuple[str, str], gap: float
) -> None:
    """It plays faster or slower for a while, then at the speed of the other one again."""
    page = compare(open_page, pair)
    page.get_by_role("button", name="Play").click()
    wait_until(page, f"{BOTH}.every((one) => one.currentTime > 0.3)")

    speed = page.evaluate(DISTURB, gap)

    assert speed is not None, "the follower can't be put apart"
    assert (speed > 1) == (gap < 0)
    left, speed, jumps = page.evaluate(CLOSE % CLOSED)
    assert left < CLOSED
    assert (speed, jumps) == (1, 0)


def test_the_follower_is_moved_together_with_the_slider(open_page: Opener, pair: tuple[str, str]) -> None:
    """It doesn't wait until the other one has its picture."""
    page = compare(open_page, pair)

    moved = page.evaluate(
        f"""() => {{
            const slider = document.querySelector("input[type=range]");
            slider.value = "5";
            slider.dispatchEvent(new Event("input"));
            return {BOTH}.map((one) => one.currentTime);
        }}"""
    )

    assert moved == pytest.approx([5, 5], abs=0.01)


def test_the_slider_can_be_dragged(open_page: Opener, pair: tuple[str, str]) -> None:
    """Both players go where it is let go."""
    page = compare(open_page, pair)
    slider = page.get_by_role("slider", name="Position")
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 8, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    page.mouse.up()

    wait_until(page, f"{BOTH}.every((one) => !one.seeking && one.currentTime > 0)")
    assert times(page) == pytest.approx([LENGTH / 2, LENGTH / 2], abs=0.4)


def test_arrows_move_a_little_and_with_shift_a_lot(open_page: Opener, pair: tuple[str, str]) -> None:
    """The slider says where it is, and of how much."""
    page = compare(open_page, pair)
    slider = page.get_by_role("slider", name="Position")
    slider.focus()

    for key, place in {
        "Shift+ArrowRight": 5.0,
        "ArrowUp": 5.2,
        "ArrowLeft": 5.0,
        "Shift+ArrowDown": 0.0,
    }.items():
        page.keyboard.press(key)
        expect(slider).to_have_attribute("aria-valuetext", f"0:0{place:.1f} of 0:08.0")
        assert times(page) == pytest.approx([place, place], abs=0.05)
    expect(page.get_by_text("0:00.0 / 0:08.0")).to_be_visible()


def test_the_sound_can_be_switched_off_and_on(open_page: Opener, pair: tuple[str, str]) -> None:
    """It is that of the redacted video; the original is never heard."""
    page = compare(open_page, pair)
    sound = page.get_by_role("checkbox", name="Sound")
    expect(sound).to_be_checked()
    assert muted(page) == [True, False]

    sound.uncheck()
    assert muted(page) == [True, True]

    sound.check()
    assert muted(page) == [True, False]


def test_players_stop_and_load_no_more_when_the_view_is_left(
    open_page: Opener, pair: tuple[str, str]
) -> None:
    """Nobody hears a video that they don't see."""
    page = compare(open_page, pair)
    page.get_by_role("button", name="Play").click()
    wait_until(page, f"{BOTH}.every((one) => one.currentTime > 0.3)")
    page.evaluate(f"window.players = {BOTH}")

    page.get_by_role("link", name="Library", exact=True).first.click()

    expect(page.get_by_role("heading", name="Library")).to_be_visible()
    left = page.evaluate(
        "window.players.map((one) => [one.paused, one.hasAttribute('src'), one.networkState])"
    )
    assert left == [[True, False, 0], [True, False, 0]]  # 0: it has no file


def test_before_and_after_play_in_step(open_page: Opener, emulator: Api, video: str) -> None:
    """While they play, after a seek, and when they are stopped."""
    new_id = redact(emulator, video)
    page = open_page(f"/#/videos/{new_id}")
    page.get_by_role("slider", name="Position").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    wait_until(
        page, "[...document.querySelectorAll('video')].every((one) => one.readyState >= 2 && !one.seeking)"
    )

    assert times(page) == pytest.approx([0.8, 0.8], abs=0.02)
    shoot(page, "comparison")
    page.get_by_role("button", name="Play").click()
    wait_until(page, "document.querySelectorAll('video')[1].currentTime > 1.6")
    before, after = times(page)
    assert before == pytest.approx(after, abs=0.25)
    page.get_by_role("button", name="Pause").click()
    wait_until(page, "[...document.querySelectorAll('video')].every((one) => one.paused && !one.seeking)")
    before, after = times(page)
    assert before == pytest.approx(after, abs=0.05)
    assert page.evaluate("document.querySelectorAll('video')[0].muted")
    emulator.call("DELETE", f"Videos/{new_id}")


def test_a_comparison_without_its_original_shows_the_result(
    open_page: Opener, emulator: Api, video: str
) -> None:
    """The redacted video has a life of its own."""
    new_id = redact(emulator, video)
    emulator.call("DELETE", f"Videos/{video}")

    page = open_page(f"/#/videos/{new_id}")

    expect(page.get_by_text("The original isn't on this service any more.")).to_be_visible()
    expect(page.locator("video")).to_have_count(1)
    emulator.call("DELETE", f"Videos/{new_id}")


def times(page: Page) -> list[float]:
    """Where the two players are, in seconds."""
    found: list[float] = page.evaluate(
        "[...document.querySelectorAll('video')].map((one) => one.currentTime)"
    )
    return found


def muted(page: Page) -> list[bool]:
    """Which of the two players is muted."""
    found: list[bool] = page.evaluate(f"{BOTH}.map((one) => one.muted)")
    return found
