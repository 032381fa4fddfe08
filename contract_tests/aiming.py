"""Point generated requests at real things, where chance alone would never find them.

What a case has that breaks the contract stays as it was drawn; only its lawful parts are aimed. One case
in four is left alone, so that unknown accounts, videos and jobs are met as well. Which one depends on the
case alone, for hypothesis must be able to play it again.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any

from schemathesis import Case
from schemathesis.core import NOT_SET
from schemathesis.core.parameters import ParameterLocation
from schemathesis.transport.serialization import Binary

from .service import KEY
from .world import NOT_A_VIDEO, World

NOWHERE = "http://127.0.0.1:9/nothing-listens-here"
"""In place of a drawn videoUrl: no test may send anything beyond this machine."""

CREDENTIALS = {"Authorization", "accessToken", KEY, "subscription-key"}
PARTS = (ParameterLocation.PATH, ParameterLocation.QUERY, ParameterLocation.BODY)


@dataclass(frozen=True)
class Shot:
    """How a case is sent."""

    headers: dict[str, str]
    params: dict[str, str]
    aimed: bool


def operation_id(case: Case[Any]) -> str:
    """The operation that a case is for."""
    return str(case.operation.definition.raw["operationId"])


def lot(case: Case[Any]) -> int:
    """A number that depends on what was drawn, and on nothing else."""
    parts = (case.method, case.path_parameters, case.query, case.body)
    return zlib.crc32(repr(parts).encode("utf-8", "replace"))


def aim(case: Case[Any], world: World) -> Shot:
    """Change a case so that it meets real things; returns the credentials to send it with."""
    number = lot(case)
    aimed = number % 4 != 0
    path, query, body = (lawful(case, part) for part in PARTS)
    shot = credentials(case, world, number, aimed=aimed)
    if path:
        places = _places(case, world, number) if aimed else _account(case, world, number)
        case.path_parameters = {**(case.path_parameters or {}), **places}
    if query:
        case.query = _query(case, world, number, aimed=aimed)
    if aimed and body and isinstance(case.body, dict):
        case.body = _body(case, case.body, world, number)
    # Without this, schemathesis would judge the new values, and take a list in its wire form for a breach.
    case._record_starting_state()
    return shot


def lawful(case: Case[Any], location: ParameterLocation) -> bool:
    """Whether a part of the case keeps to the contract."""
    return case.meta is None or not case.meta.is_negative_at(location)


def credentials(case: Case[Any], world: World, number: int, *, aimed: bool = True) -> Shot:
    """The token in one of its two forms; none where the case is about a bad one."""
    if case.meta is not None and getattr(case.meta.phase.data, "parameter", None) in CREDENTIALS:
        return Shot({}, {}, aimed=False)
    if (
        not lawful(case, ParameterLocation.HEADER)
        and not {"Authorization", KEY} & (case.headers or {}).keys()
    ):
        return Shot({}, {}, aimed=False)  # what it breaks may be just that
    operation = world.service.operation(operation_id(case))
    if operation.of_resource_manager:
        arm = world.service.target.arm
        return Shot({"Authorization": f"Bearer {arm.bearer}"} if arm else {}, {}, aimed)
    if operation.takes_a_key:
        return _key(case, world, number, aimed=aimed)
    token = world.service.token
    if number % 3:
        return Shot({"Authorization": f"Bearer {token}"}, {}, aimed)
    case.headers.pop("Authorization", None)
    return Shot({}, {"accessToken": token}, aimed)


def _key(case: Case[Any], world: World, number: int, *, aimed: bool) -> Shot:
    """A subscription key in one of its two forms."""
    key = world.service.target.key
    if key is None:
        return Shot({}, {}, aimed=False)
    if number % 3:
        return Shot({KEY: key}, {}, aimed)
    case.headers.pop(KEY, None)
    return Shot({}, {"subscription-key": key}, aimed)


def _account(case: Case[Any], world: World, number: int) -> dict[str, str]:
    """The real account for every other case that isn't aimed, so that its unknown video is looked for."""
    target = world.service.target
    of_resource_manager = world.service.operation(operation_id(case)).of_resource_manager
    if of_resource_manager or number % 8 == 0:
        return {}
    places = {"location": target.location, "accountId": target.account_id}
    if operation_id(case) == "getVideoSourceFileDownloadUrl":
        places["videoId"] = world.expired_id
    return places


def _places(case: Case[Any], world: World, number: int) -> dict[str, str]:
    target = world.service.target
    drawn = case.path_parameters or {}
    if world.service.operation(operation_id(case)).of_resource_manager:
        names = world.service.arm_places() if target.arm else {}
        return {name: value for name, value in names.items() if name in drawn}
    places = {"location": target.location, "accountId": target.account_id}
    places = {name: value for name, value in places.items() if name in drawn}
    if "videoId" in drawn:
        places["videoId"] = _video(case, world, number)
    if "thumbnailId" in drawn:
        places["thumbnailId"] = world.thumbnail_id
    if "jobId" in drawn:
        places["jobId"] = world.failed_job if number % 2 else world.done_job
    return places


def _video(case: Case[Any], world: World, number: int) -> str:
    if operation_id(case) == "deleteVideo":
        return world.disposable()
    return world.video_id


def _query(case: Case[Any], world: World, number: int, *, aimed: bool) -> dict[str, Any]:
    """Put right what the schema can't say: what doesn't go together, and what must be reachable."""
    query: dict[str, Any] = dict(case.query or {})
    here = {"videoUrl": NOWHERE, "callbackUrl": world.callback_url}
    query |= {name: url for name, url in here.items() if name in query}
    if not aimed:
        return query
    if operation_id(case) == "uploadVideo":
        query.pop("videoUrl", None)
        if case.body is NOT_SET:
            query["videoUrl"] = world.clip_url
    if operation_id(case) == "getIdByExternalId":
        query["externalId"] = world.external_id
    if operation_id(case) == "getVideoArtifactUrl" and number % 2:
        query["type"] = "Faces"  # most of the artifact types are never there
    if query.keys() >= {"includedInsights", "excludedInsights"}:
        del query["excludedInsights"]
    return query


def _body(case: Case[Any], body: dict[str, Any], world: World, number: int) -> dict[str, Any]:
    """A body with real ids and a real file in it."""
    match operation_id(case):
        case "uploadVideo":
            return _files(body, world, number)
        case "generateAccessToken" if body["scope"] == "Video":
            return {**body, "videoId": world.video_id}
        case "redactVideo" if "filter" in body["faces"]:
            ids = world.face_ids[: 1 + number % len(world.face_ids)]
            return {"faces": {**body["faces"], "filter": {**body["faces"]["filter"], "ids": ids}}}
        case _:
            return body


def _files(body: dict[str, Any], world: World, number: int) -> dict[str, Any]:
    """Now and then a real clip, else the first drawn file that isn't empty: two files are refused."""
    if number % 5 == 0:
        return {"file": Binary(world.clip)}
    whole = {field: content for field, content in body.items() if getattr(content, "data", b"")}
    return dict([next(iter(whole.items()))]) if whole else {"file": Binary(NOT_A_VIDEO)}
