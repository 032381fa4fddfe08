"""Shows where a statement of the contract comes from, and how sure it is."""

from __future__ import annotations

from typing import Any

from video_indexer_emulator.portal.markup import Child, Markup, element, joined, phrase

CERTAINTIES = {
    "documented": "the vendor says so",
    "observed": "seen in payloads or in code that works",
    "inferred": "follows from its neighbours",
    "decided": "a choice of this project",
}


def certainty_mark(word: str) -> Markup:
    """One of the four words, with its meaning at hand."""
    return element("span", word, class_=f"certainty {word}", title=CERTAINTIES.get(word, ""))


def source_links(names: str) -> Markup:
    """Links to the sources that a statement names: `S1, S9a`."""
    keys = [name.strip() for name in names.split(",")]
    links: list[Child] = []
    for position, key in enumerate(keys):
        links += [", " if position else None, element("a", key, href=f"#source-{key}")]
    return joined(*links)


def provenance(node: dict[str, Any] | None) -> Markup:
    """What an `x-source` says: certainty, sources, note, and a choice of ours within it."""
    if not node:
        return Markup()
    remarks = [node[key] for key in ("note", "decided") if key in node]
    return element(
        "span",
        certainty_mark(node["certainty"]),
        " ",
        source_links(node["from"]),
        *(joined(" · ", phrase(remark)) for remark in remarks),
        class_="source",
    )


def sources_section(info: dict[str, Any]) -> Markup:
    """All sources, with what the four words mean."""
    words = [
        joined(element("dt", certainty_mark(word)), element("dd", meaning))
        for word, meaning in CERTAINTIES.items()
    ]
    entries = [
        joined(element("dt", key, id=f"source-{key}"), element("dd", _source(source)))
        for key, source in info["x-sources"].items()
    ]
    return element(
        "section",
        element("h2", "Sources", id="sources"),
        element(
            "p",
            "Nobody publishes a usable description of this API; each statement here says what it rests on.",
        ),
        element("dl", *words, class_="words"),
        element("dl", *entries, class_="words"),
        aria_labelledby="sources",
    )


def _source(source: dict[str, Any]) -> Markup:
    url = source["url"]
    return element("a", source["title"], href=url, rel="noreferrer") if url else joined(source["title"])


def conflicts_section(info: dict[str, Any]) -> Markup:
    """Where sources contradict each other, and what nothing tells."""
    entries = [_conflict(conflict) for conflict in info["x-conflicts"]]
    unknown = [element("li", phrase(text)) for text in info["x-unknowns"]]
    return element(
        "section",
        element("h2", "Conflicts", id="conflicts"),
        element("p", "Where sources contradict each other: both sides, and which one the contract follows."),
        *entries,
        element("h2", "Unknown", id="unknown"),
        element("p", "What nothing public tells."),
        element("ul", *unknown),
        aria_labelledby="conflicts",
    )


def _conflict(conflict: dict[str, Any]) -> Markup:
    sides = [
        element("li", phrase(side["says"]), " (", source_links(side["from"]), ")")
        for side in (conflict["a"], conflict["b"])
    ]
    mark = certainty_mark(conflict["certainty"])
    return joined(
        element("h3", conflict["point"]),
        element("ul", *sides),
        element("p", element("strong", "Here: "), phrase(conflict["decision"]), " ", mark),
    )
