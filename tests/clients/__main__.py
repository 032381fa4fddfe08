"""Let clients of others go the whole way against the emulator, and judge what they bring.

    python -m tests.clients [--only NAME ...]

Writes docs/clients.md when all of them ran; exits with 1 if one failed. Needs Node with npm, Java 17, curl
and Chromium. The clients, and what they are made of, lie in out/clients.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from scripts.sample_clip import make_sample
from tests.clients.catalogue import CLIENTS
from tests.clients.judging import original_of
from tests.clients.preparing import REPOSITORY
from tests.clients.report import page
from tests.clients.running import Outcome, Runner
from tests.clients.surroundings import surroundings

RESULT = REPOSITORY / "docs" / "clients.md"


def main() -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--only", action="append", choices=[client.folder for client in CLIENTS], help="may be repeated"
    )
    only = parser.parse_args().only
    chosen = [client for client in CLIENTS if not only or client.folder in only]
    with tempfile.TemporaryDirectory(prefix="vi-clients-") as folder:
        scratch = Path(folder)
        clip = scratch / "clip.mp4"
        truth = make_sample(clip, seconds=3, width=640, height=360, rate=15)
        with surroundings(scratch, clip) as around:
            runner = Runner(around, clip, truth, original_of(around.url, clip), scratch)
            outcomes = [_show(runner.run(client)) for client in chosen]
    if any(outcome.wrongs for outcome in outcomes):
        return 1
    if not only:
        RESULT.write_text(page(outcomes), "utf-8")
        print(f"Wrote {RESULT.relative_to(REPOSITORY)}.")  # noqa: T201
    return 0


def _show(outcome: Outcome) -> Outcome:
    print(f"{'failed' if outcome.wrongs else 'passed'}: {outcome.client.name} {outcome.version}", flush=True)  # noqa: T201
    for wrong in outcome.wrongs:
        print(f"  {wrong}", flush=True)  # noqa: T201
    return outcome


if __name__ == "__main__":
    sys.exit(main())
