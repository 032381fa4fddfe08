"""What the client costs: CPU of a call, import time, memory of a download; each beside its peer, in one run.

    python -m benchmarks.client [--rounds 40] [--calls 80] [--imports 11]

CPU of get_job: by the SDK, by the generated client's call, and by plain httpx and json, in turns, in this
process; what is counted is this process's CPU time. Once over a socket to a server in another process
(client_stub.py), which is what every caller pays for, and once by httpx.MockTransport, which leaves the
connection out and so shows what each adds to it.
Import time: CPU time and wall time of fresh interpreters, interleaved, in an environment that has the
package and its own needs alone, for click and rich make `import httpx` slower where they are installed.
Memory: peak resident memory of a process that downloads 64 MiB, and of one that downloads 1 GiB.
Writes benchmarks/results/client.json and client.md. Exits with 1 if a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import UUID

import httpx
from tqdm import tqdm
from video_indexer_client import AuthenticatedClient
from video_indexer_client.api.jobs import get_job

from benchmarks.client_report import BASE_IMPORT, IMPORTS, MISSED, RAW, judged, machine, table
from benchmarks.client_stub import JOB_ANSWER
from benchmarks.processes import ROOT, environment, free_port, run, started, versions
from video_indexer_redaction import RedactionClient, Target

ACCOUNT = "d0000000-0000-4000-8000-000000000001"
PATH = f"/trial/Accounts/{ACCOUNT}/Jobs/j"
HEADERS = {"Authorization": "Bearer token"}
WARM_UP = 50
"""Calls of each kind before the first that counts."""

TRIES = 3
"""Interpreters for one statement in a round; the one that was disturbed the least counts."""

MIB = 1024 * 1024
SIZES = {"64 MiB": 64 * MIB, "1 GiB": 1024 * MIB}
RESULTS = Path(__file__).parent / "results"

Figures = dict[str, dict[str, float]]


def main() -> int:
    """Measure, print and store; returns the exit status."""
    options = _options()
    before = os.getloadavg()[0] if sys.platform != "win32" else None
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        url = stack.enter_context(_stub(scratch))
        calls = _calls(url, None, options.rounds, options.calls)
        mock = httpx.MockTransport(_answer)
        bare = _calls(url, mock, options.rounds, options.calls)
        imports, made_of = _imports(scratch, options.imports)
        downloads = {name: _download(url, size, scratch) for name, size in SIZES.items()}
    judgement = judged(calls, bare, imports, downloads)
    report: dict[str, object] = {
        "machine": machine(before),
        "options": vars(options),
        "made_of": made_of,
        "calls": calls,
        "calls_without_connection": bare,
        "imports": imports,
        "downloads": downloads,
        "judgement": judgement,
    }
    _store(report)
    return int(MISSED in judgement.values())


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--calls", type=int, default=80, help="of each kind in a round")
    parser.add_argument("--imports", type=int, default=11, help="rounds of interpreters")
    return parser.parse_args()


@contextmanager
def _stub(scratch: Path) -> Iterator[str]:
    port = free_port()
    with started([sys.executable, "-m", "benchmarks.client_stub", str(port)], scratch / "stub.log", port):
        yield f"http://127.0.0.1:{port}"


def _calls(url: str, transport: httpx.MockTransport | None, rounds: int, calls: int) -> Figures:
    """Microseconds of CPU time for one get_job of each kind, and the ratio to plain httpx."""
    with (
        RedactionClient(Target(url, "trial", ACCOUNT, "token"), transport=transport) as sdk,
        AuthenticatedClient(url, "token", httpx_args={"transport": transport}) as generated,
        httpx.Client(base_url=url, headers=HEADERS, timeout=60, transport=transport) as raw,
    ):

        def plain() -> object:
            answer = raw.get(PATH)
            answer.raise_for_status()
            return json.loads(answer.content)

        kinds: dict[str, Callable[[], object]] = {
            RAW: plain,
            "the generated client's call": lambda: get_job.sync(
                "trial", UUID(ACCOUNT), "j", client=generated
            ),
            "the SDK": lambda: sdk.get_job("j"),
        }
        for call in kinds.values():
            _cpu(call, WARM_UP)
        turns = [{kind: _cpu(kinds[kind], calls) for kind in order} for order in _orders(kinds, rounds)]
    return _rows(turns, RAW, "microseconds")


def _answer(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=JOB_ANSWER, headers={"Content-Type": "application/json"})


def _cpu(call: Callable[[], object], times: int) -> float:
    """Microseconds of this process's CPU time for one call."""
    begun = time.process_time()
    for _ in range(times):
        assert call() is not None
    return (time.process_time() - begun) / times * 1e6


def _imports(scratch: Path, rounds: int) -> tuple[Figures, str]:
    """Milliseconds of CPU time and of the clock for each statement, and the ratio to the first one."""
    python = environment(scratch / "env", str(ROOT))
    for statement in IMPORTS:
        _import(python, statement)  # compiles what is imported
    turns = [
        {statement: _import(python, statement) for statement in order} for order in _orders(IMPORTS, rounds)
    ]
    rows = _rows([{name: cpu for name, (cpu, _) in turn.items()} for turn in turns], BASE_IMPORT, "cpu_ms")
    clock = _rows([{name: wall for name, (_, wall) in turn.items()} for turn in turns], BASE_IMPORT, "ms")
    for name, row in clock.items():
        rows[name] |= {"ms": row["ms"], "clock_ratio": row["ratio"]}
    return rows, versions(python, "httpx", "attrs")


def _import(python: Path, statement: str) -> tuple[float, float]:
    """Import in fresh interpreters; returns the least milliseconds of CPU time and of the clock."""
    program = (
        "import time; cpu, clock = time.process_time(), time.perf_counter()\n"
        f"{statement}\nprint(time.process_time() - cpu, time.perf_counter() - clock)"
    )
    tries = [run([str(python), "-I", "-c", program]).split() for _ in range(TRIES)]
    return min(float(cpu) for cpu, _ in tries) * 1e3, min(float(clock) for _, clock in tries) * 1e3


def _download(url: str, size: int, scratch: Path) -> dict[str, float]:
    """Download in a process of its own; returns MiB that were resident, and seconds."""
    command = [sys.executable, "-m", "benchmarks.client_download", url, str(size), str(scratch)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=600)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def _orders(names: Mapping[str, object] | Sequence[str], rounds: int) -> Iterator[list[str]]:
    """The names for each round, each time beginning with the next one."""
    known = list(names)
    for turn in tqdm(range(rounds), "Measuring"):
        shift = turn % len(known)
        yield known[shift:] + known[:shift]


def _rows(turns: list[dict[str, float]], base: str, unit: str) -> Figures:
    """Medians, and medians of each round's ratio to the base: what disturbs a round disturbs both."""
    return {
        name: {
            unit: round(statistics.median(turn[name] for turn in turns), 1),
            "ratio": round(statistics.median(turn[name] / turn[base] for turn in turns), 3),
        }
        for name in turns[0]
    }


def _store(report: dict[str, object]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "client.json").write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    text = table(report)
    (RESULTS / "client.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    sys.exit(main())
