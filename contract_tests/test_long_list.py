"""A list with more videos than fit on a hundred lines: a page is as long as it was asked to be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from .permissions import no_live
from .receiver import held, uploaded
from .service import Service

MANY = 104
SIZES = (26, 51, 101, MANY, 1000)
"""Each is one more than a number at which a service might cut a page, or beyond the end."""


@pytest.fixture(scope="module")
def many(service: Service) -> Iterator[list[str]]:
    """The ids of many videos, newest first; nobody works on them, and they are deleted before anybody can."""
    no_live(service.aim, "a long list needs more videos than a live run may upload")
    with held(service), ExitStack() as stack:
        videos = [
            stack.enter_context(uploaded(service, b"x", name=f"{number}", partition="many"))
            for number in range(MANY)
        ]
        yield [video["id"] for video in reversed(videos)]


@pytest.mark.parametrize("size", SIZES)
def test_a_page_is_as_long_as_it_was_asked_to_be(service: Service, many: list[str], size: int) -> None:
    """Each page has exactly the videos asked for, up to the last, whatever its size."""
    for skip in range(0, MANY, size):
        params = {"partitions": "many", "pageSize": size, "skip": skip}
        page = service.call("listVideos", params=params).json()
        got = [video["id"] for video in page["results"]]
        assert got == many[skip : skip + size], f"pageSize {size}, skip {skip}: {len(got)} videos came"
        last = skip + size >= MANY
        assert page["nextPage"]["done"] == last, f"pageSize {size}, skip {skip}: {page['nextPage']}"
        assert page["nextPage"]["pageSize"] == size, f"nextPage of a page of {size}: {page['nextPage']}"


def test_the_whole_list_has_them_all(service: Service, many: list[str]) -> None:
    """Unlimited by partition, too, in their order; others may use the account meanwhile."""
    ours = set(many)
    assert [video["id"] for video in service.videos() if video["id"] in ours] == many
