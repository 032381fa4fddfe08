"""The widgets lead to a page of the video."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx
import pytest

from .conftest import Clip, Indexed
from .permissions import no_live
from .receiver import uploaded
from .service import AuthForm, Service

widgets = pytest.mark.parametrize("widget", ["getVideoInsightsWidget", "getVideoPlayerWidget"])


def _page(service: Service, widget: str, video_id: str, auth: AuthForm = "bearer") -> str:
    """Where a widget leads."""
    answer = service.call(widget, places={"videoId": video_id}, auth=auth)
    assert answer.status_code == 301, f"{widget} answered {answer.status_code}: {answer.text}"
    return str(answer.headers["location"])


@widgets
def test_a_widget_leads_to_a_page(service: Service, indexed: Indexed, widget: str) -> None:
    """HTML, which a browser is shown without a token; what it shows then is the page's business."""
    no_live(service.aim, "its pages are on another host")
    location = _page(service, widget, indexed.id)

    answer = service.plain.get(location)

    told = f"the page {location} answered {answer.status_code} {answer.headers.get('content-type')}"
    assert answer.status_code == 200, told
    assert answer.headers["content-type"].startswith("text/html"), told


@widgets
def test_each_video_has_a_page_of_its_own(
    service: Service, indexed: Indexed, clip: Clip, widget: str
) -> None:
    """Its address names the video."""
    no_live(service.aim, "it would upload more than a live run may")
    with uploaded(service, clip.path.read_bytes(), name="paged") as video:
        pages = {_page(service, widget, video_id) for video_id in (indexed.id, video["id"])}

        assert len(pages) == 2, f"two videos have the page {pages}"
        assert any(indexed.id in page for page in pages), f"{pages} name no {indexed.id}"


@pytest.mark.parametrize("form", ["bearer", "query"])
@widgets
def test_the_address_of_a_page_gives_no_token_away(
    service: Service, indexed: Indexed, widget: str, form: AuthForm
) -> None:
    """It stands in histories and logs; our page asks for a token of its own."""
    no_live(service.aim, "the vendor's pages need one")
    location = _page(service, widget, indexed.id, form)

    assert service.token not in location
    assert not urlsplit(location).query, f"the address carries more than the way to the page: {location}"


@pytest.mark.parametrize("word", ["People", "Sentiments", "Keywords", "Search"])
def test_every_type_of_insights_is_taken(service: Service, indexed: Indexed, word: str) -> None:
    """By itself, and beside another one."""
    for words in ([word], [word, "People"]):
        answer = _insights(service, indexed, [("widgetType", each) for each in words])
        assert answer.status_code == 301, f"{words} got {answer.status_code}: {answer.text}"


@pytest.mark.parametrize("text", ["true", "false"])
def test_the_wish_to_edit_is_taken(service: Service, indexed: Indexed, text: str) -> None:
    """For contributors only."""
    answer = _insights(service, indexed, [("allowEdit", text)])
    assert answer.status_code == 301, f"allowEdit={text} got {answer.status_code}: {answer.text}"


def test_an_unknown_type_of_insights_is_refused(service: Service, indexed: Indexed) -> None:
    """Beside a known one too."""
    for words in (["Nonsense"], ["People", "Nonsense"]):
        answer = _insights(service, indexed, [("widgetType", each) for each in words])
        assert answer.status_code == 400, f"{words} got {answer.status_code}: {answer.text}"


def _insights(service: Service, indexed: Indexed, params: list[tuple[str, str]]) -> httpx.Response:
    return service.call("getVideoInsightsWidget", places={"videoId": indexed.id}, params=params)
