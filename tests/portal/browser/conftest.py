"""A browser for the portal's tests: the machine's own Chromium, and a page that may do no wrong."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright

from scripts.sample_clip import make_sample
from tests.emulator.api import Api, wait_for
from tests.emulator.process import Process

OUT = Path(__file__).resolve().parents[3] / "out" / "portal"
WIDE = (1360, 900)
NARROW = (390, 844)
PATIENCE = 30_000  # ms; a busy machine analyses slowly

Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def emulator_url(data_folder: Path) -> Iterator[str]:
    """An emulator in a process of its own, as a newcomer starts it; Playwright has this one's event loop."""
    with Process(data_folder) as service:
        yield service.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as Debian packages it; nothing is downloaded."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("There is no Chromium: `apt-get install chromium`, or name it by CHROMIUM.")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        # Without a sandbox, for containers run as root; the pages are our own.
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP *.example 127.0.0.1"]
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, emulator_url: str) -> Iterator[Opener]:
    """Open a page of the portal; every script error, forbidden thing and foreign host fails the test."""
    wrongs: list[str] = []
    contexts = []

    def open_one(
        path: str = "/",
        *,
        url: str = emulator_url,
        size: tuple[int, int] = WIDE,
        scheme: str = "light",
        motion: str = "reduce",
        forced: bool = False,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="no-preference" if motion == "full" else "reduce",
            forced_colors="active" if forced else "none",
            accept_downloads=True,
            ignore_https_errors=True,  # the certificate of a proxy before the service is the test's own
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: wrongs.append(f"script error: {error}"))
        page.on("console", lambda message: wrongs.extend(_forbidden(message.text)))
        page.on("request", lambda request: wrongs.extend(_foreign(request, url)))
        page.goto(url + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert wrongs == []


def _forbidden(text: str) -> list[str]:
    return [text] if "Content Security Policy" in text or "TrustedHTML" in text else []


def _foreign(request: Request, url: str) -> list[str]:
    parts = urlsplit(request.url)
    own = parts.netloc == urlsplit(url).netloc or parts.scheme in {"blob", "data"}
    return [] if own else [f"asked another host: {request.url}"]


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people, three seconds, large enough to be looked at."""
    path = tmp_path_factory.mktemp("portal") / "two people.mp4"
    make_sample(path, seconds=3, width=640, height=360, rate=15)
    return path


@pytest.fixture
def video(emulator: Api, clip: Path) -> Iterator[str]:
    """The id of that clip, uploaded and Processed."""
    video_id = emulator.upload(clip, name="two people.mp4")
    assert emulator.wait_indexed(video_id) == "Processed"
    yield video_id
    emulator.call("DELETE", f"Videos/{video_id}")


@pytest.fixture
def empty(emulator: Api) -> None:
    """Nothing in the library."""
    emulator.control("POST", "reset")


@pytest.fixture
def faultless(emulator: Api) -> Iterator[None]:
    """No fault, no held work and no shifted clock stays behind."""
    yield
    emulator.control("DELETE", "faults")
    emulator.hold(held=False)
    emulator.control("PUT", "clock", json={"aheadSeconds": 0})


def plan(emulator: Api, operation: str, status: int, count: int = 1, retry_after: int = 1) -> None:
    """Let the next calls of an operation fail; `retry_after` is in seconds, for 429."""
    fault = {"operationId": operation, "status": status, "count": count, "message": "It was planned."}
    assert emulator.control("POST", "faults", json=fault | {"retryAfter": retry_after}).status_code == 201


def wait_until(page: Page, expression: str) -> None:
    """Wait until JavaScript is true; Playwright's own way is forbidden by the pages' policy."""
    wait_for(lambda: page.evaluate(expression), bool)


class Held:
    """Requests to an address that wait until they are let go."""

    def __init__(self, page: Page, address: str) -> None:
        self._page, self._address = page, address
        self._waiting: list[Route] = []
        page.route(address, self._hold)

    def _hold(self, route: Route) -> None:
        self._waiting.append(route)

    def wait(self) -> None:
        """Wait for the first one."""

        def look() -> list[Route]:
            self._page.evaluate("0")  # lets Playwright take what has come
            return self._waiting

        wait_for(look, bool)

    def let_go(self) -> None:
        """Let the first one go on, until it is answered."""
        with self._page.expect_response(self._address):
            self._waiting.pop(0).continue_()


def redact(emulator: Api, video: str) -> str:
    """Redact as the portal does; returns the new video's id."""
    job = emulator.redact(
        video, {"blurringKind": "Black"}, name="two people redacted", externalId=f"redaction-of:{video}"
    )
    answer = emulator.wait_job(job)
    return str(answer.headers["location"].split("/Videos/")[1].split("/")[0])


def shoot(page: Page, name: str) -> None:
    """Leave a screenshot for people in out/portal."""
    OUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUT / f"{name}.png")


def drop(page: Page, file: Path, name: str | None = None) -> None:
    """Drag a file over the page and let it go."""
    content = base64.b64encode(file.read_bytes()).decode()
    data = page.evaluate_handle(
        """([content, name]) => {
            const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], name, { type: "video/mp4" }));
            return data;
        }""",
        [content, name or file.name],
    )
    page.dispatch_event("main", "dragover", {"dataTransfer": data})
    expect(page.locator("#veil")).to_be_visible()
    page.dispatch_event("main", "drop", {"dataTransfer": data})
    expect(page.locator("#veil")).to_be_hidden()
