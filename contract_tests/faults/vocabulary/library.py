"""Changes of what the library keeps, shows and forgets."""

from __future__ import annotations

from ...relay.messages import Answer, Request
from .jobs import remember_new_videos
from .words import Context, Kind, change


async def _in_account(request: Request, context: Context, account: str) -> Answer:
    """Ask for the same thing in another account, with a token of that account."""
    asked, token = request.places["accountId"], await context.upstream.token(account)
    path = request.path.replace(f"/{asked}/", f"/{account}/", 1).removesuffix(f"/{asked}")
    params = {name: value for name, value in request.params if name.casefold() != "accesstoken"}
    return await context.upstream.ask("GET", path, token=token, host=request.header("host"), params=params)


async def _others(request: Request, context: Context) -> list[str]:
    asked = request.places["accountId"].casefold()
    accounts = await context.upstream.accounts()
    return [account for account in accounts if account != asked] if asked in accounts else []


@change(Kind.INSTEAD)
async def pretend_to_delete(request: Request, context: Context) -> Answer | None:
    """A deletion does nothing and says that it is done."""
    asked = Request(method="GET", path=f"{request.path}/Index", query=request.query, headers=request.headers)
    index = await context.upstream.forward_whole(asked)
    if index.status != 200 or request.token is None:
        return None
    index.replace(204)
    return index


@change(Kind.ANSWER)
async def forget_upload(answer: Answer, request: Request, context: Context) -> bool:
    """An upload is taken in, and nothing is kept of it."""
    if answer.status != 200:
        return False
    account = request.places["accountId"]
    path = f"/{request.places['location']}/Accounts/{account}/Videos/{answer.json['id']}"
    gone = await context.upstream.ask("DELETE", path, token=await context.upstream.token(account))
    return gone.status in {200, 204}


@change(Kind.ANSWER)
async def list_other_accounts(answer: Answer, request: Request, context: Context) -> bool:
    """The list shows another account's videos among the account's own."""
    if answer.status != 200:
        return False
    page, altered = answer.json, False
    for account in await _others(request, context):
        other = await _in_account(request, context, account)
        found = other.json["results"] if other.status == 200 else []
        page["results"] += found
        altered = altered or bool(found)
    answer.set_json(page)
    return altered


@change(Kind.ANSWER, watcher=remember_new_videos)
def hide_redacted(answer: Answer, _request: Request, context: Context) -> bool:
    """The list leaves out what redactions have made."""
    made = [video for (word, *_), video in context.memory.items() if word == "result"]
    page = answer.json
    if answer.status != 200 or not any(video["id"] in made for video in page["results"]):
        return False
    page["results"] = [video for video in page["results"] if video["id"] not in made]
    answer.set_json(page)
    return True


@change(Kind.ANSWER)
async def look_in_other_accounts(answer: Answer, request: Request, context: Context) -> bool:
    """What isn't in the account is found if it is in another one."""
    if answer.status != 404:
        return False
    for account in await _others(request, context):
        other = await _in_account(request, context, account)
        if other.status < 400:
            answer.status, answer.headers, answer.body = other.status, other.headers, other.body
            return True
    return False


@change(Kind.ANSWER)
def remember_the_gone(answer: Answer, request: Request, context: Context) -> bool:
    """What was once there is answered as it last was, though it is gone."""
    key = ("seen", request.operation, request.path.casefold(), request.param("type"))
    if answer.status < 400:
        context.memory[key] = (answer.status, list(answer.headers), answer.body)
        return False
    if answer.status not in {404, 410} or key not in context.memory:
        return False
    answer.status, answer.headers, answer.body = context.memory[key]
    return True


@change(Kind.ANSWER)
def freeze_answer(answer: Answer, request: Request, context: Context) -> bool:
    """The first success of an address is repeated for ever."""
    if answer.status != 200:
        return False
    key = ("frozen", request.path.casefold(), request.param("skip"))
    first: bytes = context.memory.setdefault(key, answer.body or b"")
    if first == answer.body:
        return False
    answer.set_body(first)
    return True


@change(Kind.ANSWER)
def give_other_id(answer: Answer, request: Request, context: Context) -> bool:
    """The video that is answered has the id of the one before it."""
    if answer.status != 200:
        return False
    video = answer.json
    before = context.memory.get("video")
    context.memory["video"] = video["id"]
    if before in {None, video["id"]}:
        return False
    answer.set_json(video | {"id": before})
    return True


@change(Kind.REQUEST)
def ask_for_other_video(request: Request, context: Context) -> bool:
    """What is asked of a video is answered for the one that was asked for before."""
    video = request.places["videoId"]
    known = context.memory.setdefault("videos", [])
    if video not in known:
        known.append(video)
    other = next((each for each in known if each != video), None)
    if other is None:
        return False
    request.path = request.path.replace(f"/{video}", f"/{other}", 1)
    return True
