"""How a breach is told: every fault of an answer, a line that sends it again, and each kind once."""

from __future__ import annotations

import shlex
from datetime import timedelta
from typing import Any

import httpx
import pytest

from contract_tests.breaches import SHOWN, Breach, schema_faults
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


def test_each_kind_of_breach_is_told_once_with_its_first_test() -> None:
    """The same rule of the same operation is one kind, whatever the values; others go by their test."""
    failures = Failures()
    shown = [
        failures.enter("a.py::one", breach(body=job(progress=200))),
        failures.enter("a.py::two[x]", breach(body=job(progress=300))),
        failures.enter("a.py::three", breach(body=job(progress=300, state=1))),
        failures.enter("a.py::four[1]", AssertionError("other")),
        failures.enter("a.py::four[2]", AssertionError("other")),
    ]

    assert shown == [False, True, False, False, False]
    assert failures.title() == "2 kinds of breach, 4 times; 1 other test, 2 times"
    assert failures.lines() == [
        "getJob:",
        "    3  200, /progress: maximum  (first in a.py::one)",
        "    1  200, /state: type  (first in a.py::three)",
        "found otherwise than in a single answer:",
        "    2  four  (first in a.py::four[1])",
    ]


def test_a_group_of_failures_is_shown_whole() -> None:
    """It may have more in it than the breach that is known."""
    failures = Failures()
    known = breach(502)
    assert failures.enter("a.py::one", known) is False

    assert failures.enter("a.py::two", ExceptionGroup("both", [known, AssertionError("x")])) is False
    assert failures.breaches["getJob", "the status 502"].count == 2
