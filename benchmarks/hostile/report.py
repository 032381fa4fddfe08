"""The outcome of a campaign as a page."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.hostile.campaign import Tally


def report(tally: Tally, escapes: Sequence[str], seconds: float, *, answers: bool) -> str:
    """Return the page: what was sent, what became of it, what got out."""
    lines = [
        "# Hostile files",
        "",
        "`nox -s hostile` makes these files, the same each time, and sends each to a running service.",
        "",
        f"- cases: {tally.cases}, in {seconds:.0f} seconds",
        f"- answers 5xx: {len(tally.server_errors)}",
        f"- canaries (a file, an address) touched: {len(escapes)}",
        f"- failures without a reason, or for a mistake of the service: {len(tally.unclear)}",
        f"- media processes lost, each told so to its caller: {len(tally.lost)}",
        f"- a good clip is analysed and redacted afterwards: {'yes' if answers else 'no'}",
        "",
        "| family | outcome | cases |",
        "| --- | --- | ---: |",
        *(
            f"| {family} | {outcome} | {count} |"
            for (family, outcome), count in sorted(tally.outcomes.items())
        ),
    ]
    for title, found in (
        ("5xx", tally.server_errors),
        ("Escapes", escapes),
        ("Without a reason", tally.unclear),
        ("Lost", tally.lost),
    ):
        if found:
            lines += ["", f"## {title}", "", *(f"- {entry}" for entry in found)]
    return "\n".join(lines) + "\n"
