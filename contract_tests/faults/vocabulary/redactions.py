"""Changes of what a redaction hides, and of what it refuses."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from ...relay.messages import NOT_JSON, Answer, Request
from ..pointers import values
from .words import Context, Kind, change

MEMBERS = {"": {"faces"}, "faces": {"blurringKind", "filter"}, "filter": {"ids", "scope"}}
"""What a redaction's body may have, by object."""


def filter_of(document: Any) -> dict[str, Any] | None:
    """The filter in a redaction's body."""
    try:
        found = document["faces"]["filter"]
    except (KeyError, TypeError):
        return None
    return found if isinstance(found, dict) else None


@change(Kind.REQUEST)
def keep_ids(request: Request, _context: Context, *, slice: str) -> bool:  # noqa: A002
    """Only a slice of the chosen ids counts, written start:stop."""
    document = request.json
    chosen = filter_of(document)
    if chosen is None or not isinstance(chosen.get("ids"), list):
        return False
    start, stop = (int(part) if part else None for part in slice.split(":"))
    kept = chosen["ids"][start:stop]
    if not kept or kept == chosen["ids"]:
        return False
    chosen["ids"] = kept
    request.set_json(document)
    return True


@change(Kind.REQUEST)
async def ignore_unknown_ids(request: Request, context: Context) -> bool:
    """Ids that the video doesn't have are passed over instead of being refused."""
    document = request.json
    chosen = filter_of(document)
    if chosen is None or not isinstance(chosen.get("ids"), list):
        return False
    known = await _known_ids(request, context)
    kept = [each for each in chosen["ids"] if each in known]
    if not known or kept == chosen["ids"]:
        return False
    chosen["ids"] = kept or known[:1]
    request.set_json(document)
    return True


async def _index_of(request: Request, context: Context) -> Answer:
    """The index of the video that a request is about."""
    account, video = request.places["accountId"], request.places["videoId"]
    token = await context.upstream.token(account)
    path = f"/{quote(request.places['location'])}/Accounts/{quote(account)}/Videos/{quote(video)}/Index"
    return await context.upstream.ask("GET", path, token=token)


@change(Kind.REQUEST)
async def inherit(request: Request, context: Context, *, name: str, at: str) -> bool:
    """What a redaction doesn't say is taken from the original, as its index has it."""
    index = await _index_of(request, context)
    told = values(index.json, at) if index.status == 200 else []
    if not told or told[0] in {None, "", "Private"}:
        return False
    request.set_params([*request.params, (name, str(told[0]))])
    return True


async def _known_ids(request: Request, context: Context) -> list[int]:
    """The face ids in a video's index."""
    index = await _index_of(request, context)
    if index.status != 200:
        return []
    insights = index.json["videos"][0]["insights"] or {}
    return [face["id"] for face in insights.get("faces", [])]


@change(Kind.INSTEAD)
async def refuse_unlisted_ids(request: Request, context: Context) -> Answer | None:
    """Ids that only the Faces artifact has are refused as unknown."""
    chosen = filter_of(request.json)
    ids = chosen.get("ids") if chosen else None
    known = await _known_ids(request, context) if isinstance(ids, list) else []
    if not known or all(each in known for each in ids or ()):
        return None
    answer = await context.upstream.forward_whole(request)
    if answer.status != 202:
        return answer
    answer.replace(400, b'{"ErrorType":"INVALID_INPUT","Message":"Unknown id."}', "application/json")
    return answer


@change(Kind.REQUEST)
def ignore_empty_ids(request: Request, _context: Context) -> bool:
    """A filter without ids counts as no filter."""
    document = request.json
    chosen = filter_of(document)
    if chosen is None or chosen.get("ids") != []:
        return False
    del document["faces"]["filter"]
    request.set_json(document)
    return True


@change(Kind.REQUEST)
def ignore_unknown_members(request: Request, _context: Context, *, of: str) -> bool:
    """Unknown members are passed over instead of being refused; `of` names the object."""
    document = request.json
    inner = {
        "": document,
        "faces": document.get("faces") if isinstance(document, dict) else None,
        "filter": filter_of(document),
    }[of]
    if not isinstance(inner, dict):
        return False
    unknown = inner.keys() - MEMBERS[of]
    for name in unknown:
        del inner[name]
    if unknown:
        request.set_json(document)
    return bool(unknown)


@change(Kind.REQUEST)
def ignore_trailing_comma(request: Request, _context: Context) -> bool:
    """JSON with a comma before a closing brace or bracket is read all the same."""
    if request.body is None or request.json is not NOT_JSON:
        return False
    repaired = re.sub(rb",(\s*[}\]])", rb"\1", request.body)
    if repaired == request.body:
        return False
    request.set_body(repaired)
    return request.json is not NOT_JSON


@change(Kind.REQUEST)
def ignore_broken_body(request: Request, _context: Context) -> bool:
    """A body that isn't JSON counts as the wish to hide everybody."""
    if request.body is None or request.json is not NOT_JSON:
        return False
    request.set_body(b'{"faces":{}}', "application/json")
    return True


@change(Kind.REQUEST)
def round_kind(request: Request, _context: Context) -> bool:
    """A kind with a fraction is rounded down instead of being refused."""
    document = request.json
    faces = document.get("faces") if isinstance(document, dict) else None
    kind = faces.get("blurringKind") if isinstance(faces, dict) else None
    if not isinstance(kind, float) or kind.is_integer() or not 0 <= kind < 5:
        return False
    document["faces"]["blurringKind"] = int(kind)
    request.set_json(document)
    return True


def remember_results(answer: Answer, request: Request, context: Context) -> None:
    """Watch which job belongs to which original, and which new video to which original."""
    if request.operation == "redactVideo" and answer.status == 202:
        context.memory["original of job", answer.location_place("Jobs")] = request.places["videoId"]
    if request.operation == "getJob" and answer.status == 303:
        original = context.memory.get(("original of job", request.places["jobId"]))
        context.memory["original of video", answer.location_place("Videos")] = original


@change(Kind.REQUEST, watcher=remember_results)
def ask_for_original(request: Request, context: Context) -> bool:
    """What is asked of a redacted video is answered for its original."""
    video = request.places.get("videoId")
    original = context.memory.get(("original of video", video))
    if original is None:
        return False
    request.path = request.path.replace(f"/{video}", f"/{original}", 1)
    return True
