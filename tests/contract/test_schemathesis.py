"""Schemathesis over every operation: examples, edge values, drawn values, and chains along the links.

Switched off, and why:
- `positive_data_acceptance` where a case is not aimed at real things, and in chains. The schema can't say
  that a face id must be one of the video's, that an upload has a file or a `videoUrl` that can be read, or
  that a video must have been indexed with faces; each of these is a documented 400.
- `object_level_authorization`, which wants several named users in a file; `neighbour` tests have them.
- `max_response_time`, for the machine is shared.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.errors import Flaky
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.failures import FailureGroup
from schemathesis.core.transport import Response
from schemathesis.generation.stateful.state_machine import StepInput, StepOutput
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.contract.aim import Shot, aim, credentials, lot, operation_id
from tests.contract.contract import contract_to_draw_from
from tests.contract.ledger import Ledger
from tests.contract.world import World

pytestmark = [
    pytest.mark.slow,
    # An emulator that other tests run in this process draws random pauses, which hypothesis takes for ours.
    pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies"),
]

schema = schemathesis.openapi.from_dict(contract_to_draw_from())

schema.config.phases.stateful.generation.update(modes=[GenerationMode.POSITIVE])  # so that chains go deep
schema.config.phases.stateful.inference.algorithms = []  # the contract's own links are complete

DRAWN = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHAINS = settings(DRAWN, max_examples=3, stateful_step_count=10, phases=[Phase.generate])
SEEDS = 6

NOT_AIMED: list[CheckFunction] = [positive_data_acceptance]
"""Checks that only a case that is aimed at real things can pass; see above."""

SUCCESSES = {
    ("generateAccessToken", 200),
    ("uploadVideo", 200),
    ("listVideos", 200),
    ("getVideoIndex", 200),
    ("deleteVideo", 204),
    ("getVideoArtifactUrl", 200),
    ("getVideoThumbnail", 200),
    ("redactVideo", 202),
    ("getJob", 200),
    ("getJob", 303),
    ("getVideoSourceFileDownloadUrl", 200),
}
"""Every operation, with what it answers when all is well."""


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """Connections that are kept between cases."""
    with requests.Session() as opened:
        yield opened


def sending(shot: Shot, world: World, session: requests.Session) -> dict[str, Any]:
    """How a case is sent, and sent again by checks that want to know more."""
    return {"base_url": world.url, "session": session, "headers": shot.headers, "params": shot.params}


def enter(ledger: Ledger, case: Case[Any], response: Response) -> None:
    """Enter an answer in the ledger, if it is one of the case's operation."""
    if response.request.method == case.operation.method.upper():
        ledger.see(operation_id(case), response.status_code, response.headers["x-ms-request-id"][0])


@schema.parametrize()
@DRAWN
def test_every_answer_is_one_that_the_contract_documents(
    case: Case[Any], world: World, ledger: Ledger, session: requests.Session
) -> None:
    """Whatever is sent: a documented status, the right headers and body, and nothing let through."""
    shot = aim(case, world)

    how = sending(shot, world, session)
    response = case.call(**how)

    enter(ledger, case, response)
    case.validate_response(
        response, headers=shot.headers, transport_kwargs=how, excluded_checks=[] if shot.aimed else NOT_AIMED
    )


class Chain(schema.as_state_machine()):  # type: ignore[misc]
    """Steps along the links, each in an account of its own with an indexed video and a finished job."""

    make_world: ClassVar[Callable[[], World]]
    ledger: ClassVar[Ledger]
    session: ClassVar[requests.Session]
    breaches: ClassVar[list[FailureGroup]]

    def setup(self) -> None:
        """Begin with a fresh account."""
        self.world = type(self).make_world()

    def teardown(self) -> None:
        """Leave nothing."""
        self.world.clear()
        super().teardown()

    def step(self, step: StepInput) -> StepOutput:
        """Aim what begins a chain; the links aim the rest."""
        if step.transition is None:
            aim(step.case, self.world)
        output: StepOutput = super().step(step)
        return output

    def get_call_kwargs(self, case: Case[Any]) -> dict[str, Any]:
        """Send a token, in either form."""
        return sending(credentials(case, self.world, lot(case)), self.world, self.session)

    def call(self, case: Case[Any], **how: Any) -> Response:
        """Send, enter, and let work end, for hypothesis needs the same chain to meet the same answers."""
        response = case.call(**how)
        enter(self.ledger, case, response)
        if (operation_id(case), response.status_code) == ("uploadVideo", 200):
            self.world.api.wait_indexed(response.json()["id"])
        if response.status_code == 202:
            self.world.api.wait_job(response.headers["location"][0].rsplit("/", 1)[1])
        return response

    def validate_response(self, response: Response, case: Case[Any], *_: Any, **how: Any) -> None:
        """Judge, and keep what was wrong."""
        try:
            case.validate_response(
                response,
                headers=how["headers"],
                transport_kwargs=how,
                excluded_checks=NOT_AIMED,
                recorder=self.recorder,
            )
        except FailureGroup as breach:
            self.breaches.append(breach)
            raise


def test_chains_along_the_links_keep_to_the_contract(
    passing_world: Callable[[], World], ledger: Ledger, session: requests.Session
) -> None:
    """Upload, index, redact, poll, download, delete, in any order that the links allow."""
    Chain.make_world, Chain.ledger, Chain.session, Chain.breaches = passing_world, ledger, session, []

    for number in range(SEEDS):
        Chain.rule_order_seed = number  # so that chains begin in different places
        # What the service holds decides which steps are possible, and hypothesis calls that inconsistent.
        with contextlib.suppress(Flaky):
            seed(number)(Chain).run(settings=CHAINS)

    assert not Chain.breaches


def test_every_operation_has_answered_with_success(ledger: Ledger, world: World) -> None:
    """A run that never gets past 401 or 404 proves nothing."""
    if not ledger.counts:
        pytest.skip("nothing was sent: run the whole file")

    print("\n" + ledger.table())  # noqa: T201 - shown by `pytest -s`

    assert not ledger.missing(SUCCESSES)
