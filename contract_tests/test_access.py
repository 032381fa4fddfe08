"""Who may do what: every operation of the data plane with every kind of token, and with none."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from .conftest import Clip, Indexed
from .contract import Operation
from .permissions import (
    DATA_PLANE,
    EXPIRED_TOKEN,
    FORMS,
    MISPLACED,
    NOBODY,
    NOT_COVERED,
    ONE_UPLOAD,
    OPEN,
    READS,
    SPOILT,
    SPOILT_TOKEN,
    WRITES,
    Shown,
    Stage,
    assert_refused,
    assert_taken,
    each,
    later,
    merged,
    no_live,
    refuse,
    staged,
    tidy,
    unchanged,
    with_claims,
)
from .service import AuthForm, Service
from .target import Aim

OF_A_VIDEO = [operation for operation in DATA_PLANE if "{videoId}" in operation.template]
FOR_VIDEO_TOKENS = [operation for operation in DATA_PLANE if "Video" in operation.scopes]
ACCOUNT_WIDE = [operation for operation in DATA_PLANE if "Video" not in operation.scopes]
OF_AN_ID = [operation for operation in DATA_PLANE if operation.template.count("{") > 2]


@pytest.fixture(scope="module")
def stage(service: Service, indexed: Indexed, clip: Clip) -> Iterator[Stage]:
    """A video with a finished redaction, for which the token was sent as a query parameter."""
    with staged(service, indexed, clip, "query") as stage:
        yield stage


def _take(service: Service, stage: Stage, operation: Operation, token: str, form: AuthForm) -> None:
    """Send a request that must succeed, on a video of its own where it deletes."""
    video_id = None
    if operation in WRITES:
        no_live(service.aim, ONE_UPLOAD)
    if operation.id == "deleteVideo":
        video_id = service.upload(stage.clip)
    answer = service.call(operation.id, token=token, auth=form, **stage.how(operation, video_id))
    assert_taken(operation, answer, f"a token as {form}")
    tidy(service, operation, answer)
    if operation.id == "deleteVideo":
        gone = service.call("getVideoIndex", places={"videoId": video_id or ""})
        assert gone.status_code == 404, f"deleteVideo with a token as {form} deleted nothing"


# taken


@pytest.mark.parametrize("form", FORMS)
@each(DATA_PLANE)
def test_each_form_of_the_token_is_enough(
    service: Service, stage: Stage, operation: Operation, form: AuthForm
) -> None:
    """The header without the query parameter, and the other way round."""
    _take(service, stage, operation, service.token, form)


@pytest.mark.parametrize("form", FORMS)
@each(READS)
def test_a_reader_may_read(service: Service, stage: Stage, operation: Operation, form: AuthForm) -> None:
    """A token with the permission Reader is enough for every operation that asks for no more."""
    if operation.id == "getJob":
        no_live(service.aim, "whether a reader's token may read jobs is unknown")
    _take(service, stage, operation, service.issue_token("Reader"), form)


def _told(service: Service, operation: Operation, answer: httpx.Response) -> object:
    """What an answer says, whatever may differ from call to call left out."""
    assert answer.status_code in {200, 301, 303}, (
        f"{operation.id} answered {answer.status_code}: {answer.text}"
    )
    if operation.id in {"listVideos", "searchVideos"}:
        return {video["id"]: video for video in answer.json()["results"]}
    if operation.id in {"getVideoArtifactUrl", "getVideoSourceFileDownloadUrl"}:
        return service.fetch(answer.json()).content
    return answer.content or answer.headers.get("location")


@each(READS)
def test_a_reader_is_told_as_much_as_a_contributor(
    service: Service, stage: Stage, operation: Operation
) -> None:
    """The permission says who may read, not how much."""
    if operation.id == "getJob":
        no_live(service.aim, "whether a reader's token may read jobs is unknown")
    tokens = (service.issue_token("Reader"), service.token)
    one, other = (service.call(operation.id, token=token, **stage.how(operation)) for token in tokens)
    assert _told(service, operation, one) == _told(service, operation, other), f"{operation.id} tells less"


@each(READS)
def test_both_forms_are_answered_alike(service: Service, stage: Stage, operation: Operation) -> None:
    """What is told doesn't depend on how the token came."""
    header, query = (service.call(operation.id, auth=form, **stage.how(operation)) for form in FORMS)

    assert header.status_code == query.status_code
    assert header.headers.get("location") == query.headers.get("location")
    told = [_told(service, operation, answer) for answer in (header, query)]
    assert told[0] == told[1], f"{operation.id} answers the two forms differently"


