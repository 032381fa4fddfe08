"""The API reference: everything of the contract is there, and nothing of it can become markup."""

from __future__ import annotations

import copy
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import yaml

from tests.emulator.api import Api
from video_indexer_emulator.app import contract_path
from video_indexer_emulator.http.spec import METHODS
from video_indexer_emulator.portal.markup import element, joined, phrase, prose
from video_indexer_emulator.portal.reference import render

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> \"quoted\" & 'more'"


class Page(HTMLParser):
    """What a browser would make of the page: ids, links, tags, text; and whether tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" else []
        if tag not in {"meta", "link", "wbr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Judge a closing tag."""
        assert tag == self.open.pop()


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    """The contract as a plain document."""
    document: dict[str, Any] = yaml.safe_load(contract_path().read_text("utf-8"))
    return document


@pytest.fixture(scope="module")
def text(emulator: Api) -> str:
    """The page as it is served."""
    return emulator.http.get("/docs").text


def test_every_operation_schema_and_source_is_there(contract: dict[str, Any], text: str) -> None:
    """Each with an id of its own."""
    operations = [
        item[method]["operationId"]
        for item in contract["paths"].values()
        for method in METHODS
        if method in item
    ]
    wanted = [
        *operations,
        *(f"schema-{name}" for name in contract["components"]["schemas"]),
        *(f"source-{name}" for name in contract["info"]["x-sources"]),
    ]

    ids = Page(text).ids

    assert set(wanted) <= set(ids)
    assert len(ids) == len(set(ids))


def test_every_link_within_the_page_leads_somewhere(text: str) -> None:
    """A schema, an operation or a source that is named is one that is shown."""
    page = Page(text)

    inner = {link.removeprefix("#") for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)
    assert len(inner) > 60
    assert page.open == []


def test_every_parameter_status_and_certainty_is_there(contract: dict[str, Any], text: str) -> None:
    """The page leaves nothing out that a caller needs."""
    for item in contract["paths"].values():
        for method in METHODS:
            node = item.get(method, {})
            for parameter in node.get("parameters", []):
                assert parameter.get("name", "$ref") == "$ref" or f"<code>{parameter['name']}</code>" in text
            assert all(f">{status}</span>" in text for status in node.get("responses", {}))
    for word in ("documented", "observed", "inferred", "decided"):
        assert f'class="certainty {word}"' in text


def test_the_page_has_no_script(text: str) -> None:
    """It needs none."""
    assert "script" not in Page(text).tags


def test_words_of_the_contract_stay_words(contract: dict[str, Any]) -> None:
    """Whatever they are, they are escaped."""
    hostile = copy.deepcopy(contract)
    hostile["info"]["title"] = hostile["info"]["description"] = HOSTILE
    operation = hostile["paths"]["/{location}/Accounts/{accountId}/Jobs/{jobId}"]["get"]
    operation["summary"] = operation["description"] = HOSTILE
    hostile["components"]["schemas"]["Job"]["description"] = HOSTILE

    page = Page(render(hostile))

    assert not {"script", "img"} & set(page.tags)


def test_the_builder_escapes_what_is_text() -> None:
    """Children and attributes; finished markup goes in as it is."""
    inner = element("b", "<1>", title='"')

    outer = element("p", "a & ", inner, None, class_="x")

    assert str(outer) == '<p class="x">a &amp; <b title="&quot;">&lt;1&gt;</b></p>'
    assert str(joined("<", inner)).startswith("&lt;<b")


def test_prose_knows_paragraphs_and_code() -> None:
    """Backticks make code, an empty line a paragraph."""
    assert str(phrase("a `b<c` d")) == "a <code>b&lt;c</code> d"
    assert re.findall("<p>", str(prose("one\ntwo\n\nthree\n"))) == ["<p>", "<p>"]
