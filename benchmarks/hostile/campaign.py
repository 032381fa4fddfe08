"""Sending hostile files to a service and seeing what becomes of them, and of the service."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks.hostile.media import Case
from tests.emulator.api import Api, wait_for

AT_ONCE = 24  # videos that are on their way together
ENDED = {"Processed", "Failed"}
BROKE_OFF = "broke off"  # what the service says of a media process that was lost: crashed, or hung


@dataclass
class Tally:
    """What has happened."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)  # by family and outcome
    server_errors: list[str] = field(default_factory=list)
    unclear: list[str] = field(
        default_factory=list
    )  # failures without words, or mistakes of the service's own
    lost: list[str] = field(default_factory=list)  # cases that cost a media process

    @property
    def cases(self) -> int:
        """How many cases have come to an end."""
        return sum(self.outcomes.values())


def send_files(api: Api, cases: Iterable[Case], tally: Tally) -> None:
    """Upload each case, redact what is accepted, delete everything; the tally tells what happened."""
    api.http.event_hooks["response"].append(lambda answer: _note_server_error(tally, answer))
    under_way: deque[tuple[Case, str]] = deque()
    for case in cases:
        under_way.append((case, _upload(api, case)))
        if len(under_way) >= AT_ONCE:
            _follow(api, tally, *under_way.popleft())
    while under_way:
        _follow(api, tally, *under_way.popleft())


def _note_server_error(tally: Tally, answer: httpx.Response) -> None:
    if answer.status_code >= 500:
        tally.server_errors.append(f"{answer.status_code} {answer.request.method} {answer.request.url.path}")


def _upload(api: Api, case: Case) -> str:
    files = {"video": (f"case.{case.suffix}", case.content)}
    answer = api.post("Videos", params={"name": case.name[:80]}, files=files)
    return str(answer.json()["id"]) if answer.status_code == 200 else ""


def _follow(api: Api, tally: Tally, case: Case, video_id: str) -> None:
    if not video_id:
        tally.outcomes[case.family, "refused at the upload"] += 1
        return
    index = wait_for(
        lambda: api.get(f"Videos/{video_id}/Index").json(), lambda seen: seen.get("state") in ENDED
    )
    if index["state"] == "Processed":
        outcome = _redact(api, tally, case, video_id)
    else:
        outcome = _failure(tally, case, str(index["videos"][0]["failureMessage"]))
    tally.outcomes[case.family, outcome] += 1
    api.call("DELETE", f"Videos/{video_id}")


def _redact(api: Api, tally: Tally, case: Case, video_id: str) -> str:
    answer = api.wait_job(api.redact(video_id, {"blurringKind": "Black"}))
    if answer.status_code != 303:
        message: dict[str, Any] = answer.json()
        return f"analysed; its redaction: {_failure(tally, case, str(message.get('failureMessage', '')))}"
    new_id = answer.headers["location"].split("/Videos/")[1].split("/")[0]
    if not api.download(f"Videos/{new_id}/SourceFile/DownloadUrl"):
        tally.unclear.append(f"{case.name}: an empty result")
    api.call("DELETE", f"Videos/{new_id}")
    return "redacted"


def _failure(tally: Tally, case: Case, message: str) -> str:
    if BROKE_OFF in message:
        tally.lost.append(f"{case.family}: {case.name} ({case.suffix})")
        return "its media process was lost; said so"
    if len(message) < 20 or message.startswith(("The analysis failed", "The redaction failed")):
        tally.unclear.append(f"{case.family}: {case.name} ({case.suffix}): {message}")
        return "failed for a reason that isn't the file's"
    return "refused with the reason"
