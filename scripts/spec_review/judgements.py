"""The sections of the page that judge: what changed, what Specmatic says of it, what the linters found."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.spec_review.changes import Change, Kind
from scripts.spec_review.crosscheck import NoOpinion
from scripts.spec_review.lint import Finding, Judged
from scripts.spec_review.material import Material
from scripts.spec_review.sections import section
from scripts.spec_review.versions import said
from video_indexer_emulator.portal.markup import Child, Markup, element, phrase, table


def changes(material: Material) -> Markup:
    """What changed since the last release."""
    comparison = material.comparison
    name = f"Changes since {said(comparison.released)}"
    if not comparison.changes:
        return section("changes", name, element("p", "None: the contract is the released one."))
    rows: list[list[Child]] = [_change(change) for change in comparison.changes]
    rule = (
        f"Breaking changes need version {said(comparison.needed)} or higher; "
        f"the highest in CHANGELOG.md is {said(comparison.announced)}."
    )
    heads = ["Where", "Kind", "Operations", "What"]
    return section("changes", name, element("p", rule), table("Every change", heads, rows))


def _change(change: Change) -> list[Child]:
    bad = change.kind is Kind.BREAKING
    mark = element("span", change.kind.value, class_="kind bad" if bad else "kind")
    return [phrase(change.where), mark, ", ".join(change.operations) or None, phrase(change.text)]


def crosscheck(material: Material) -> Markup:
    """What Specmatic says of the changes."""
    opinion = material.opinion
    if isinstance(opinion, NoOpinion):
        look = "verdict open" if opinion.excused else "verdict bad"
        missing = element("p", f"Not cross-checked: {opinion.reason}", class_=look)
        return section("crosscheck", "Cross-check", missing)
    rows = [
        *_objections((each, "finds nothing there; not waived") for each in opinion.alone.open),
        *_objections(
            (each, f"finds nothing there; waived: {why.reason}") for each, why in opinion.alone.waived
        ),
        *_objections((each.finding, "finds this operation broken, too") for each in opinion.shared),
    ]
    needless = [element("p", f"Take this waiver out: {each.pointer}") for each in opinion.alone.needless]
    told = (
        "Specmatic, a second opinion, tells of requests, and of some answers, whether clients bear "
        "the changes. Patterns, access, links, callbacks and names aren't shown to it."
    )
    heads = ["Where", "Specmatic says", "Our differ"]
    found = (
        table("What Specmatic objects to", heads, rows) if rows else element("p", "It objects to nothing.")
    )
    return section("crosscheck", "Cross-check", element("p", told), found, *needless)


def _objections(told: Iterable[tuple[Finding, str]]) -> list[list[Child]]:
    return [[each.pointer, phrase(each.message), differ] for each, differ in told]


def lint(material: Material) -> Markup:
    """What Spectral and Redocly found."""
    if isinstance(material.lint, str):
        return section("lint", "Lint", element("p", f"Not linted: {material.lint}", class_="verdict bad"))
    judged: Judged = material.lint
    rows: list[list[Child]] = [
        [element("code", each.pointer), f"{each.tool} {each.rule}", phrase(each.message), "not waived"]
        for each in judged.open
    ]
    rows += [
        [
            element("code", each.pointer),
            f"{each.tool} {each.rule}",
            phrase(each.message),
            f"waived: {waiver.reason}",
        ]
        for each, waiver in judged.waived
    ]
    rows += [
        [
            element("code", each.pointer),
            f"{each.tool} {each.rule}",
            "nothing is found any more",
            "take the waiver out",
        ]
        for each in judged.needless
    ]
    told = f"What Spectral and Redocly recommend: {len(judged.open)} open, {len(judged.waived)} waived."
    heads = ["Place", "Rule", "Finding", "What of it"]
    return section("lint", "Lint", element("p", told), table("Lint findings", heads, rows) if rows else None)
