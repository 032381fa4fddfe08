"""What is no contract, or could be read as two, is refused in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from scripts.spec_notes import SPEC
from scripts.spec_review.contract import load
from tests.spec.workplace import review


def unquoted(text: str) -> str:
    """A status as YAML's own number."""
    return text.replace("'303':", "303:", 1)


def maximum(value: str) -> Callable[[str], str]:
    """Another greatest size of a page, as YAML has it."""
    return lambda text: text.replace("maximum: 1000,", f"maximum: {value},", 1)


NO_CONTRACT: dict[str, tuple[Callable[[str], str], str]] = {
    "bare status": (unquoted, "responses: the key 303 isn't text; put it into quotes"),
    "parameter without its place": (
        lambda text: text.replace("in: path", "at: path", 1),
        '"in" is a required property',
    ),
    "server without its address": (lambda text: text.replace("- url:", "- uri:", 1), '"url" is a required'),
    "reference to nothing": (
        lambda text: text.replace("schemas/JobState'", "schemas/JobSlate'", 1),
        "`#/components/schemas/JobSlate` leads nowhere within the document",
    ),
    "reference to another file": (
        lambda text: text.replace("'#/components/schemas/JobState'", "'job.yaml#/State'", 1),
        "`job.yaml#/State` leads nowhere within the document",
    ),
    "reference to itself": (
        lambda text: text + "\n    Loop: {$ref: '#/components/examples/Loop'}\n",
        "#/components/examples/Loop: `#/components/examples/Loop` leads nowhere",
    ),
    "parameter that leads to a schema": (
        lambda text: text.replace("'#/components/parameters/Location'", "'#/components/schemas/FaceId'", 1),
        "`#/components/schemas/FaceId` doesn't lead to one of `components/parameters`",
    ),
    "required told of the member itself": (
        lambda text: text.replace("minLength: 1,", "minLength: 1, required: true,", 1),
        "true is not of type",
    ),
    "limit as text": (lambda text: text.replace("minimum: 1}", "minimum: '1'}", 1), "is not of type"),
    "source as text": (
        lambda text: re.sub(r"x-source: \{[^}]*\}", "x-source: S2", text, count=1),
        '"S2" is not of type "object"',
    ),
    "anchor that holds itself": (
        lambda text: text + "\nx-loop: &loop\n  again: *loop\n",
        "holds itself, by a YAML anchor",
    ),
    "member that is there twice": (
        lambda text: text.replace("    FilterScope:\n", "    FilterScope: {}\n    FilterScope:\n", 1),
        "the key `FilterScope` is there twice",
    ),
    "octal number": (maximum("01750"), "`01750` isn't read alike by everybody; put it into quotes"),
    "number without its sign of zero": (maximum("08"), "`08` isn't read alike"),
    "sexagesimal number": (maximum("16:40"), "`16:40` isn't read alike"),
    "number with underscores": (maximum("1_000"), "`1_000` isn't read alike"),
    "number with an exponent": (maximum("1e3"), "`1e3` isn't read alike"),
    "unquoted date": (maximum("2024-01-01"), "`2024-01-01` isn't read alike"),
    "unquoted no": (maximum("no"), "`no` isn't read alike"),
    "no number": (maximum(".nan"), "`nan` is no value of JSON"),
    "set": (maximum("!!set {a}"), "is no value of JSON"),
    "bytes": (maximum("!!binary aGk="), "schema/maximum: `b'hi'` is no value of JSON"),
    "value that belies its type": (maximum("!!bool maybe"), "a value isn't of the type written before it"),
    "nested too deep": (lambda text: text + "\nx-deep: " + "[" * 3000 + "]" * 3000, "deep"),
    "conflict without a text": (
        lambda text: text.replace("point: Token parameter", "point: []", 1),
        '#/info/x-conflicts/0/point: [] is not of type "string"',
    ),
    "permission that is none": (
        lambda text: text.replace("permission: Reader", "permission: [1]", 1),
        'x-permission/permission: [1] is not of type "string"',
    ),
    "two operations of one name": (
        lambda text: text.replace(
            "operationId: listVideos\n      tags", "operationId: uploadVideo\n      tags"
        ),
        "`uploadVideo` is GET /{location}/Accounts/{accountId}/Videos already; name it otherwise",
    ),
    "parameter of another kind": (
        lambda text: text.replace(
            "\n  parameters:\n", "\n  parameters:\n    Odd: {$ref: '#/components/schemas/Job'}\n"
        ),
        "`#/components/schemas/Job` doesn't lead to one of `components/parameters`",
    ),
    "two classes of one name": (
        lambda text: text.replace(
            "\n  schemas:\n", "\n  schemas:\n    job: {type: object, properties: {a: {type: string}}}\n"
        ),
        "No whole client can be generated from the contract:",
    ),
    "no YAML": (lambda text: text + "\n  - :\n x: [", "can't be read"),
}


@pytest.mark.parametrize("case", NO_CONTRACT.values(), ids=NO_CONTRACT.keys())
def test_what_is_no_contract_is_refused_in_words(
    workplace: Path, case: tuple[Callable[[str], str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    """With the place of the mistake, not with a traceback."""
    edit, words = case
    spec = workplace / "openapi.yaml"
    text = spec.read_text("utf-8")
    spec.write_text(edit(text), "utf-8")
    assert spec.read_text("utf-8") != text

    assert review(workplace, "--check") == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    "value", ["'16:40'", "1750", "1.5", "0x1F", "-1", "2024-01-01T", "1.0.0", "~", "true"]
)
def test_what_everybody_reads_alike_is_taken(value: str, tmp_path: Path) -> None:
    """Text in quotes, plain numbers, and words that no edition of YAML takes for anything else."""
    path = tmp_path / "openapi.yaml"
    path.write_text(f"{SPEC.read_text('utf-8')}\nx-value: {value}\n", "utf-8")

    assert load(path)["x-value"] == yaml.safe_load(value)
