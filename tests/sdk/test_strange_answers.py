"""Whatever a service or a proxy before it answers, only the SDK's own errors come out."""

from __future__ import annotations

import contextlib
import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sdk.conftest import ACCOUNT, ONCE
from tests.sdk.stub import Reply, Stub
from video_indexer_redaction import RedactionClient, RetryPolicy, Target
from video_indexer_redaction.errors import (
    Conflict,
    ConnectionFailed,
    DeadlineExceeded,
    RedactionError,
    ServerFailure,
    ServiceError,
    Unauthorized,
    UnexpectedAnswer,
)
from video_indexer_redaction.target import ArmAccount

REQUEST_ID = "6d2c3a60-9b7f-4b12-8f4c-0f6f3d1f6a11"

Use = Callable[[RedactionClient], Any]

USES: dict[str, Use] = {
    "upload": lambda client: client.upload(Path(__file__)),
    "wait_until_indexed": lambda client: client.wait_until_indexed("v", deadline=0),
    "faces": lambda client: client.faces("v"),
    "faces_artifact": lambda client: client.faces_artifact("v"),
    "redact": lambda client: client.redact("v"),
    "wait_for_job": lambda client: client.wait_for_job("j", deadline=0),
    "download": lambda client: client.download("v", Path("never.mp4")),
    "delete": lambda client: client.delete("v"),
}
WAYS = [pytest.param(use, id=name) for name, use in USES.items()]


@pytest.mark.parametrize("use", WAYS)
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        pytest.param(
            Reply(504, b"<html>Gateway Time-out</html>", {"Content-Type": "text/html"}),
            ServerFailure,
            id="HTML 504",
        ),
        pytest.param(Reply(401), Unauthorized, id="empty 401"),
        pytest.param(Reply(499, b"{}"), ServiceError, id="499"),
        pytest.param(Reply(520, b"\xff\xfe"), ServerFailure, id="520"),
        pytest.param(Reply(418, b'"text"'), ServiceError, id="418 with a JSON string"),
    ],
)
def test_an_undocumented_error_keeps_its_status(
    stub: Stub, stub_client: RedactionClient, use: Use, reply: Reply, kind: type[ServiceError]
) -> None:
    """Nobody documents it, yet it says what went wrong."""
    stub.always(reply)

    with pytest.raises(ServiceError) as caught:
        use(stub_client)

    assert (kind, reply.status) == (type(caught.value), caught.value.status)


@pytest.mark.parametrize("use", WAYS[:-1])  # a deletion's answer may say nothing
@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(200, b"not json"), id="garbage"),
        pytest.param(Reply(200, b"[" * 100_000), id="nested without end"),
        pytest.param(Reply(200, b"{}"), id="empty object"),
        pytest.param(Reply(200, b"null"), id="null"),
        pytest.param(Reply(204), id="204"),
        pytest.param(Reply(202), id="202 without Location"),
        pytest.param(Reply(303), id="303 without Location"),
        pytest.param(Reply(302, headers={"Location": "nowhere"}), id="302 to nowhere"),
    ],
)
def test_an_answer_beside_the_contract_is_unexpected(
    stub: Stub, stub_client: RedactionClient, use: Use, reply: Reply
) -> None:
    """A success that isn't one is no success."""
    stub.always(reply)

    with pytest.raises((UnexpectedAnswer, ConnectionFailed)):
        use(stub_client)


@pytest.mark.parametrize("use", WAYS)
def test_a_cut_connection_is_told(stub: Stub, stub_client: RedactionClient, use: Use) -> None:
    """The answer ends before its Content-Length."""
    stub.always(Reply(200, b'"http', cut=True))

    with pytest.raises(ConnectionFailed):
        use(stub_client)


@pytest.mark.parametrize("use", WAYS)
def test_a_service_that_is_not_there_is_told(use: Use) -> None:
    """Nothing listens on that port."""
    nowhere = Target("http://127.0.0.1:9", "trial", ACCOUNT, "t")

    with (
        RedactionClient(nowhere, retry=ONCE) as client,
        pytest.raises(ConnectionFailed, match="can't be reached"),
    ):
        use(client)


