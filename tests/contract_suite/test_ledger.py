"""The ledger counts what an answer showed, and no more."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from contract_tests.contract import contract
from contract_tests.ledger import Entry, Ledger
from contract_tests.ledger_report import KINDS, page, table, write
from tests.contract_suite.exchanges import BASE, PLACES, exchange, operation, problem

JOB = f"{BASE}/trial/Accounts/{PLACES['accountId']}/Jobs/3f6b2c1d4e"


def entered(*steps: tuple[str, Any]) -> Ledger:
    """A ledger into which these exchanges went."""
    ledger = Ledger(contract())
    for name, step in steps:
        ledger.enter(operation(name), PLACES, step, "some test")
    return ledger


def test_an_answer_is_entered_with_its_headers_and_its_form_of_auth() -> None:
    """Status, header and the one scheme by which the token came."""
    ledger = entered(("redactVideo", exchange("redactVideo", 202, location=JOB, sent={"faces": {}})))

    names = {(entry.kind, entry.name) for entry in ledger.seen}
    assert names == {
        ("answer", "202"),
        ("header", "202 x-ms-request-id"),
        ("header", "202 Location"),
        ("auth", "bearerToken"),
    }


def test_a_refused_value_was_not_seen() -> None:
    """A value counts only where it was taken."""
    sent = {"faces": {"blurringKind": "Black", "filter": {"ids": [1], "scope": "Include"}}}
    wanted = Entry("redactVideo", "value", "faces.blurringKind=Black")

    refused = entered(("redactVideo", exchange("redactVideo", 400, problem("INVALID_INPUT"), sent=sent)))
    taken = entered(("redactVideo", exchange("redactVideo", 202, location=JOB, sent=sent)))

    assert wanted not in refused.seen
    assert wanted in taken.seen
    assert Entry("redactVideo", "value", "faces.filter.scope=Include") in taken.seen


def test_a_number_and_true_are_different_values() -> None:
    """In Python they are equal; on the wire they aren't."""
    ledger = entered(
        ("redactVideo", exchange("redactVideo", 202, location=JOB, sent={"faces": {"blurringKind": True}}))
    )

    assert not [entry for entry in ledger.seen if entry.kind == "value"]


def test_a_link_is_seen_when_somebody_went_there_with_its_values() -> None:
    """Another job at the same operation doesn't count."""
    answer = exchange("redactVideo", 202, location=JOB)
    wanted = Entry("redactVideo", "link", "202 job")

    followed = Ledger(contract())
    followed.enter(operation("redactVideo"), PLACES, answer, "t")
    followed.enter(operation("getJob"), PLACES | {"jobId": "other"}, exchange("getJob", 303), "t")
    before = wanted in followed.seen
    followed.enter(operation("getJob"), PLACES, exchange("getJob", 303), "t")

    assert not before
    assert wanted in followed.seen


def test_a_link_with_a_body_is_seen_when_that_body_was_sent() -> None:
    """A redaction of another face than the link's doesn't count."""
    example = contract().document["components"]["examples"]["ProcessedIndex"]["value"]
    index = exchange("getVideoIndex", 200, example)
    wanted = Entry("getVideoIndex", "link", "200 redactFirstFace")

    def followed(face: int) -> Ledger:
        choice = {"blurringKind": "HighBlur", "filter": {"ids": [face], "scope": "Include"}}
        redaction = exchange("redactVideo", 202, location=JOB, sent={"faces": choice})
        return entered(("getVideoIndex", index), ("redactVideo", redaction))

    assert wanted not in followed(1001).seen
    assert wanted in followed(1000).seen


def test_two_tokens_at_once_prove_neither_form() -> None:
    """Each form must be enough by itself."""
    answer = exchange("getJob", 303, location=f"{JOB}", query="accessToken=x")

    ledger = entered(("getJob", answer))

    assert not [entry for entry in ledger.seen if entry.kind == "auth"]


def test_the_table_and_the_page_name_what_is_missing() -> None:
    """An empty ledger has seen nothing and explains almost nothing."""
    ledger = Ledger(contract())

    assert "not seen: getJob · answer · 200, 303, 400, 401, 404, 429, 500, 504: NO REASON" in table(ledger)
    assert "neither seen nor explained" in page(ledger)


def test_the_table_and_the_page_say_what_each_column_counts() -> None:
    """So that 3/5 means something to somebody who sees it for the first time."""
    ledger = Ledger(contract())

    for kind, what in KINDS.items():
        assert f"{kind}: {what}" in table(ledger)
        assert f"<dt>{kind}<dd>{html.escape(what)}" in page(ledger)


def test_the_record_of_a_run_holds_every_entry_and_what_is_told_of_the_run(tmp_path: Path) -> None:
    """What the page shows is there for programs too, with the reason where nobody can see it."""
    ledger = entered(("redactVideo", exchange("redactVideo", 202, location=JOB, sent={"faces": {}})))
    path = tmp_path / "new" / "ledger.json"

    write(ledger, path, whole=True)

    found = json.loads(path.read_text("utf-8"))
    rows = {(row["operation"], row["kind"], row["name"]): row for row in found["entries"]}
    assert found["whole"] is True
    assert len(rows) == len(list(ledger.documented()))
    assert rows["redactVideo", "answer", "202"]["seen"] == 1
    assert rows["redactVideo", "answer", "202"]["test"] == "some test"
    assert rows["deleteVideo", "answer", "200"]["reason"].startswith("Answered only when")
    assert (
        rows["redactVideo", "answer", "409"] | {"seen": 0, "test": None, "reason": None}
        == rows["redactVideo", "answer", "409"]
    )
