"""How soon work is taken: what is urgent goes before what isn't, whatever came first."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from .conftest import Clip, Indexed
from .receiver import held, listed, uploaded
from .service import Service

URGENT_LAST = ("Low", "Normal", "High")
"""In the order in which they are sent; they must be done the other way round."""


def _order(service: Service, videos: dict[str, str]) -> list[str]:
    """The priorities of videos, in the order in which their work ended."""
    ended = {word: listed(service, video_id)["lastModified"] for word, video_id in videos.items()}
    return sorted(ended, key=lambda word: datetime.fromisoformat(ended[word]))


def test_urgent_uploads_are_analysed_first(service: Service, clip: Clip) -> None:
    """High before Normal before Low, where all of them wait for the same worker."""
    content = clip.path.read_bytes()
    with ExitStack() as stack:
        with held(service):
            busy = stack.enter_context(uploaded(service, content, name="busy"))
            service.wait_for(lambda: service.index(busy["id"]), lambda it: it["state"] == "Processing")
            videos = {
                word: str(stack.enter_context(uploaded(service, name=word, priority=word))["id"])
                for word in URGENT_LAST
            }
        for video_id in videos.values():
            service.wait_indexed(video_id)
        assert _order(service, videos) == ["High", "Normal", "Low"]


def test_urgent_redactions_are_done_first(service: Service, indexed: Indexed) -> None:
    """High before Normal before Low, where all of them wait for the same worker."""
    with held(service):
        busy = service.redact(indexed.id, {"blurringKind": "Black"}, name="busy")
        service.wait_for(lambda: service.job(busy).json(), lambda it: it["state"] == "Processing")
        jobs = {
            word: service.redact(indexed.id, {"blurringKind": "Black"}, name=word, priority=word)
            for word in URGENT_LAST
        }
    locations = {word: service.wait_job(job).headers["location"] for word, job in jobs.items()}
    videos = {word: where.split("/Videos/")[1].split("/")[0] for word, where in locations.items()}
    order = _order(service, videos)
    first = service.wait_job(busy).headers["location"].split("/Videos/")[1].split("/")[0]
    for video_id in (first, *videos.values()):
        service.delete(video_id)
    assert order == ["High", "Normal", "Low"]