def test_the_lower_case_form_of_an_error_is_read(stub: Stub, stub_client: RedactionClient) -> None:
    """Older answers say `errorType` and `message`."""
    body = b'{"errorType": "VIDEO_NOT_FOUND", "message": "Gone for good."}'
    stub.always(Reply(404, body, {"x-ms-request-id": REQUEST_ID}))

    with pytest.raises(ServiceError) as caught:
        stub_client.faces("v")

    error = caught.value
    assert (
        error.error_type,
        error.message,
        error.request_id,
    ) == ("VIDEO_NOT_FOUND", "Gone for good.", REQUEST_ID)
    assert str(error) == f"404 VIDEO_NOT_FOUND: Gone for good. (request {REQUEST_ID})"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("0", 0), ("soon", None), ("-1", None), ("1.5", None), ("9" * 5000, None)],
)
def test_only_a_whole_number_of_seconds_is_a_wait(
    stub: Stub, stub_client: RedactionClient, header: str, seconds: int | None
) -> None:
    """Retry-After may be anything; what isn't seconds is left out."""
    stub.always(Reply(429, headers={"Retry-After": header}))

    with pytest.raises(ServiceError) as caught:
        stub_client.faces("v")

    assert seconds == caught.value.retry_after


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"accessToken": 5}', b'{"accessToken": "a\\nb"}'])
def test_a_token_answer_without_a_token_is_unexpected(stub: Stub, body: bytes) -> None:
    """Nor is a text that can't stand in a header a token."""
    stub.always(Reply(200, body))
    target = Target(stub.url, "trial", ACCOUNT, arm=ArmAccount(stub.url, "s", "g", "n", "bearer"))

    with RedactionClient(target) as client, pytest.raises(UnexpectedAnswer):
        client.faces("v")


HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "Location": st.sampled_from(["", "x", "http://[", "/a/Jobs/j", "/Videos/v/SourceFile/DownloadUrl"]),
        "Retry-After": st.sampled_from(["", "1", "-1", "x", "9" * 5000]),
        "Content-Type": st.sampled_from(["application/json", "text/html; charset=nonsense", "??"]),
        "Content-Encoding": st.sampled_from(["gzip", "identity", "x"]),
        "x-ms-request-id": st.sampled_from(["", "x"]),
    },
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["id", "state", "videos", "progress", "insights", "faces", "ErrorType", "error"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
BODIES = st.binary(max_size=30) | JSON.map(lambda value: json.dumps(value).encode())


REPLIES = st.builds(
    Reply,
    st.sampled_from([code for code in range(200, 600) if code != 204]),
    BODIES | BODIES.map(partial(gzip.compress, mtime=0)),
    HEADERS,
)


# The emulator that other tests run in this process draws random pauses, which hypothesis takes for ours.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@given(reply=REPLIES | st.just(Reply(204)), use=st.sampled_from(sorted(USES)))
@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_but_the_sdks_own_errors_comes_out(
    stub: Stub, stub_client: RedactionClient, reply: Reply, use: str
) -> None:
    """Arbitrary status, headers and body, into every method."""
    stub.always(reply)

    with contextlib.suppress(RedactionError):
        USES[use](stub_client)


def test_waiting_ends_at_the_deadline(stub: Stub, stub_client: RedactionClient) -> None:
    """A job that never gets on is given up."""
    stub.always(Reply(200, b'{"state": "Processing", "progress": 5}'))

    with pytest.raises(DeadlineExceeded, match="within 0 seconds"):
        stub_client.wait_for_job("j", deadline=0)


def test_a_wait_survives_a_conflict_while_a_new_job_begins(stub: Stub) -> None:
    """The index has answered 409 for a moment; seen in 2026."""
    conflict = Reply(409, b'{"ErrorType": "VIDEO_INDEXING_IN_PROGRESS", "Message": "Busy."}')
    stub.always(conflict, conflict, Reply(200, b'{"id": "v", "state": "Processed"}'))

    policy = RetryPolicy(attempts=1, first_pause=0.001, longest_pause=0.001)
    with RedactionClient(Target(stub.url, "trial", ACCOUNT, "token"), retry=policy) as client:
        index = client.wait_until_indexed("v")

    assert (index.id, index.state) == ("v", "Processed")


def test_an_index_is_read_by_its_id_and_state_alone(stub: Stub, stub_client: RedactionClient) -> None:
    """No recorded index lacks these two; each other member is lacked by one or the other."""
    stub.always(
        Reply(200, b'{"id": "v", "state": "Processed", "videos": [{"insights": {"faces": [{"id": 7}]}}]}')
    )

    (face,) = stub_client.faces("v")

    assert (face.id, face.name, face.thumbnail_ids) == (7, "", ())
    assert stub_client.get_index("v").state == "Processed"


def test_a_look_at_an_index_tells_a_conflict_at_once(stub: Stub, stub_client: RedactionClient) -> None:
    """Only a wait has the patience."""
    stub.always(Reply(409, b'{"ErrorType": "VIDEO_INDEXING_IN_PROGRESS", "Message": "Busy."}'))

    with pytest.raises(Conflict):
        stub_client.get_index("v")

    assert len(stub.sent) == 1
