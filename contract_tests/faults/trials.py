"""One trial: an empty emulator, the proxy with one fault, and a suite that is run against it."""

from __future__ import annotations

import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Self

import httpx

from ..embedded import embedded_emulator
from ..target import API_VERSION, development_target
from .catalogue import catalogue
from .forms import Form, intermittent
from .nearest import NEAREST
from .proxy import LISTENING

ROOT = Path(__file__).parents[2]
STOCK_EXAMPLES = 25
STOCK_SEED = "1"
STOCK_EXCLUDED = "positive_data_acceptance"
"""The check that the clean service fails: the schema alone can't tell which videos exist, or which URLs
can be read."""

STOP_SECONDS = 10.0

TOLERANCES = "tolerances"
"""The category whose faults show themselves only where the emulator isn't strict."""


class Row(StrEnum):
    """Which suite is run."""

    SUITE = "suite"
    STOCK = "stock"
    INTERMITTENT = "intermittent"  # the whole suite, and faults that come and go


class Verdict(StrEnum):
    """What became of a fault."""

    CAUGHT = "caught"
    MISSED = "missed"
    NEVER_MET = "never met"  # the fault never took effect, so nothing can be said
    BROKEN = "broken"  # the run itself went wrong


@dataclass(frozen=True)
class Outcome:
    """What one trial has shown."""

    verdict: Verdict
    seconds: float
    hits: int = 0
    by: str | None = None  # what caught it
    detail: str | None = None  # of a broken run


class Stopped(Exception):
    """The whole measurement is being ended."""


class Trials:
    """Runs trials, several at once if asked to; `stop` ends all that are under way.

    Each has an emulator for itself, emptied after the one before. Use it as a context manager.
    """

    def __init__(self, row: Row, limit_seconds: float) -> None:
        self._row = row
        self._limit = limit_seconds
        self._stopped = threading.Event()
        self._running: set[subprocess.Popen[str]] = set()
        self._emulators = ExitStack()
        self._idle: dict[bool, queue.SimpleQueue[str]] = {  # by whether the emulator is strict
            strict: queue.SimpleQueue() for strict in (False, True)
        }
        self._starting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._emulators.close()

    def stop(self) -> None:
        """End the trials under way; each raises Stopped."""
        self._stopped.set()
        for process in list(self._running):
            _end(process)

    def run(self, fault_id: str | None) -> Outcome:
        """Try one fault, or none."""
        if self._stopped.is_set():
            raise Stopped
        with tempfile.TemporaryDirectory(prefix="sharpness-") as scratch:
            tally = Path(scratch) / "tally.json"
            strict = fault_id is None or catalogue()[fault_id].category != TOLERANCES
            comes_and_goes = self._row is Row.INTERMITTENT and fault_id is not None
            form = intermittent(catalogue()[fault_id]) if comes_and_goes and fault_id else Form.ALWAYS
            with self._emulator(strict=strict) as url, _proxy(url, fault_id, tally, form) as proxy_url:
                outcome = self._run_suite(url, proxy_url, Path(scratch), fault_id)
            counted = json.loads(tally.read_text("utf-8"))
        return _judged(outcome, fault_id, counted["hits"], counted["errors"])

    @contextmanager
    def _emulator(self, *, strict: bool) -> Iterator[str]:
        flags = ["--allow-private-urls", *(["--strict"] if strict else [])]
        try:
            url = self._idle[strict].get_nowait()
        except queue.Empty:
            with self._starting:
                url = self._emulators.enter_context(embedded_emulator(*flags))
        httpx.post(f"{url}/_emulator/reset", timeout=60).raise_for_status()
        yield url
        self._idle[strict].put(url)

    def run_at(self, url: str, modules: Sequence[str]) -> Outcome:
        """Run the suite at an emulator that is the mutant itself; these modules first."""
        with tempfile.TemporaryDirectory(prefix="sharpness-") as scratch:
            return self._nearest_first(modules, url, Path(scratch))

    def _run_suite(self, url: str, proxy_url: str, scratch: Path, fault_id: str | None) -> Outcome:
        if self._row is Row.STOCK:
            return self._run_command(stock_command(url, proxy_url, scratch), proxy_url, scratch)
        category = catalogue()[fault_id].category if fault_id else ""
        return self._nearest_first(NEAREST.get(category, ()), proxy_url, scratch)

    def _nearest_first(self, modules: Sequence[str], proxy_url: str, scratch: Path) -> Outcome:
        """Run the suite up to its first failure; nearest modules first."""
        outcome = Outcome(Verdict.MISSED, 0)
        for command in suite_commands(modules):
            begun = outcome.seconds
            outcome = self._run_command(command, proxy_url, scratch)
            outcome = replace(outcome, seconds=round(begun + outcome.seconds, 1))
            if outcome.verdict is not Verdict.MISSED:
                break
        return outcome

    def _run_command(self, command: list[str], proxy_url: str, scratch: Path) -> Outcome:
        log = scratch / "output.txt"
        started = time.monotonic()
        with log.open("w") as output:
            process = subprocess.Popen(  # noqa: S603 - our own tests, by this very interpreter
                command, cwd=ROOT, env=_environment(proxy_url, scratch), stdout=output,
                stderr=subprocess.STDOUT, text=True, start_new_session=True,
            )  # fmt: skip
            self._running.add(process)
            try:
                code = process.wait(self._limit)
            except subprocess.TimeoutExpired:
                code = None
            finally:
                _end(process)
                self._running.discard(process)
        seconds = round(time.monotonic() - started, 1)
        if self._stopped.is_set():
            raise Stopped
        return read_outcome(self._row, code, seconds, log.read_text("utf-8", errors="replace"))


