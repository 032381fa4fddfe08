"""The review as one HTML file: nothing is loaded from elsewhere, nothing runs but its own script."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from scripts.spec_review import judgements, sections
from scripts.spec_review.material import Material
from scripts.spec_review.versions import said
from video_indexer_emulator.portal import reference
from video_indexer_emulator.portal.markup import Markup, element, joined
from video_indexer_emulator.portal.provenance import sources_section

PORTAL = Path(reference.__file__).parent / "static"

STATIC = Path(__file__).parent / "static"

PARTS = {
    "summary": "Summary",
    "changes": "Changes",
    "crosscheck": "Cross-check",
    "lint": "Lint",
    "conflicts": "Conflicts",
    "ledger": "What the suite saw",
    "statements": "Statements",
    "sources": "Sources",
    "reference": "Reference",
    "schemas": "Schemas",
}
"""The contents, by anchor."""


def render(material: Material) -> str:
    """Make the page."""
    style = "\n".join(
        path.read_text("utf-8")
        for path in (PORTAL / "base.css", PORTAL / "reference.css", STATIC / "review.css")
    ).replace('url("icon.svg")', "none")
    script = (STATIC / "filter.js").read_text("utf-8")
    page = element("html", _head(material, style, script), _body(material, script), lang="en")
    return f"<!doctype html>\n{page}\n"


def _head(material: Material, style: str, script: str) -> Markup:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("title", f"Spec review · {material.document['info']['title']}"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("style", Markup(style)),  # our own files, not text from elsewhere
    )


def _hash(text: str) -> str:
    """The name by which the policy lets an inline script or style in."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _body(material: Material, script: str) -> Markup:
    main = element(
        "main",
        sections.summary(material),
        judgements.changes(material),
        judgements.crosscheck(material),
        judgements.lint(material),
        sections.conflicts(material),
        sections.ledger(material),
        sections.provenance(material),
        sources_section(material.document["info"]),
        element("h2", "Reference", id="reference"),
        element("p", "The contract itself, as the emulator shows it at /docs."),
        reference.content(material.document),
        id="content",
        tabindex="-1",
    )
    return element(
        "body",
        element("a", "Skip to the content", href="#content", class_="skip"),
        element("header", element("h1", "Spec review"), element("p", _lead(material)), class_="banner"),
        element("div", _contents(material), main, class_="reference"),
        element("script", Markup(script)),
    )


def _lead(material: Material) -> str:
    info = material.document["info"]
    return f"{info['title']}, beside the contract of release {said(material.comparison.released)}."


def _contents(material: Material) -> Markup:
    parts = (element("li", element("a", words, href=f"#{name}")) for name, words in PARTS.items())
    operations = (
        element("li", element("a", node["operationId"], href=f"#{node['operationId']}"))
        for item in material.document["paths"].values()
        for node in item.values()
        if isinstance(node, dict) and "operationId" in node
    )
    return element(
        "nav",
        joined(element("h2", "Review"), element("ul", *parts)),
        element("details", element("summary", "Operations"), element("ul", *operations)),
        class_="contents",
        aria_label="Contents",
    )
