"""The sections of the page, each made from its part of the material."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from scripts.spec_review.crosscheck import NoOpinion
from scripts.spec_review.material import Material
from scripts.spec_review.seen import Entry, Record
from scripts.spec_review.versions import said
from scripts.spec_statements import CERTAINTIES, Statement
from video_indexer_emulator.portal.markup import Child, Markup, element, joined, phrase, table
from video_indexer_emulator.portal.provenance import certainty_mark, source_links


def section(name: str, heading: str, *children: Child) -> Markup:
    """A part of the page with its heading; `name` is its anchor."""
    return element("section", element("h2", heading, id=name), *children, aria_labelledby=name)


def long_table(name: str, label: str, content: Markup, certainties: Collection[str] = ()) -> Markup:
    """A table that scrolls within the page, and a field that hides the rows without the words typed there.

    With certainties, a choice beside the field hides the rows of any other; both hold together.
    """
    field, choice = f"{name}-words", f"{name}-certainty"
    options = [element("option", "any", value=""), *(element("option", word) for word in certainties)]
    chooser = joined(
        element("label", "Certainty", for_=choice),
        element("select", *options, id=choice, autocomplete="off"),
    )
    box = element(
        "div",
        element("label", label, for_=field),
        element("input", type="search", id=field, autocomplete="off", spellcheck="false"),
        chooser if certainties else None,
        element("output", for_=f"{field} {choice}" if certainties else field),
        class_="filter",
        data_filter=name,
        hidden="",
    )
    return joined(box, element("div", content, id=name, class_="long"))


# ---- in short


def summary(material: Material) -> Markup:
    """The verdict and the figures."""
    verdict = _verdict(material.verdict, material.ledger, _announced(material))
    return section("summary", "Summary", verdict, _figures(material))


def _announced(material: Material) -> str:
    comparison = material.comparison
    if not comparison.breaking:
        return ""
    announced, released = said(comparison.announced), said(comparison.released)
    return f" What breaks clients of {released} is announced by the version {announced} in CHANGELOG.md."


def _verdict(lines: list[str], ledger: Record | None, announced: str) -> Markup:
    if not lines and ledger is None:
        text = (
            "Nothing stands against this contract, but what the suite saw isn't recorded: run this without "
        )
        return element("p", text, element("code", "--without-ledger"), ".", announced, class_="verdict open")
    if not lines:
        return element("p", "Nothing stands against this contract.", announced, class_="verdict")
    items = element("ul", *(element("li", phrase(line)) for line in lines))
    return element("div", element("p", element("strong", "To be mended:")), items, class_="verdict bad")


def _figures(material: Material) -> Markup:
    sure = Counter(statement.source["certainty"] for statement in material.statements)
    linted, ledger, opinion = material.lint, material.ledger, material.opinion
    figures = [
        ("breaking changes", str(len(material.comparison.breaking)), bool(material.comparison.breaking)),
        (
            "compatible changes",
            str(len(material.comparison.changes) - len(material.comparison.breaking)),
            False,
        ),
        (
            "objections of Specmatic",
            "not asked"
            if isinstance(opinion, NoOpinion)
            else str(len(opinion.shared) + len(opinion.alone.open)),
            bool(opinion.faults),
        ),
        (
            "lint findings not waived",
            "not linted" if isinstance(linted, str) else str(len(linted.open)),
            isinstance(linted, str) or bool(linted.open),
        ),
        ("open conflicts", f"{len(material.conflicts[0])} of {sum(map(len, material.conflicts))}", False),
        (_seen_by(ledger), _seen(ledger), bool(material.blind)),
        *((f"statements {word}", str(sure[word]), False) for word in CERTAINTIES),
    ]
    return element("dl", *(_figure(*figure) for figure in figures), class_="figures")


def _seen_by(ledger: Record | None) -> str:
    if ledger and not ledger.whole:
        return "seen by a part of the suite"
    return (
        "seen by the suite"
        if ledger is None or ledger.current
        else "seen by the suite, of an earlier contract"
    )


def _seen(ledger: Record | None) -> str:
    if ledger is None:
        return "not recorded"
    return f"{sum(bool(entry.seen) for entry in ledger.entries)} of {len(ledger.entries)}"


def _figure(words: str, figure: str, bad: bool) -> Markup:
    pair = element("dt", words), element("dd", figure)
    return element("div", *pair, class_="bad") if bad else element("div", *pair)


# ---- each part


def conflicts(material: Material) -> Markup:
    """Where sources contradict each other, and what nobody knows."""
    unsettled, settled = material.conflicts
    unknown = (element("li", phrase(text)) for text in material.document["info"]["x-unknowns"])
    return section(
        "conflicts",
        "Conflicts",
        element("h3", "Open"),
        element("p", "No source settles them: the contract takes a side by inference or by choice."),
        _conflicts("Open conflicts", unsettled),
        element("h3", "Settled by a source"),
        _conflicts("Settled conflicts", settled),
        element("h3", "Unknown"),
        element("p", "What nothing public tells; no test claims it of the live service."),
        element("ul", *unknown),
    )


def _conflicts(caption: str, every: list[dict[str, Any]]) -> Markup:
    rows: list[list[Child]] = [
        [
            each["point"],
            *(
                joined(phrase(each[side]["says"]), " (", source_links(each[side]["from"]), ")")
                for side in ("a", "b")
            ),
            joined(phrase(each["decision"]), " ", certainty_mark(each["certainty"])),
        ]
        for each in every
    ]
    return table(caption, ["Point", "One side", "Other side", "Here"], rows)


def ledger(material: Material) -> Markup:
    """What a run of the contract suite saw."""
    record = material.ledger
    if record is None:
        how = "No run is recorded. `nox -s spec_review` shows one, unless `--without-ledger` leaves it out."
        return section("ledger", "What the suite saw", element("p", phrase(how)))
    unseen_first = sorted(record.entries, key=lambda entry: bool(entry.seen))
    rows: list[list[Child]] = [_entry(entry) for entry in unseen_first]
    heads = ["Operation", "Kind", "What", "Seen", "First seen by, or why not"]
    caption = "What the contract documents, and what saw it"
    content = long_table("ledger-rows", "Show only rows with", table(caption, heads, rows))
    return section("ledger", "What the suite saw", element("p", _run(record)), content)


def _run(record: Record) -> str:
    service = "the live service" if record.live else "an emulator or another service that isn't the vendor's"
    made = f"A run of {record.made.replace('T', ' ').replace('+00:00', ' UTC')} against {service}."
    part = (
        ""
        if record.whole
        else " Only a part of the suite ran, or something failed: what wasn't seen may be there."
    )
    return made + part + ("" if record.current else " The contract has changed since.")


def _entry(entry: Entry) -> list[Child]:
    told = element("code", entry.test) if entry.test else entry.reason or "neither seen nor explained"
    operation = element("a", entry.operation, href=f"#{entry.operation}")
    return [operation, entry.kind, element("code", entry.name), str(entry.seen), told]


def provenance(material: Material) -> Markup:
    """Where each statement comes from."""
    rows: list[list[Child]] = [_statement(statement) for statement in material.statements]
    content = table("Every statement", ["Statement", "Certainty", "Sources", "Note"], rows)
    told = f"{len(rows)} statements. A schema's member without a source of its own shares its schema's."
    filtered = long_table("statement-rows", "Show only rows with", content, CERTAINTIES)
    return section("statements", "Statements", element("p", told), filtered)


def _statement(statement: Statement) -> list[Child]:
    source = statement.source
    target = _anchor(statement)
    label = phrase(statement.label)
    name = element("a", label, href=target) if target else label
    owner = joined(" ", element("em", statement.operation)) if statement.operation else None
    taken = [statement.node["description"]] if "/x-tolerates/" in statement.pointer else []
    remarks = [*taken, *([source["note"]] if "note" in source else []), *_decided(source.get("decided"))]
    return [
        joined(name, owner),
        certainty_mark(source["certainty"]),
        source_links(str(source["from"])),
        phrase(" ".join(remarks)),
    ]


def _decided(text: str | None) -> list[str]:
    return [f"Decided: {text}"] if text else []


def _anchor(statement: Statement) -> str | None:
    """Where the reference shows the statement; shared parts other than schemas have no place there."""
    if statement.operation:
        return f"#{statement.operation}"
    parts = statement.pointer.split("/")
    return f"#schema-{parts[3]}" if parts[1:3] == ["components", "schemas"] else None
