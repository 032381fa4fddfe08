"""The widgets of the vendor's portal are redirects to the service's own page of a video."""

from __future__ import annotations

import httpx
import pytest

from tests.emulator.api import Api, assert_problem

widgets = pytest.mark.parametrize("widget", ["InsightsWidget", "PlayerWidget"])


@widgets
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_widget_leads_to_the_page_of_its_video(
    emulator: Api, indexed: str, widget: str, method: str
) -> None:
    """By the address that the pages' own links have; 301, as the vendor's sample wants."""
    answer = emulator.call(method, f"Videos/{indexed}/{widget}")

    assert (answer.status_code, answer.content) == (301, b"")
    assert answer.headers["location"] == f"{emulator.url}/#/videos/{indexed}"


@widgets
def test_nobody_may_keep_the_redirect(emulator: Api, indexed: str, widget: str) -> None:
    """A cache would answer for a video that is gone, or for another caller."""
    assert emulator.get(f"Videos/{indexed}/{widget}").headers["cache-control"] == "no-store"


@widgets
def test_a_token_of_the_query_stays_behind(emulator: Api, indexed: str, widget: str) -> None:
    """A client that follows, as requests does, is at the page, without the token."""
    token = emulator.issue_token("Contributor", scope="Video", videoId=indexed)
    params = {"widgetType": "Keywords", "allowEdit": "false", "accessToken": token}
    url = emulator.url + emulator.path(f"Videos/{indexed}/{widget}")

    followed = httpx.get(url, params=params, follow_redirects=True)

    assert followed.status_code == 200
    assert str(followed.url) == f"{emulator.url}/#/videos/{indexed}"
    assert "<title>" in followed.text


@widgets
def test_a_page_of_no_video_is_not_led_to(emulator: Api, widget: str) -> None:
    """404 before any redirect."""
    assert_problem(emulator.get(f"Videos/neverwas00/{widget}"), 404, "BREAKDOWN_NOT_FOUND")


@widgets
def test_a_private_video_has_no_page_for_strangers(emulator: Api, indexed: str, widget: str) -> None:
    """Nor do they learn whether it is there."""
    assert emulator.call("GET", f"Videos/{indexed}/{widget}", token=None).status_code == 401
    assert emulator.call("GET", f"Videos/neverwas00/{widget}", token=None).status_code == 401


def test_an_unknown_kind_of_insights_is_refused(emulator: Api, indexed: str) -> None:
    """As the export documents it."""
    answer = emulator.get(f"Videos/{indexed}/InsightsWidget?widgetType=People&widgetType=Nonsense")

    assert_problem(answer, 400, "INVALID_INPUT")
    assert "Nonsense" in answer.json()["Message"]