@pytest.mark.parametrize("form", FORMS)
def test_locations_are_alive_and_give_no_token_away(service: Service, stage: Stage, form: AuthForm) -> None:
    """Those of a redaction and of its finished job, although the token was sent in the query."""
    header, query = {"Authorization": f"Bearer {service.token}"}, {"accessToken": service.token}
    headers, params = (header, {}) if form == "bearer" else ({}, query)
    for location, status in zip(stage.locations, (303, 200), strict=True):
        assert service.token not in location, "the Location carries the token"
        assert not urlsplit(location).query, f"the Location carries more than an address: {location}"
        answer = service.http.get(location, headers=headers, params=params)
        assert answer.status_code == status, f"the Location {location} answered {answer.status_code}"
        assert service.http.get(location).status_code == 401, f"{location} is answered without a token"
        if status == 200:
            assert service.fetch(answer.json()).content, "the finished job leads to an empty file"


@each(READS)
def test_names_have_no_case(aim: Aim, service: Service, stage: Stage, operation: Operation) -> None:
    """The scheme is compared without case, as RFC 9110 has it, and so is the query parameter's name."""
    no_live(aim, "nothing public tells in which case the scheme may be")
    for more in (
        {"headers": {"Authorization": f"bearer {service.token}"}},
        {"headers": {"Authorization": f"BEARER {service.token}"}},
        {"params": {"accesstoken": service.token}},
    ):
        answer = service.call(operation.id, token=None, **merged(stage.how(operation), more))
        assert_taken(operation, answer, f"a token in {', '.join(more)} under a name in another case")


# refused


@pytest.mark.parametrize("place", MISPLACED)
@each(DATA_PLANE)
def test_a_token_elsewhere_is_no_token(
    aim: Aim, service: Service, stage: Stage, operation: Operation, place: str
) -> None:
    """Only `Authorization: Bearer` and `accessToken` are looked at."""
    how = merged(stage.how(operation), MISPLACED[place](service.token))
    with unchanged(service, operation):
        answer = service.call(operation.id, token=None, **how)
        assert_refused(aim, operation, answer, place, NOBODY)


@pytest.mark.parametrize("fault", SPOILT)
@each(DATA_PLANE)
def test_a_spoilt_token_is_refused(service: Service, stage: Stage, operation: Operation, fault: str) -> None:
    """Whatever was done to it, its signature doesn't fit any more."""
    refuse(service, stage, operation, Shown(SPOILT[fault](service), f"a token with {fault}", SPOILT_TOKEN))


@each(DATA_PLANE)
def test_an_expired_token_is_refused(service: Service, stage: Stage, operation: Operation) -> None:
    """It was good for an hour; when the clock is set back, it is good again."""
    token = service.issue_token()
    with unchanged(service, operation):
        with later(service):
            answers = [
                service.call(operation.id, token=token, auth=form, **stage.how(operation)) for form in FORMS
            ]
        for form, answer in zip(FORMS, answers, strict=True):
            assert_refused(service.aim, operation, answer, f"an expired token as {form}", EXPIRED_TOKEN)


@each(DATA_PLANE)
def test_another_accounts_token_is_refused(
    service: Service, neighbour: Service, stage: Stage, operation: Operation
) -> None:
    """It is genuine, and for another account; nor does it help to write this account's id into it."""
    token = neighbour.token
    refuse(service, stage, operation, Shown(token, "another account's token", NOT_COVERED))
    forged = with_claims(token, AccountId=service.target.account_id)
    refuse(service, stage, operation, Shown(forged, "another account's token, rewritten", SPOILT_TOKEN))


@each(DATA_PLANE)
def test_our_token_is_refused_by_another_account(
    neighbour: Service, service: Service, stage: Stage, operation: Operation
) -> None:
    """The other way round."""
    refuse(neighbour, stage, operation, Shown(service.token, "a token of the first account", NOT_COVERED))


@each(WRITES)
def test_a_reader_changes_nothing(service: Service, stage: Stage, operation: Operation) -> None:
    """What makes or deletes a video wants a contributor."""
    refuse(service, stage, operation, Shown(service.issue_token("Reader"), "a reader's token", NOT_COVERED))


