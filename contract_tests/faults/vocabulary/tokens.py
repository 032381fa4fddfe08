"""Changes of who may do what."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

from ...relay.messages import Answer, Request
from ...relay.upstream import read_whole
from ...service import KEY
from ...target import DEVELOPMENT
from .words import Context, Kind, change


def claims_of(token: str) -> dict[str, Any]:
    """What a token says of itself, unverified; empty if it is no JWT."""
    try:
        middle = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def remember_issued(answer: Answer, request: Request, context: Context) -> None:
    """Watch which tokens were issued."""
    if request.operation == "generateAccessToken" and answer.status == 200 and answer.body:
        context.memory.setdefault("issued", set()).add(answer.json["accessToken"])


async def _let_in(request: Request, context: Context) -> bool:
    """Give a request a token that permits everything in its account."""
    token = await context.upstream.token(request.places.get("accountId", ""))
    if token is None:
        return False
    request.set_token(token)
    return True


@change(Kind.REQUEST)
async def accept_no_token(request: Request, context: Context) -> bool:
    """A request without a token is let in."""
    carries = request.header("authorization") is not None or request.param("accessToken") is not None
    return not carries and await _let_in(request, context)


@change(Kind.REQUEST, watcher=remember_issued)
async def accept_any_token(request: Request, context: Context) -> bool:
    """A token that was never issued is let in."""
    token = request.token
    if token is None or token in context.memory.get("issued", set()):
        return False
    return await _let_in(request, context)


@change(Kind.REQUEST)
async def accept_other_account(request: Request, context: Context) -> bool:
    """A token of another account is let in."""
    account = claims_of(request.token or "").get("AccountId")
    if account is None or account == request.places["accountId"].casefold():
        return False
    return await _let_in(request, context)


@change(Kind.REQUEST)
async def accept_unknown_account(request: Request, context: Context) -> bool:
    """The account in the path isn't looked at: one that there isn't is the first one."""
    asked, known = request.places["accountId"], await context.upstream.accounts()
    if asked.casefold() in known:
        return False
    request.path = request.path.replace(f"/{asked}/", f"/{next(iter(known))}/", 1)
    return True


@change(Kind.REQUEST)
async def accept_reader(request: Request, context: Context) -> bool:
    """A token that permits reading permits everything."""
    if claims_of(request.token or "").get("Permission") != "Reader":
        return False
    return await _let_in(request, context)


@change(Kind.REQUEST)
async def accept_other_scope(request: Request, context: Context) -> bool:
    """A token for one video is good for the whole account."""
    claims = claims_of(request.token or "")
    if claims.get("Scope") != "Video" or claims.get("VideoId") == request.places.get("videoId"):
        return False
    return await _let_in(request, context)


@change(Kind.INSTEAD)
async def ignore_expiry(request: Request, context: Context, *, scope: str = "") -> Answer | None:
    """What has expired is still good: the clock is set right for a request; `scope` limits it."""
    ahead = context.upstream.ahead_seconds
    other = bool(scope) and claims_of(request.token or "").get("Scope") != scope
    if not ahead or other:
        return None
    await context.upstream.set_clock(0)
    try:
        answer = await context.upstream.forward(request)
        await read_whole(answer)
    finally:
        await context.upstream.set_clock(ahead)
    return answer


@change(Kind.REQUEST)
def refuse_query_token(request: Request, _context: Context) -> bool:
    """The token in the query isn't seen."""
    return request.remove_param("accessToken")


@change(Kind.REQUEST)
def refuse_bearer(request: Request, _context: Context) -> bool:
    """The token in the header isn't seen."""
    return request.remove_header("authorization")


@change(Kind.REQUEST)
def accept_param_name(request: Request, _context: Context, *, name: str) -> bool:
    """The token is taken from a query parameter of another name."""
    token = request.param(name)
    if token is None:
        return False
    request.remove_param(name)
    request.set_token(token)
    return True


@change(Kind.REQUEST)
def accept_header_name(request: Request, _context: Context, *, name: str) -> bool:
    """The token is taken from another header."""
    token = request.header(name)
    if token is None:
        return False
    request.remove_header(name)
    request.set_token(token.removeprefix("Bearer "))
    return True


@change(Kind.REQUEST)
def accept_scheme(request: Request, _context: Context, *, scheme: str) -> bool:
    """The token is taken from a header of another scheme; an empty one means the bare token."""
    value = request.header("authorization") or ""
    found, _, token = value.rpartition(" ")
    if not value or found.lower() != scheme.lower():
        return False
    request.set_token(token)
    return True


@change(Kind.REQUEST)
def accept_any_secret(request: Request, _context: Context) -> bool:
    """Anybody is given an access token who says anything."""
    if request.bearer is None or request.bearer == DEVELOPMENT["ARM_TOKEN"]:
        return False
    request.set_header("authorization", f"Bearer {DEVELOPMENT['ARM_TOKEN']}")
    return True


@change(Kind.REQUEST)
def accept_no_secret(request: Request, _context: Context) -> bool:
    """Anybody is given an access token who says nothing."""
    if request.header("authorization") is not None:
        return False
    request.set_header("authorization", f"Bearer {DEVELOPMENT['ARM_TOKEN']}")
    return True


@change(Kind.REQUEST)
def accept_no_key(request: Request, _context: Context) -> bool:
    """Anybody is given a token who has no subscription key."""
    if request.header(KEY) is not None or request.param("subscription-key") is not None:
        return False
    request.set_header(KEY, DEVELOPMENT["ARM_TOKEN"])
    return True


@change(Kind.REQUEST)
async def ask_for_account(request: Request, context: Context) -> bool:
    """The token is for everything in an account, whatever was asked for."""
    account = request.places.get("accountId") or next(iter(await context.upstream.accounts()))
    request.path = f"/Auth/{request.places['location']}/Accounts/{account}/AccessToken"
    return True


@change(Kind.REQUEST)
async def issue_for_other_account(request: Request, context: Context) -> bool:
    """The token is for another account than the one that was named."""
    names = list((await context.upstream.accounts()).values())
    name = request.places["accountName"]
    if name not in names or len(names) < 2:
        return False
    other = next(each for each in names if each != name)
    request.path = request.path.replace(f"/accounts/{name}/", f"/accounts/{other}/", 1)
    return True


@change(Kind.ANSWER)
def issue_expired(answer: Answer, _request: Request, _context: Context) -> bool:
    """The token that is given has expired."""
    token = answer.json["accessToken"] if answer.status == 200 else ""
    if not token:
        return False
    head, _, signature = token.split(".")
    claims = claims_of(token) | {"exp": int(time.time()) - 60}
    middle = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    answer.set_json({"accessToken": f"{head}.{middle}.{signature}"})
    return True
