"""Measure the redaction: what it hides, how strongly, how fast, and how its cost grows.

    python -m benchmarks.redaction [real_clips] [curve] [accuracy] [strength] [speed] [stages] [growth]

Without a name, all of them, one after the other. Each writes its table to results/; a missed bar stands there
with its figure, and makes the command exit with 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from benchmarks.processes import ROOT

PARTS = ("real_clips", "curve", "accuracy", "strength", "speed", "stages", "growth")


def main() -> int:
    """Run the command; each part gets a process of its own, so that none inherits another's memory."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.redaction", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    chosen = parser.parse_args().parts or PARTS
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; choose of {', '.join(PARTS)}")
    codes = []
    for part in chosen:
        print(f"{part} …", flush=True)
        command = [sys.executable, "-m", f"benchmarks.redaction.{part}"]
        codes.append(subprocess.run(command, check=False, cwd=ROOT).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
