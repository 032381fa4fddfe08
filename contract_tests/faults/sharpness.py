"""How sharp the suite is: run it against each seeded fault, and keep the score.

    python -m contract_tests.faults.sharpness [--record] [--sample] [--only ID,...] [--category C] [--jobs 2]

Each fault gets an empty emulator behind a proxy that commits it. Before that, the same run must be green
through a proxy that alters nothing. Caught means that the tests failed; a run that ended in any other
way is reported as broken and counts as nothing. Nothing is written unless --record says so; then the
results folder is brought up to date after each trial, and Ctrl-C keeps what is known so far.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from tqdm import tqdm

from .catalogue import Fault, catalogue
from .scores import FOLDER, NAMES, Scores
from .trials import Outcome, Row, Stopped, Trials, Verdict

CLEAN_FACTOR = 4
"""The clean run goes to the suite's end, so it may take so many times the limit of one trial."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    options = _parser().parse_args(arguments)
    row = Row.STOCK if options.stock else Row.INTERMITTENT if options.intermittent else Row.SUITE
    scores = Scores(recording=options.record, row=row)
    faults = _chosen(options, scores, row)
    if not faults:
        print("No fault is chosen.", file=sys.stderr)  # noqa: T201
        return 2
    if not options.known_clean and not _is_clean(row, options.limit * CLEAN_FACTOR):
        return 2
    with Trials(row, options.limit) as trials:
        interrupted = _measure(trials, faults, scores, row, options.jobs)
    print(scores.page(catalogue()) if options.record else _told(scores, row, faults))  # noqa: T201
    return 130 if interrupted else _exit_code(scores, row, faults, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    told = f"keep the outcomes in {FOLDER.name}/, beside those that are there"
    parser.add_argument("--record", action="store_true", help=told)
    parser.add_argument("--sample", action="store_true", help="only the fixed sample that CI runs")
    parser.add_argument("--only", metavar="ID,...", help="only these faults")
    parser.add_argument("--category", metavar="C", help="only the faults of one file of the catalogue")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th fault")
    parser.add_argument("--new", action="store_true", help="only faults that were not caught or missed yet")
    parser.add_argument("--jobs", type=int, default=2, help="trials at once")
    parser.add_argument("--stock", action="store_true", help="the plain schemathesis command, not the suite")
    told = "faults that come and go: of every 4th answer, after the 10th, of one video, of a second page"
    parser.add_argument("--intermittent", action="store_true", help=told)
    parser.add_argument("--known-clean", action="store_true", help="leave out the run without a fault")
    parser.add_argument("--limit", type=float, default=300, help="seconds of one trial")
    parser.add_argument("--floor", type=float, help="least share that must be caught (1.0 for the sample)")
    return parser


def _chosen(options: argparse.Namespace, scores: Scores, row: Row) -> list[Fault]:
    faults = list(catalogue().values())
    if options.only:
        names = options.only.split(",")
        unknown = [name for name in names if name not in catalogue()]
        if unknown:
            raise SystemExit(f"There is no fault {', '.join(unknown)}.")
        faults = [catalogue()[name] for name in names]
    if options.sample:
        faults = [fault for fault in faults if fault.sample]
    faults = faults[:: options.every]
    if options.category:
        faults = [fault for fault in faults if fault.category == options.category]
    if options.new:
        settled = {Verdict.CAUGHT, Verdict.MISSED}
        faults = [f for f in faults if (scores.outcome(row, f.id) or {}).get("verdict") not in settled]
    return faults


def _measure(trials: Trials, faults: list[Fault], scores: Scores, row: Row, jobs: int) -> bool:
    """Try each fault; returns whether Ctrl-C came before the end."""
    pool = ThreadPoolExecutor(jobs)
    futures = {pool.submit(trials.run, fault.id): fault for fault in faults}
    try:
        _collect(futures, scores, row)
    except KeyboardInterrupt:
        print("\nStopping …", file=sys.stderr)  # noqa: T201
        pool.shutdown(wait=False, cancel_futures=True)
        trials.stop()
        return True
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        scores.write(catalogue())
    return False


def _collect(futures: dict[Future[Outcome], Fault], scores: Scores, row: Row) -> None:
    with tqdm(total=len(futures), unit="fault", smoothing=0.1) as bar:
        for future in as_completed(futures):
            fault = futures[future]
            try:
                outcome = future.result()
            except Stopped:
                continue
            except Exception as error:  # noqa: BLE001 - one trial that can't be run must not end the others
                outcome = Outcome(Verdict.BROKEN, 0, detail=f"{type(error).__name__}: {error}")
            scores.record(row, fault.id, outcome)
            scores.write(catalogue())
            bar.update()
            told = f"{outcome.verdict}: {fault.category}/{fault.id} ({outcome.seconds:.0f} s)"
            bar.write(f"{told} {outcome.by or outcome.detail or ''}".rstrip())


def _told(scores: Scores, row: Row, faults: Iterable[Fault]) -> str:
    """The outcomes of these faults, which are kept nowhere."""
    known = {fault.id: scores.outcome(row, fault.id) or {"verdict": "not tried"} for fault in faults}
    lines = [
        f"{entry['verdict']:>10}  {name}  {entry.get('by') or ''}".rstrip() for name, entry in known.items()
    ]
    return "\n".join([*lines, "Not recorded; --record keeps the outcomes."])


def _exit_code(scores: Scores, row: Row, faults: Iterable[Fault], options: argparse.Namespace) -> int:
    floor = 1.0 if options.sample and options.floor is None else options.floor
    if floor is None:
        return 0
    verdicts = [(scores.outcome(row, fault.id) or {}).get("verdict") for fault in faults]
    share = verdicts.count(Verdict.CAUGHT) / len(verdicts)
    print(f"{share:.0%} caught of {len(verdicts)}; the floor is {floor:.0%}.")  # noqa: T201
    return 0 if share >= floor else 1


def _is_clean(row: Row, limit: float) -> bool:
    """Whether the run through a proxy that alters nothing is green; says so."""
    print(f"The clean run of the {NAMES[row]} …", flush=True)  # noqa: T201
    with Trials(row, limit) as trials:
        clean = trials.run(None)
    if clean.verdict is Verdict.MISSED:
        print(f"green in {clean.seconds:.0f} s", flush=True)  # noqa: T201
        return True
    print(_not_clean(clean), file=sys.stderr)  # noqa: T201
    return False


def _not_clean(clean: Outcome) -> str:
    cause = f"{clean.by} failed" if clean.by else clean.detail
    return (
        "The run through a proxy that alters nothing isn't green, so that nothing can be said of faults: "
        f"{cause}. Mend that first."
    )


if __name__ == "__main__":
    sys.exit(main())
