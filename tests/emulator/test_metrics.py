"""What the service counts, and who may read it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.emulator.api import Api, assert_problem, wait_for
from tests.emulator.conftest import Ask
from tests.emulator.outside import Outside
from video_indexer_emulator.metrics import Metrics

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}", re.IGNORECASE)
Samples = dict[tuple[str, ...], float]


def _read(api: Api) -> Samples:
    """Every sample, by its name and its labels' values."""
    response = api.http.get("/_metrics")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name.removeprefix("vi_emulator_"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def _grown(before: Samples, after: Samples, *key: str) -> float:
    return after.get(key, 0) - before.get(key, 0)


def test_requests_are_counted_by_operation_and_status(emulator: Api) -> None:
    """With their latency; the count is of answers, not of calls that a handler saw."""
    before = _read(emulator)

    emulator.get("Videos")
    emulator.get("Videos", token="wrong")  # noqa: S106
    emulator.get("Jobs/nothing")

    after = _read(emulator)
    assert _grown(before, after, "requests_total", "listVideos", "200") == 1
    assert _grown(before, after, "requests_total", "listVideos", "401") == 1
    assert _grown(before, after, "requests_total", "getJob", "404") == 1
    assert _grown(before, after, "request_duration_seconds_count", "listVideos") == 2
    assert _grown(before, after, "request_duration_seconds_sum", "listVideos") > 0


def test_what_callers_make_up_becomes_no_label(emulator: Api) -> None:
    """Unknown paths share one; so the number of series is bounded."""
    _read(emulator)
    known = set(_read(emulator))

    for number in range(20):
        emulator.http.get(f"/made/up/{number}")
        emulator.http.request("PATCH", f"/_emulator/made/{number}")
        emulator.http.get(f"/_blobs/{number}")
        emulator.get(f"Videos/{number}/Index", params={"n": number})

    new = set(_read(emulator)) - known
    counted = {key[1:] for key in new if key[0] == "requests_total"}
    assert counted <= {("unknown", "404"), ("_emulator", "404"), ("_blobs", "403"), ("getVideoIndex", "404")}
    assert len(new) < 100  # the buckets of four latencies


def test_work_is_counted_by_kind_and_state_with_its_seconds(emulator: Api, indexed: str) -> None:
    """A redaction of two seconds adds two seconds, and stands among the jobs."""
    before = _read(emulator)

    emulator.redacted(indexed, {})

    after = wait_for(
        lambda: _read(emulator),
        lambda seen: _grown(before, seen, "work_total", "redaction", "Processed") == 1,
    )
    assert _grown(before, after, "video_seconds_total", "redaction") == pytest.approx(2, abs=0.1)
    assert _grown(before, after, "jobs", "redaction", "Processed") == 1
    assert after["video_seconds_total", "analysis"] >= 2
    assert after["jobs", "analysis", "Processed"] >= 1
    assert after["database_up",] == 1


def test_the_queue_is_as_deep_as_what_waits(held: Api, indexed: str) -> None:
    """One is worked on, two wait."""
    for _ in range(3):
        held.redact(indexed, {})

    seen = wait_for(lambda: _read(held), lambda samples: samples["queue_depth", "media"] == 2)

    assert seen["jobs", "redaction", "Processing"] == 3
    assert seen["queue_depth", "callbacks"] == 0


def test_outbound_failures_are_counted_by_purpose(emulator: Api, outside: Outside) -> None:
    """Without the host's name."""
    before = _read(emulator)

    emulator.post("Videos", params={"name": "x", "videoUrl": f"{outside.url}/nothing"})

    assert _grown(before, _read(emulator), "outbound_failures_total", "check") == 1


def test_no_id_nor_name_is_in_any_label(emulator: Api, indexed: str) -> None:
    """Nor the account's."""
    text = emulator.http.get("/_metrics").text

    assert indexed not in text
    assert not GUID.search(text)
    assert "two people" not in text


def test_metrics_have_no_further_rooms_and_one_method(emulator: Api) -> None:
    """And a page of another site can't get at them by a name that it makes lead here."""
    assert_problem(emulator.http.get("/_metrics/more"), 404, "NOT_FOUND")
    assert_problem(emulator.http.post("/_metrics"), 405, "UNSUPPORTED")
    assert_problem(emulator.http.get("/_metrics", headers={"Host": "evil.example"}), 421, "FORBIDDEN")


def test_beyond_loopback_metrics_are_for_the_operator(service: Callable[..., Ask]) -> None:
    """Who has the secret; an access token isn't enough."""
    ask = service(host="0.0.0.0", secret="mine, and long enough")  # noqa: S104, S106

    assert ask("GET", "/_metrics", token="mine, and long enough").status_code == 200  # noqa: S106
    assert_problem(ask("GET", "/_metrics"), 401, "ACCESS_TOKEN_VALIDATION_FAILED")


def test_a_database_that_is_away_is_told_beside_the_rest() -> None:
    """The reading itself goes well, or the other numbers would be missing when they are needed."""
    metrics = Metrics()

    def away() -> dict[tuple[str, str], int]:
        raise OSError("gone")

    metrics.watch(away, dict)

    assert b"vi_emulator_database_up 0.0" in metrics.text()
    assert b"vi_emulator_throttled_total 0.0" in metrics.text()
