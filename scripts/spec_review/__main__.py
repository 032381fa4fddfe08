"""Review the contract: changes since the last release, a second opinion, lint, the suite's ledger, sources.

    python -m scripts.spec_review                   # write out/spec_review/index.html
    python -m scripts.spec_review --ledger          # the same, after a new run of the contract suite
    python -m scripts.spec_review --without-ledger  # the same, without what the suite saw
    python -m scripts.spec_review --check           # only refuse breaking changes without their version
    python -m scripts.spec_review --release 0.2.0   # keep the contract as the one of a release

The suite's ledger lies in out/contract. Where it is missing, or isn't of a whole run on this contract, the
suite runs first, which takes some 3 minutes.

Exit status 1 means that something stands against the contract, or that it wasn't linted.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.spec_review import crosscheck, lint, page, release, seen
from scripts.spec_review.contract import Refused, load
from scripts.spec_review.differ import breaking
from scripts.spec_review.material import Material
from scripts.spec_review.tools import ToolFailed
from scripts.spec_review.versions import said
from scripts.spec_statements import problems

SPEC = release.REPOSITORY / "openapi.yaml"
OUT = release.REPOSITORY / "out" / "spec_review"
LEDGER = release.REPOSITORY / "out" / "contract" / "ledger.json"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    places = options.spec, options.releases, options.changelog
    try:
        if options.release:
            print(f"kept as {release.release(options.release, *places)}")
            return 0
        comparison = release.compare(*places)
        if options.check:
            return _told(comparison.fault, [str(change) for change in comparison.breaking])
        return _review(options, comparison, lint.read_waivers())
    except (Refused, ToolFailed) as error:
        print(error)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.spec_review",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="compare with the last release, and write nothing")
    what.add_argument("--release", metavar="VERSION", help="keep the contract as the one of this version")
    what.add_argument("--ledger", action="store_true", help="run the contract suite first in any case")
    what.add_argument("--without-ledger", action="store_true", help="leave out what the suite saw")
    parser.add_argument("--spec", type=Path, default=SPEC)
    parser.add_argument("--releases", type=Path, default=release.RELEASES)
    parser.add_argument("--changelog", type=Path, default=release.CHANGELOG)
    parser.add_argument("--out", type=Path, default=OUT, help="where the page goes (default: %(default)s)")
    return parser


def _told(fault: str | None, breaking: list[str]) -> int:
    """Print what breaks clients; it is refused only where the version doesn't tell of it."""
    for line in breaking:
        print(line)
    if fault:
        print(fault)
    return 1 if fault else 0


def _review(options: argparse.Namespace, comparison: release.Comparison, waivers: list[lint.Waiver]) -> int:
    """Gather everything, write the page, and say what stands against the contract."""
    document = load(options.spec)
    if found := problems(document):
        raise Refused("\n".join([f"{options.spec} has statements without a sound source:", *found]))
    failed, record = _seen(options)
    released = load(options.releases / f"{said(comparison.released)}.yaml")
    wire = breaking(comparison.wire)  # of the generated client, it knows nothing
    opinion = crosscheck.opinion(released, document, wire, waivers, options.out / "specmatic")
    linted = _linted(options.spec, waivers, options.out / "linters")
    material = Material(document, comparison, opinion, linted, record)
    target: Path = options.out / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_rendered(material), "utf-8")
    faults = ["The contract suite failed."] * failed + material.faults
    broken = [str(change) for change in comparison.breaking]
    for line in (*broken, *faults, target):
        print(line)
    return 1 if faults else 0


def _seen(options: argparse.Namespace) -> tuple[bool, seen.Record | None]:
    """Whether the suite ran and failed, and its ledger; it runs where that doesn't tell of this contract."""
    if options.without_ledger:
        return False, None
    record = seen.read(LEDGER, options.spec)
    done = record is not None and record.current and record.whole
    foreign = options.spec.read_bytes() != SPEC.read_bytes()  # the suite knows the contract beside it alone
    if not options.ledger and (done or foreign):
        return False, record
    told = "Running the contract suite for what it sees, some 3 minutes; --without-ledger leaves it out."
    print(told, flush=True)
    failed = seen.run_suite(LEDGER) != 0
    return failed, seen.read(LEDGER, options.spec)


def _rendered(material: Material) -> str:
    try:
        return page.render(material)
    except (
        AttributeError,
        KeyError,
        TypeError,
    ) as error:  # its reference relies on how we write the contract
        raise Refused(f"The page can't show a part of the contract: {error!r}") from error


def _linted(spec: Path, waivers: list[lint.Waiver], folder: Path) -> lint.Judged | str:
    """What the linters say; a text where they can't."""
    try:
        found = lint.lint(spec, folder)
    except ToolFailed as error:
        return str(error)
    return lint.judge(found, [waiver for waiver in waivers if waiver.tool in lint.COMMANDS])


if __name__ == "__main__":
    sys.exit(main())
