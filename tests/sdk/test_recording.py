"""What a recorder of a user's sees, one that sits in the transport and writes down every exchange."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.sdk.conftest import ACCOUNT, CANARY
from tests.sdk.uses import SIGNATURE, all_uses, good
from tests.sdk.ways import API, EITHER, FILES, Way
from video_indexer_redaction import Target
from video_indexer_redaction.target import ArmAccount

BEARER = f"{CANARY}-for-arm"
TARGETS = {
    "token": Target(API, "trial", ACCOUNT, CANARY),
    "function": Target(API, "trial", ACCOUNT, lambda: CANARY),
    "ARM": Target(API, "trial", ACCOUNT, arm=ArmAccount(API, "s", "g", "n", BEARER)),
}

Entry = dict[str, Any]


class Recorder:
    """A service that writes a HAR of all that it is asked and answers, secrets and all."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: list[Entry] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer well, and write the exchange down."""
        answer = good(request)
        self._entries.append({"request": message(request), "response": message(answer)})
        self._path.write_text(json.dumps({"log": {"version": "1.2", "entries": self._entries}}), "utf-8")
        return answer


def message(seen: httpx.Request | httpx.Response) -> Entry:
    """One direction of an exchange as HAR has it."""
    line: Entry = (
        {"method": seen.method, "url": str(seen.url)}
        if isinstance(seen, httpx.Request)
        else {"status": seen.status_code}
    )
    headers = [{"name": name.lower(), "value": value} for name, value in seen.headers.multi_items()]
    return {**line, "headers": headers, "content": {"text": seen.read().decode("latin-1")}}


def places(har: Path) -> Iterator[tuple[str, str]]:
    """Where the canary stands: the origin that was asked, and the path through the exchange."""
    for entry in json.loads(har.read_text("utf-8"))["log"]["entries"]:
        url = httpx.URL(entry["request"]["url"])
        for direction, told in entry.items():
            for header in told.pop("headers"):
                if CANARY in header["value"] or CANARY in header["name"]:
                    yield f"{url.scheme}://{url.host}", f"{direction} {header['name']}"
            if CANARY in json.dumps(told):
                issuing = "generateAccessToken" in url.path
                yield f"{url.scheme}://{url.host}", f"{direction} body{' with a token' * issuing}"


@EITHER
@pytest.mark.parametrize("source", TARGETS)
def test_a_har_has_the_token_in_one_header_of_requests_to_the_api_alone(
    way: Way, source: str, tmp_path: Path
) -> None:
    """So a recorder that leaves out `Authorization`, and the answer that issues the token, is clean.

    The SDK writes no HAR itself. A recorder in the transport is given what goes over the wire, which no
    client can keep from it; what the SDK can do is to have the token nowhere else: in no URL, cookie,
    other header, body or trailer, and in nothing that goes to a file's host.
    """
    sending = {name: use for name, use in all_uses(tmp_path).items() if name != "a token"}
    for name, (method, arguments, how) in sending.items():
        har = tmp_path / f"{name}.har"

        way(method, *arguments, target=TARGETS[source], handler=Recorder(har), **how)

        found = set(places(har))
        issued = {(API, "response body with a token")} if source == "ARM" else set()
        assert found == {(API, "request authorization")} | issued


@EITHER
def test_a_har_has_the_signature_of_a_file_where_it_is_issued_and_used_alone(
    way: Way, tmp_path: Path
) -> None:
    """In the answer of DownloadUrl, and in the address at the file's host: no header repeats it."""
    har = tmp_path / "session.har"

    way("download", "v", tmp_path / "out.mp4", handler=Recorder(har))

    asked, fetched = json.loads(har.read_text("utf-8"))["log"]["entries"]
    assert fetched["request"]["url"].startswith(FILES)
    assert SIGNATURE in asked["response"]["content"]["text"]
    assert SIGNATURE in fetched["request"]["url"]
    for entry in (asked, fetched):
        assert SIGNATURE not in json.dumps([entry["request"]["headers"], entry["response"]["headers"]])
