"""Writes docs/clients.md: what ran, with whose calls, and what each client needed."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from datetime import UTC, datetime

from tests.clients.running import STEPS, Outcome

HEAD = """# Clients of others

Written by `nox -s clients` on {date} (Python {python}); it fails where one of these rows fails.

Each row is code of others in the version named, unchanged. A small program of ours
([tests/clients](../tests/clients)) takes it through the steps {steps}, against a running emulator.
Then the redacted file is decoded and judged: the chosen faces are black in every frame, by what the service
found and, where all are chosen, by what the clip was painted from; other faces, the rest of the picture, all
times, the duration and the sound are as before. The service's own counters must agree with the steps.

"""

FOOT = """
**Own calls** are the client's. Where it has no call for a step, the program sends a plain request with the
client's token: the packages of PyPI and npm are older than redaction.

Host names in a client's code lead to the emulator without a change of that code:
[sitecustomize.py](../tests/clients/name_resolution/sitecustomize.py) does it for Python,
[preload.cjs](../tests/clients/name_resolution/preload.cjs) for Node.
The certificate is issued by a throw-away authority that only these programs trust.
TypeScript is compiled with `tsc --strict`; what the generators write isn't edited.
"""


def page(outcomes: Iterable[Outcome]) -> str:
    """The whole page."""
    rows = [["client", "version", "own calls", "plain requests, as it has no call", "needs"], ["---"] * 5]
    rows += [_row(outcome) for outcome in outcomes]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    head = HEAD.format(
        date=datetime.now(UTC).date(), python=platform.python_version(), steps=", ".join(STEPS)
    )
    return head + table + "\n" + FOOT


def _row(outcome: Outcome) -> list[str]:
    client = outcome.client
    own = [step for step, by in outcome.by.items() if by == "client"]
    plain = [step for step, by in outcome.by.items() if by == "plain"]
    name = f"{client.name} ({client.origin})"
    return [
        name,
        outcome.version,
        "all" if not plain else ", ".join(own),
        ", ".join(plain) or "none",
        client.needs,
    ]
