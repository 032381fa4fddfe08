"""Changes of how a job tells its story."""

from __future__ import annotations

import json
from typing import Any

from ...relay.messages import Answer, Request
from .redactions import remember_results
from .words import Context, Kind, change

UNDER_WAY: dict[str, Any] = {
    "creationTime": "2026-01-01T10:00:00.0000000Z",
    "lastUpdateTime": "2026-01-01T10:00:00.0000000Z",
    "progress": 0,
    "jobType": "Redaction",
    "state": "Processing",
}
"""A job that nothing is known of."""

DEAD_VIDEO = "0000dead00"


def remember_jobs(answer: Answer, request: Request, context: Context) -> None:
    """Watch what each job answered last while it was under way."""
    if request.operation == "getJob" and answer.status == 200 and answer.body:
        context.memory["job", request.places["jobId"]] = answer.json


async def remember_new_videos(answer: Answer, request: Request, context: Context) -> None:
    """Watch which new video belongs to which job: the newest one when the redaction was accepted."""
    if request.operation != "redactVideo" or answer.status != 202:
        return
    account = request.places["accountId"]
    path = f"/{request.places['location']}/Accounts/{account}/Videos"
    token = await context.upstream.token(account)
    page = await context.upstream.ask("GET", path, token=token, params={"pageSize": "1"})
    if page.status == 200 and page.json["results"]:
        context.memory["result", answer.location_place("Jobs")] = page.json["results"][0]["id"]


def _account_url(request: Request) -> str:
    places = request.places
    return f"http://{request.header('host')}/{places['location']}/Accounts/{places['accountId']}"


def _say(answer: Answer, job: dict[str, Any]) -> None:
    answer.replace(200, json.dumps(job).encode(), "application/json")


def _finish(answer: Answer, request: Request, video: str) -> None:
    answer.replace(303)
    answer.set_header("location", f"{_account_url(request)}/Videos/{video}/SourceFile/DownloadUrl")


@change(Kind.ANSWER, watcher=remember_jobs)
def never_finish(answer: Answer, request: Request, context: Context) -> bool:
    """A job that is done is told to be under way."""
    if answer.status != 303:
        return False
    _say(answer, context.memory.get(("job", request.places["jobId"]), UNDER_WAY))
    return True


@change(Kind.ANSWER, watcher=remember_new_videos)
def finish_at_once(answer: Answer, request: Request, context: Context) -> bool:
    """A job that is under way is told to be done."""
    video = context.memory.get(("result", request.places["jobId"]))
    if answer.status != 200 or video is None or answer.json["state"] == "Failed":
        return False
    _finish(answer, request, video)
    return True


@change(Kind.ANSWER, watcher=remember_jobs)
def start_again(answer: Answer, request: Request, context: Context) -> bool:
    """A job that was told to be done is under way at the next look."""
    key = ("done", request.places["jobId"])
    if answer.status != 303:
        return False
    seen = context.memory.get(key, 0)
    context.memory[key] = seen + 1
    if not seen % 2:
        return False
    _say(answer, context.memory.get(("job", request.places["jobId"]), UNDER_WAY))
    return True


@change(Kind.ANSWER)
def finish_with_body(answer: Answer, request: Request, _context: Context, *, status: int) -> bool:
    """A finished job answers like one under way, with the Location beside it."""
    location = answer.header("location")
    if answer.status != 303 or location is None:
        return False
    answer.replace(status, json.dumps(UNDER_WAY | {"progress": 100, "state": "Processed"}).encode())
    answer.set_header("content-type", "application/json")
    answer.set_header("location", location)
    return True


@change(Kind.ANSWER, watcher=remember_results)
def finish_elsewhere(answer: Answer, request: Request, context: Context, *, video: str) -> bool:
    """The finished job leads to the `original`, or to a `dead` video."""
    original = context.memory.get(("original of job", request.places["jobId"]))
    target = DEAD_VIDEO if video == "dead" else original
    if answer.status != 303 or target is None:
        return False
    _finish(answer, request, target)
    return True


@change(Kind.ANSWER)
def finish_with_failure(answer: Answer, request: Request, _context: Context) -> bool:
    """A failed job is told to be done."""
    if answer.status != 200 or answer.json.get("state") != "Failed":
        return False
    _finish(answer, request, DEAD_VIDEO)
    return True


@change(Kind.HEAD)
def same_job(answer: Answer, request: Request, context: Context) -> bool:
    """Every redaction is told to be the first one's job."""
    location = answer.header("location")
    if answer.status != 202 or location is None:
        return False
    first = context.memory.setdefault(("first job", request.places["accountId"]), location)
    answer.set_header("location", first)
    return bool(first != location)


@change(Kind.HEAD)
def dead_job(answer: Answer, request: Request, _context: Context) -> bool:
    """The job's address leads nowhere."""
    if answer.status != 202:
        return False
    answer.set_header("location", f"{_account_url(request)}/Jobs/0000dead-0000-4000-8000-000000000000")
    return True


@change(Kind.ANSWER)
def accept_refused(answer: Answer, request: Request, _context: Context) -> bool:
    """A redaction that was refused is told to be accepted."""
    answer.replace(202)
    answer.set_header("location", f"{_account_url(request)}/Jobs/0000beef-0000-4000-8000-000000000000")
    return True
