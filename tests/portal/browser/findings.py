"""Lets a page believe that other people were found in a video than there were."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.portal.browser.conftest import Opener

FACES = "**/faces.json?*"  # where signed URLs of the Faces artifact lead


def open_with(open_page: Opener, video: str, artifact: dict[str, Any], **look: Any) -> Page:
    """Open a video's page with this Faces artifact in the place of its own."""
    page = open_page(**look)
    believe(page, artifact)
    page.goto(f"{page.url}#/videos/{video}")
    return page


def believe(page: Page, artifact: dict[str, Any]) -> None:
    """Let the page read this artifact from now on."""
    page.route(FACES, lambda route: route.fulfill(json=artifact))


def somebody(number: int, *appearances: tuple[float, float], listed: bool = True) -> dict[str, Any]:
    """A person of the artifact, "Unknown #1" has the id 1000; appearances from and to, in seconds."""
    return {
        "id": 999 + number,
        "name": f"Unknown #{number}",
        "listed": listed,
        "thumbnails": [],
        "appearances": [{"start": span(start), "end": span(end)} for start, end in appearances],
    }


def span(seconds: float) -> str:
    """A time below an hour, as the API writes it."""
    return f"0:{int(seconds // 60):02}:{seconds % 60:09.6f}"
