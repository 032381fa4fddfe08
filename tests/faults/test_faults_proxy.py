"""Without a fault the proxy alters nothing; with one, it alters what is meant and counts it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from contract_tests.faults.committing import Tally
from contract_tests.faults.proxy import Proxy
from tests.emulator.api import Api
from tests.faults.served import Served, fault, served

OF_EACH_ANSWER = {"date", "x-ms-request-id"}


@pytest.fixture(scope="module")
def clean(emulator_url: str) -> Iterator[Served]:
    """A proxy without a fault."""
    with served(emulator_url) as proxy:
        yield proxy


def _seen(response: httpx.Response) -> tuple[int, list[tuple[str, str]], bytes]:
    headers = [pair for pair in response.headers.multi_items() if pair[0] not in OF_EACH_ANSWER]
    return response.status_code, headers, response.content


def test_answers_are_the_same(clean: Served, emulator: Api, indexed: str) -> None:
    """Status, headers and body are those of the service, for odd requests too."""
    tails = ["Videos?pageSize=1", f"Videos/{indexed}/Index", "Jobs/none", "Videos/%7Bx%7D/Index", "Nothing"]
    with clean.api() as through:
        for tail in tails:
            for method in ("GET", "HEAD", "PUT"):
                assert _seen(through.call(method, tail)) == _seen(emulator.call(method, tail)), (method, tail)


def test_downloads_are_the_same(clean: Served, emulator: Api, indexed: str) -> None:
    """Files, ranges, impossible ranges and HEAD come as the service gives them."""
    with clean.api() as through:
        url = through.get(f"Videos/{indexed}/SourceFile/DownloadUrl").json()
    assert url.startswith(clean.url)
    direct = url.replace(clean.url, emulator.url)
    for headers in ({}, {"range": "bytes=10-99"}, {"range": "bytes=-5"}, {"range": "bytes=999999999-"}):
        assert _seen(httpx.get(url, headers=headers)) == _seen(httpx.get(direct, headers=headers))
    assert _seen(httpx.head(url)) == _seen(httpx.head(direct))


def test_an_upload_arrives_whole(clean: Served, emulator: Api, sample_clip: Path) -> None:
    """What was uploaded through the proxy is what the service has."""
    with clean.api() as through:
        video = through.upload(sample_clip, name="through the proxy")
    assert emulator.download(f"Videos/{video}/SourceFile/DownloadUrl") == sample_clip.read_bytes()
    emulator.call("DELETE", f"Videos/{video}")


def test_addresses_lead_back_through_the_proxy_and_redirects_are_not_followed(
    clean: Served, indexed: str
) -> None:
    """The Host header goes on as it came, and a 303 comes back as one."""
    with clean.api() as through:
        accepted = through.post(f"Videos/{indexed}/redact", json={"faces": {}})
        assert accepted.headers["location"].startswith(f"{clean.url}/")
        done = through.wait_job(accepted.headers["location"].rsplit("/", 1)[1])
    assert (done.status_code, done.content) == (303, b"")
    assert done.headers["location"].startswith(f"{clean.url}/")


def test_a_body_of_unknown_length_arrives(clean: Served, indexed: str) -> None:
    """A body in chunks is passed on."""
    with clean.api() as through:
        body = iter([b'{"faces":', b'{"more":1}}'])
        headers = {"content-type": "application/json"}
        answer = through.post(f"Videos/{indexed}/redact", content=body, headers=headers)
    assert answer.status_code == 400
    assert "more" in answer.json()["Message"]


def test_a_service_that_is_gone_is_told() -> None:
    """An unreachable service becomes a 502 that says so."""
    with served("http://127.0.0.1:9") as proxy:
        answer = httpx.get(f"{proxy.url}/trial/Accounts")
    assert answer.status_code == 502
    assert "can't be reached" in answer.json()["proxy"]


def test_controls_pass_unchanged(emulator_url: str) -> None:
    """No fault touches /_emulator."""
    every = fault({"operation": ["any", "download"]}, set_status={"to": 418})
    with served(emulator_url, every) as proxy:
        assert httpx.get(f"{proxy.url}/_emulator/health").status_code == 200
        assert proxy.hits == 0
        assert httpx.get(f"{proxy.url}/trial/Accounts/x/Videos").status_code == 418
        assert proxy.hits == 1


def test_hits_are_kept_in_a_file(emulator_url: str, tmp_path: Path) -> None:
    """The proxy says what it did."""
    tally = Tally(tmp_path / "tally.json")
    assert json.loads((tmp_path / "tally.json").read_text()) == {"hits": 0, "errors": []}
    tally.hit()
    tally.error("why")
    assert json.loads((tmp_path / "tally.json").read_text()) == {"hits": 1, "errors": ["why"]}
    assert Proxy(emulator_url, None, tally).tally is tally


def test_a_change_that_fails_leaves_the_answer_alone_and_is_noted(emulator_url: str) -> None:
    """A failing change is told apart from a fault that is noticed."""
    own = fault({"operation": "listVideos", "status": 200}, shift_member={"at": "/results", "by": "x"})
    broken = fault({"operation": "listVideos"}, retype_member={"at": "/nextPage", "to": "no such type"})
    with served(emulator_url, own) as proxy, proxy.api() as api:
        assert api.get("Videos").status_code == 200
        assert proxy.hits == 0
    with served(emulator_url, broken) as proxy, proxy.api() as api:
        assert api.get("Videos").status_code == 200
        assert proxy.proxy.tally.errors == ["retype_member: KeyError: 'no such type'"]