def suite_commands(modules: Sequence[str] = ()) -> list[list[str]]:
    """How the suite is run up to its first failure: these modules, then all of it."""
    nearest = [f"contract_tests/{module}.py" for module in modules]
    pytest = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    return [[*pytest, *paths] for paths in (nearest, ["contract_tests"]) if paths]


def stock_command(url: str, proxy_url: str, scratch: Path) -> list[str]:
    """How the plain schemathesis command is run; its token comes from the service itself."""
    settings = str(_account_file(url, scratch))
    return [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", settings,
        "run", str(ROOT / "openapi.yaml"),
        "--url", proxy_url, "--header", f"Authorization: Bearer {development_token(url)}",
        "--seed", STOCK_SEED, "--max-examples", str(STOCK_EXAMPLES), "--max-failures", "1",
        "--exclude-checks", STOCK_EXCLUDED, "--generation-database", "none", "--no-color",
    ]  # fmt: skip


def _account_file(url: str, scratch: Path) -> Path:
    """Settings that name the account; with one at random, each answer would be 401."""
    target = development_target(url)
    file = scratch / "schemathesis.toml"
    file.write_text(
        f'[parameters]\n"path.location" = "{target.location}"\n"path.accountId" = "{target.account_id}"\n',
        "utf-8",
    )
    return file


def development_token(url: str) -> str:
    """An access token of the development account."""
    arm = development_target(url).arm
    assert arm is not None
    answer = httpx.post(
        f"{url}/subscriptions/{arm.subscription_id}/resourceGroups/{arm.resource_group}/providers/"
        f"Microsoft.VideoIndexer/accounts/{arm.account_name}/generateAccessToken",
        params={"api-version": API_VERSION},
        headers={"Authorization": f"Bearer {arm.bearer}"},
        json={"permissionType": "Contributor", "scope": "Account"},
    )
    return str(answer.raise_for_status().json()["accessToken"])


def read_outcome(row: Row, code: int | None, seconds: float, output: str) -> Outcome:
    """Read what a run's exit code and output say."""
    if code == 0:
        return Outcome(Verdict.MISSED, seconds)
    if code == 1:
        return Outcome(Verdict.CAUGHT, seconds, by=_first_failure(row, output))
    reason = "took too long" if code is None else f"ended with exit code {code}"
    return Outcome(Verdict.BROKEN, seconds, detail=f"{reason}: {output[-600:].strip()}")


def _first_failure(row: Row, output: str) -> str | None:
    pattern = r"^(?:FAILED|ERROR) (\S+::.+?)(?: - .*)?$" if row is not Row.STOCK else r"^- (.+)$"
    found = re.search(pattern, output, re.MULTILINE)
    return found[1] if found else None


def _judged(outcome: Outcome, fault_id: str | None, hits: int, errors: list[str]) -> Outcome:
    """Look at the outcome in the light of what the proxy counted."""
    verdict, detail = outcome.verdict, outcome.detail
    if errors:
        verdict, detail = Verdict.BROKEN, f"the change failed: {errors[0]}"
    elif fault_id is not None and not hits and verdict is Verdict.CAUGHT:
        verdict, detail = Verdict.BROKEN, f"{outcome.by} failed, though the fault never took effect"
    elif fault_id is not None and not hits and verdict is Verdict.MISSED:
        verdict = Verdict.NEVER_MET
    return Outcome(verdict, outcome.seconds, hits, outcome.by, detail)


def _environment(proxy_url: str, scratch: Path) -> dict[str, str]:
    """Nothing but the address; and no examples remembered from another fault."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIDEO_INDEXER_")}
    return kept | {"VIDEO_INDEXER_URL": proxy_url, "HYPOTHESIS_STORAGE_DIRECTORY": str(scratch / "examples")}


@contextmanager
def _proxy(upstream_url: str, fault_id: str | None, tally: Path, form: Form) -> Iterator[str]:
    """Run the proxy; gives its URL."""
    command = [sys.executable, "-m", f"{__package__}.proxy", upstream_url, "0", "--hits", str(tally)]
    command += ["--fault", fault_id, "--form", form] if fault_id else []
    with (
        tally.with_name("proxy.txt").open("w") as errors,
        subprocess.Popen(  # noqa: S603 - our own module
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True, start_new_session=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line.startswith(LISTENING):
                raise RuntimeError(f"The proxy didn't start: {tally.with_name('proxy.txt').read_text()}")
            yield line.removeprefix(LISTENING).strip()
        finally:
            _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End a process and its children."""
    if process.poll() is not None:
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_SECONDS)
