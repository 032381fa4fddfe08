"""Schemathesis over every operation: examples, edge values and drawn values, aimed at real things.

Every answer is judged twice: by schemathesis' own checks and by the suite's judge. Chains of requests are
in test_workflow.py. Switched off, and why:
- `positive_data_acceptance` where a case isn't aimed at real things. The schema can't say that a face id
  must be one of the video's, that an upload has a file or a `videoUrl` that can be read, or that a video
  must have been indexed with faces; each of these is a documented 400. Nor where it names an address on
  this machine, and the service may not call such.
- `negative_data_rejection` for what the contract tolerates, unless the service says that it is strict.
- `negative_data_rejection` for the file of an upload: `format: binary` allows every byte, so what breaks
  it as a value is a lawful file once it is on the wire.
- `object_level_authorization`, which wants several named users in a file; test_access.py has them.
- `ignored_auth` for operations that take a subscription key, where the service is our own: while its secret
  is the one that everybody knows, any key will do (test_accounts.py asks without one).
- `max_response_time`, for machines are shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import CheckFunction
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from .aiming import Shot, aim, lawful, operation_id
from .clips import TINY
from .contract import contract, document
from .observer import Observer
from .service import Service
from .target import Aim
from .tolerances import (
    location_is_tolerated,
    media_type_is_tolerated,
    repetition_is_tolerated,
    request_id_is_tolerated,
    text_is_tolerated,
    value_is_tolerated,
)
from .world import World, build, callback_taker

LIVE = settings.get_current_profile_name() == "live"
CHANGES = {"uploadVideo", "redactVideo", "deleteVideo"}
"""Not drawn against the live service, where each call costs money or somebody's video."""


def _contract_to_draw_from() -> dict[str, Any]:
    """The contract, with the caller's request id told by format instead of by pattern.

    For this pattern schemathesis 4.32 makes no lawful edge value but "0", in every case of an operation,
    which then are all refused for that. The texts that the two allow are the same.
    """
    drawn = document()
    drawn["components"]["parameters"]["ClientRequestId"]["schema"] = {"type": "string", "format": "uuid"}
    return drawn


schema = schemathesis.openapi.from_dict(_contract_to_draw_from())
schema.config.generation.update(
    allow_x00=False
)  # no schema forbids NUL in a text, and few stores can hold one
if LIVE:
    schema.config.phases.coverage.enabled = False

OF_ANSWERS = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""What our own judge has told already."""

DRAWN = settings(phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))


def excluded(case: Case[Any], shot: Shot, service: Aim) -> list[CheckFunction]:
    """The checks that don't go with a case; see above."""
    checks: list[CheckFunction] = [] if shot.aimed else [positive_data_acceptance]
    if not service.private_urls and {"videoUrl", "callbackUrl"} & (case.query or {}).keys():
        checks.append(positive_data_acceptance)
    if operation_id(case) == "uploadVideo" and not lawful(case, ParameterLocation.BODY):
        checks.append(negative_data_rejection)
    if not service.strict and may_be_tolerated(case):
        checks.append(negative_data_rejection)
    if service.controls and contract().operations[operation_id(case)].takes_a_key:
        checks.append(ignored_auth)
    return checks


def may_be_tolerated(case: Case[Any]) -> bool:
    """Whether something in the case is what the contract tolerates, though the rest may be wrong."""
    operation = contract().operations[operation_id(case)]
    parameters = operation.query_parameters()
    texts = [
        (parameters[name], str(text))
        for name, value in (case.query or {}).items()
        if name in parameters
        for text in (value if isinstance(value, list) else [value])
    ]
    repeated = [
        parameters[name]
        for name, value in (case.query or {}).items()
        if name in parameters and isinstance(value, list)
    ]
    headers = {name.lower() for name in case.headers or {}}
    schema = operation.body.get("application/json", {})
    return (
        any(map(repetition_is_tolerated, repeated))
        or ("x-ms-client-request-id" in headers and request_id_is_tolerated())
        or any(text_is_tolerated(parameter, text) for parameter, text in texts)
        or value_is_tolerated(schema, case.body)
        or media_type_is_tolerated(str(dict(case.headers or {}).get("Content-Type", "none/said")))
        or location_is_tolerated(str((case.path_parameters or {}).get("location", "")))
        or (operation.id == "uploadVideo" and "videoUrl" in (case.query or {}))
    )


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, service: Service) -> Iterator[World]:
    """Videos and jobs to meet; a clip of some frames, so that hundreds of redactions are soon done."""
    scarce = service.aim.live or service.aim.video_id
    given = request.getfixturevalue("indexed").id if scarce else None
    with callback_taker() as callback_url:
        built = build(service, TINY, callback_url, given)
        yield built
        built.tidy()
        for video_id in {built.video_id, built.expired_id} - {given}:
            service.delete(video_id)


@pytest.fixture(scope="module")
def session(service: Service, observer: Observer) -> Iterator[requests.Session]:
    """Connections that are kept between cases, within the limits, under the judge's eyes."""
    with requests.Session() as opened:
        opened.hooks["response"].append(observer.of_requests)
        for scheme in ("http://", "https://"):
            opened.mount(scheme, service.guard.limiter.adapter())
        yield opened


def sending(shot: Shot, world: World, session: requests.Session) -> dict[str, Any]:
    """How a case is sent, and sent again by checks that want to know more."""
    url = world.service.aim.url
    return {"base_url": url, "session": session, "headers": shot.headers, "params": shot.params}


@schema.parametrize()
@DRAWN
def test_every_answer_is_one_that_the_contract_documents(
    case: Case[Any], world: World, session: requests.Session, observer: Observer
) -> None:
    """Whatever is sent: a documented status, the right headers and body, and nothing let through."""
    if LIVE and operation_id(case) in CHANGES:
        pytest.skip("not drawn against the live service: it would cost uploads, redactions or videos")
    shot = aim(case, world)

    how = sending(shot, world, session)
    response = case.call(**how)

    if response.status_code not in contract().operations[operation_id(case)].answers:
        return  # a breach, which says all that there is to say
    case.validate_response(
        response,
        headers=shot.headers,
        transport_kwargs=how,
        excluded_checks=[*excluded(case, shot, world.service.aim), *(OF_ANSWERS if observer.spoilt else ())],
    )