# scopes


@pytest.mark.parametrize("permission", ["Reader", "Contributor"])
@each(FOR_VIDEO_TOKENS)
def test_a_videos_token_is_good_for_its_video(
    service: Service, stage: Stage, operation: Operation, permission: str
) -> None:
    """As far as its permission goes, in both forms."""
    for form in FORMS:
        video_id = stage.subject(operation)
        token = service.issue_token(permission, "Video", videoId=video_id)
        if operation in WRITES and permission == "Reader":
            refuse(service, stage, operation, Shown(token, "a reader's token for the video", NOT_COVERED))
            return
        if operation in WRITES:
            no_live(service.aim, ONE_UPLOAD)
            video_id = service.upload(stage.clip)
            token = service.issue_token(permission, "Video", videoId=video_id)
        answer = service.call(operation.id, token=token, auth=form, **stage.how(operation, video_id))
        assert_taken(operation, answer, f"a {permission}'s token for the video as {form}")


@each(OF_A_VIDEO)
def test_a_videos_token_is_good_for_no_other_video(
    service: Service, stage: Stage, operation: Operation
) -> None:
    """Not even for the video that was made from it, nor for the one it was made from."""
    mine = stage.subject(operation)
    other = stage.video_id if mine == stage.redacted_id else stage.redacted_id
    token = service.issue_token("Contributor", "Video", videoId=other)
    refuse(service, stage, operation, Shown(token, "a token for another video", NOT_COVERED))


@each(ACCOUNT_WIDE)
def test_a_videos_token_is_not_good_for_the_account(
    service: Service, stage: Stage, operation: Operation
) -> None:
    """List, upload, redaction and jobs want a token of the scope Account."""
    if operation.id == "getJob":
        no_live(service.aim, "which tokens may read jobs is unknown")
    token = service.issue_token("Contributor", "Video", videoId=stage.video_id)
    refuse(service, stage, operation, Shown(token, "a token for the video alone", NOT_COVERED))


@each(DATA_PLANE)
def test_a_projects_token_is_good_for_nothing_here(
    service: Service, stage: Stage, operation: Operation
) -> None:
    """None of these operations is about a project."""
    no_live(service.aim, "a token of the scope Project needs a project")
    token = service.issue_token("Contributor", "Project", projectId="p1")
    refuse(service, stage, operation, Shown(token, "a token for a project", NOT_COVERED))


# accounts and regions


@each(OF_AN_ID)
def test_another_account_sees_nothing(neighbour: Service, stage: Stage, operation: Operation) -> None:
    """Ids of one account mean nothing in another, with a token that is good there."""
    answer = neighbour.call(operation.id, **stage.how(operation))

    assert answer.status_code == 404, f"{operation.id} shows another account's ids: {answer.status_code}"
    assert answer.json()["ErrorType"] in operation.answers[404].error_types
    assert "Location" not in answer.headers


def test_another_account_lists_nothing_of_ours(service: Service, neighbour: Service, stage: Stage) -> None:
    """Two accounts share no videos."""
    ours, theirs = ({video["id"] for video in each.videos()} for each in (service, neighbour))

    assert {stage.video_id, stage.redacted_id} <= ours
    assert not ours & theirs, f"both accounts list {sorted(ours & theirs)}"


@each(DATA_PLANE)
def test_another_region_doesnt_know_the_account(
    aim: Aim, service: Service, stage: Stage, operation: Operation
) -> None:
    """An account lives in one region; elsewhere the answer is 404, whatever the token."""
    no_live(aim, "what a wrong region answers is decided for our own service")
    how = stage.how(operation)
    with unchanged(service, operation):
        answer = service.call(operation.id, **how | {"places": how["places"] | {"location": "mars"}})
        assert answer.status_code == 404, f"{operation.id} in another region answered {answer.status_code}"
        assert answer.json()["ErrorType"] in operation.answers[404].error_types


@each(OPEN)
def test_a_private_video_is_not_read_without_a_token(
    aim: Aim, service: Service, stage: Stage, operation: Operation
) -> None:
    """Videos and redactions are private unless asked otherwise."""
    for video_id in (stage.video_id, stage.redacted_id):
        answer = service.call(operation.id, token=None, **stage.how(operation, video_id))
        assert_refused(aim, operation, answer, "no token, of a private video,", NOBODY)
