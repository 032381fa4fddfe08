"""How a breach is told: every fault of an answer, a line that sends it again, and each kind once."""

from __future__ import annotations

import shlex
from datetime import timedelta
from typing import Any

import httpx
import pytest

from contract_tests.breaches import SHOWN, Breach, Finding, schema_faults
from contract_tests.contract import contract
from contract_tests.exchange import Exchange, from_httpx
from contract_tests.failures import Failures
from contract_tests.judge import Judge
from tests.contract_suite.exchanges import exchange, job, operation

BODY = b"a few bytes"


def breach(status: int = 200, body: Any = None) -> Breach:
    """What the judge says of an answer of getJob."""
    with pytest.raises(Breach) as caught:
        Judge(contract()).check(operation("getJob"), exchange("getJob", status, body))
    return caught.value


def sent(**how: Any) -> Exchange:
    """An upload as the raw client sends it."""
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json={}))) as client:
        answer = client.post("http://service.example/Videos?name=a%20b", **how)
    answer.elapsed = timedelta()
    return from_httpx(answer)


def test_a_breach_names_all_faults_of_an_answer() -> None:
    """Up to a handful; of more, how many there are."""
    text = str(breach(body=job(state=7, progress="x", creationTime="now")))
    for member in ("state", "progress", "creationTime"):
        assert f"(at {member})" in text, text
    text = str(breach(body={}))
    assert text.count("is a required property") == SHOWN
    eight = {"accountId": 1, "id": 2, "name": 3, "state": 4, "created": 5, "userName": 6, "isOwned": 7}
    with pytest.raises(Breach, match=r"and \d+ more"):
        Judge(contract()).check(operation("uploadVideo"), exchange("uploadVideo", 200, eight))


def test_one_rule_broken_in_each_item_is_one_fault() -> None:
    """With its first place, and at how many more."""
    schema = {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}
    faults = schema_faults(contract().validator(schema).iter_errors([{"a": n} for n in range(9)]))

    assert faults == [('0 is not of type "string" (at 0/a), and at 8 more places', "/*/a: type")]


def test_a_fault_deep_in_one_of_several_forms_is_told_by_its_place() -> None:
    """And not as the whole of what fits none of them."""
    index = contract().document["components"]["examples"]["ProcessedIndex"]["value"]
    part = index["videos"][0]
    insights = part["insights"] | {"faces": [part["insights"]["faces"][0] | {"id": "first"}]}
    broken = index | {"videos": [part | {"insights": insights}]}
    errors = contract().validator({"$ref": "#/components/schemas/VideoIndex"}).iter_errors(broken)

    assert [rule for _, rule in schema_faults(errors)] == ["/videos/*/insights/faces/*/id: type"]


def test_the_line_of_an_upload_can_be_sent_again() -> None:
    """The file by its name, in its field; the boundary is curl's own affair."""
    words = shlex.split(sent(files={"video": ("x y.mp4", BODY)}).curl())
    assert words[words.index("-F") + 1] == "video=@x y.mp4"
    assert not [word for word in words if "multipart" in word or word == "--data-binary"]
    assert "--data-binary" in shlex.split(sent(json={"a": 1}).curl())


def test_each_rule_is_told_once_with_its_operations_and_first_test() -> None:
    """Whatever the values; what failed otherwise goes by its test."""
    failures = Failures()
    for test, value in (("one", job(progress=200)), ("two", job(progress=300)), ("three", job(state=1.5))):
        failures.begin(f"a.py::{test}")
        failures.take(breach(body=value))
    failures.fail("a.py::four[1]", AssertionError("other"))
    failures.fail("a.py::four[2]", AssertionError("other"))

    assert failures.title() == "2 rules broken, 3 times; 1 other check failed, 2 times"
    assert list(failures.lines(22)) == [
        "    2  200, /progress: maximum  (getJob; first in a.py::one)",
        "       accept it: --accept 200-progress-maximum",
        "    1  200, /state: type  (getJob; first in a.py::three)",
        "       accept it: --accept 200-state-type",
        "found otherwise than in a single answer:",
        "    2  four  (first in a.py::four[1])",
    ]


def test_one_rule_of_all_operations_is_one_line() -> None:
    """As where a header is missing everywhere."""
    failures, every = Failures(), contract().operations
    for name in every:
        failures.take(Breach(name, [Finding("The header X is missing.")], exchange("getJob", 200), "breaks"))

    rule, accept = failures.lines(len(every))
    assert rule.strip().startswith(f"{len(every)}  The header X is missing.  (all {len(every)} operations;")
    assert accept.strip() == "accept it: --accept the-header-x-is-missing"


def test_a_breach_is_told_by_the_first_test_that_met_it_alone() -> None:
    """Later tests are judged by what they look at themselves."""
    failures = Failures()
    failures.begin("a.py::one")
    failures.take(breach(502))
    assert len(failures.fresh()) == 1

    failures.begin("a.py::two")
    failures.take(breach(502))
    assert failures.fresh() == []
    assert failures.unaccepted()


def test_a_run_that_stops_at_the_first_breach_raises_it() -> None:
    """At once, where it was met."""
    failures, found = Failures(at_once=True), breach(502)
    with pytest.raises(Breach, match="502"):
        failures.take(found)


@pytest.mark.parametrize(
    ("value", "error", "explained"),
    [
        (breach(502), AssertionError("got 502"), True),
        (breach(502), KeyError("id"), True),
        (breach(body=job(progress=200)), TypeError("unusable"), True),
        (breach(body=job(progress=200)), AssertionError("of another thing"), False),
    ],
)
def test_a_test_that_cant_go_on_with_an_answer_isnt_a_finding_of_its_own(
    value: Breach, error: Exception, explained: bool
) -> None:
    """An assertion is, unless the last answer's status isn't even documented."""
    failures = Failures()
    failures.begin("a.py::one")
    failures.take(value)

    assert (failures.cause(error) is not None) == explained


def test_a_missing_header_explains_nothing_but_its_own_absence() -> None:
    """It may be missing in every answer, and everything else must still be judged."""
    failures = Failures()
    failures.begin("a.py::one")
    answer = exchange("getJob", 200, job(), x_ms_request_id=None)
    with pytest.raises(Breach) as caught:
        Judge(contract()).check(operation("getJob"), answer)
    failures.take(caught.value)

    assert failures.cause(KeyError("x-ms-request-id")) == "getJob: The header x-ms-request-id is missing."
    assert failures.cause(KeyError("progress")) is None
    assert failures.cause(ValueError("no JSON")) is None


def test_an_error_of_a_fixture_is_a_finding_once() -> None:
    """Pytest raises it again for each test that wants the fixture."""
    failures, error = Failures(), AssertionError("the upload was refused")
    failures.begin("a.py::one")
    assert failures.cause(error) is None
    assert failures.fail("a.py::one", error)

    failures.begin("a.py::two")
    assert failures.cause(error) == "one"
