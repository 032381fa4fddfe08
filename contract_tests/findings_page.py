"""What was found, for people: a page to send to the owner of a service, and a summary in Markdown."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from .breaches import rule_id
from .contract import contract
from .failures import Failures, Met, count
from .sources import said

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Breaches of the contract</title>
<style>
:root {{ color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }}
body {{ max-width: 60em; margin: 2em auto; padding: 0 1em }}
pre {{ overflow-x: auto; padding: .6em; background: color-mix(in srgb, currentColor 7%, transparent) }}
section {{ border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent) }}
</style>
<h1>Breaches of the contract</h1>
<p>{summary}</p>
{sections}
</html>
"""

Clean = Callable[[str], str]


def summary(failures: Failures, tests: dict[str, int]) -> str:
    """The numbers of a run, as the console and JUnit have them."""
    counted = ", ".join(f"{number} {what}" for what, number in tests.items() if number)
    return f"{failures.title() or 'Nothing is broken'}. Tests: {counted or 'none'}."


def page(failures: Failures, tests: dict[str, int], url: str, clean: Clean) -> str:
    """The whole page; `clean` hides secrets."""
    made = datetime.now(UTC).isoformat(timespec="seconds")
    told = f"{url}, {made}: {summary(failures, tests)}"
    sections = [*_rules(failures, clean, accepted=False), *_checks(failures, clean)]
    known = list(_rules(failures, clean, accepted=True))
    if known:
        sections += ["<h1>Accepted</h1>", *known]
    return PAGE.format(summary=html.escape(clean(told)), sections="\n".join(sections))


def markdown(failures: Failures, tests: dict[str, int]) -> str:
    """A short form, for the summary of a continuous integration."""
    lines = ["## Contract", "", summary(failures, tests), ""]
    rules, checks = failures.rules(accepted=False), failures.open_checks()
    if rules or checks:
        lines += ["| broken | where | how often | first seen by |", "| --- | --- | --- | --- |"]
    for rule, by_operation in rules.items():
        first = next(iter(by_operation.values())).first
        lines.append(_row(rule, ", ".join(by_operation), str(count(by_operation)), first))
    lines += [_row(name, "", str(met.count), met.first) for name, met in checks.items()]
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _rules(failures: Failures, clean: Clean, *, accepted: bool) -> Iterator[str]:
    for rule, by_operation in failures.rules(accepted=accepted).items():
        operation, met = next(iter(by_operation.items()))
        where = ", ".join(f"{name} ({each.count})" for name, each in by_operation.items())
        parts = [
            f'<section id="{html.escape(rule_id(rule))}"><h2>{html.escape(rule)}</h2>',
            f"<p>{count(by_operation)} times, at {html.escape(where)}; of {len(contract().operations)}.</p>",
            _said(operation, rule),
            *_example(met, rule, clean),
            f"<p>First seen by <code>{html.escape(met.first)}</code>.</p></section>",
        ]
        yield "\n".join(part for part in parts if part)


def _said(operation: str, rule: str) -> str:
    """What the contract says, with its source."""
    words = said(operation, rule)
    sources = "; ".join(words.sources)
    certain = " · ".join(part for part in (words.certainty, sources) if part)
    text = f"<p>The contract: {html.escape(words.text)}"
    return text + (f" <small>({html.escape(certain)})</small></p>" if certain else "</p>")


def _example(met: Met, rule: str, clean: Clean) -> Iterator[str]:
    """What came, and the line that asks for it again."""
    if met.example is None:
        return
    finding = next((each.what for each in met.example.findings if each.kind == rule), rule)
    exchange = met.example.exchange
    yield f"<p>{html.escape(clean(finding))}</p>"
    yield f"<pre>{html.escape(clean(exchange.curl()))}</pre>"
    yield f"<pre>{html.escape(clean(exchange.told()))}</pre>"


def _checks(failures: Failures, clean: Clean) -> Iterator[str]:
    for name, met in failures.open_checks().items():
        yield "\n".join([
            f'<section id="{html.escape(name)}"><h2>{html.escape(name)}</h2>',
            f"<p>{html.escape(met.wanted)}</p>",
            f"<pre>{html.escape(clean(met.told))}</pre>",
            *_request(met, clean),
            f"<p>{met.count} times; first in <code>{html.escape(met.first)}</code>.</p></section>",
        ])  # fmt: skip


def _request(met: Met, clean: Clean) -> Iterator[str]:
    """The last request of the failed test."""
    if met.last is not None:
        yield f"<pre>{html.escape(clean(met.last.curl()))}</pre>"
        yield f"<pre>{html.escape(clean(met.last.told()))}</pre>"
