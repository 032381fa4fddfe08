"""Uploads and downloads of files of 10 and 100 MB: seconds, processor time and memory, beside two peers.

The analysis of what was uploaded doesn't count: the files are no videos, and each is deleted after its round.
Rounds go from service to service, so that a busy moment of the machine meets all of them.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
from tqdm import tqdm

from benchmarks.processes import ROOT, NotMeasured, cores, cpu_seconds, forget_peak, peak_mebibytes, pinned
from benchmarks.stores import STORES, Store

MEGABYTE = 1_000_000
SIZES = (10, 100)
"""Megabytes of a file."""

Figures = dict[str, list[float]]


def measure(scratch: Path, rounds: int) -> dict[str, Any]:
    """Measure every store; returns rows by name, direction and size, and why others are missing."""
    files = {size: scratch / f"{size}.bin" for size in SIZES}
    for size, file in files.items():
        file.write_bytes(os.urandom(size * MEGABYTE))
    with ExitStack() as stack:
        stores, missing = _start(stack, scratch)
        found: dict[tuple[str, str, int], Figures] = {}
        turns = [(size, name) for size in SIZES for _ in range(rounds) for name in stores]
        for size, name in tqdm(turns, "Transfers"):
            for way, figures in _round(stores[name], files[size]).items():
                kept = found.setdefault((name, way, size), {})
                for figure, value in figures.items():
                    kept.setdefault(figure, []).append(value)
        made_of = {name: store.made_of for name, store in stores.items()}
    rows = [_row(key, figures, found) for key, figures in found.items()]
    return {"rows": rows, "made_of": made_of, "not_measured": missing, "rounds": rounds}


def _start(stack: ExitStack, scratch: Path) -> tuple[dict[str, Store], dict[str, str]]:
    stores: dict[str, Store] = {}
    missing: dict[str, str] = {}
    for name, store in STORES.items():
        folder = scratch / name.replace(" ", "-")
        folder.mkdir()
        try:
            stores[name] = stack.enter_context(store(folder))
        except (NotMeasured, httpx.HTTPError, OSError) as error:
            missing[name] = str(error)
    return stores, missing


def _round(store: Store, file: Path) -> dict[str, dict[str, float]]:
    """Upload a file, read it, delete it."""
    up = _transfer(store, store.upload(file), sent=file.stat().st_size)
    down = _transfer(store, store.download(), expected=file.stat().st_size)
    store.clean()
    return {"upload": up, "download": down}


def _transfer(
    store: Store, ask: dict[str, Any], sent: int = 0, expected: int | None = None
) -> dict[str, float]:
    forget_peak(store.pid)
    before, pair = cpu_seconds(store.pid), cores()
    command = [sys.executable, "-m", "benchmarks.transfer", json.dumps(ask)]
    with pinned(pair and pair[1]):
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, timeout=200)
    result, after = json.loads(done.stdout), cpu_seconds(store.pid)
    if result["status"] not in {200, 201} or (expected is not None and result["bytes"] != expected):
        raise RuntimeError(f"{ask['method']} was answered with {result} after {sent} bytes.")
    figures = {"seconds": result["seconds"], "peak_mib": peak_mebibytes(store.pid) or 0.0}
    if before is not None and after is not None:
        figures["cpu_seconds"] = after - before
    return figures


def _row(
    key: tuple[str, str, int], figures: Figures, found: dict[tuple[str, str, int], Figures]
) -> dict[str, Any]:
    name, way, size = key
    ours = found[next(iter(STORES)), way, size]
    pairs = zip(figures["seconds"], ours["seconds"], strict=True)
    return {
        "service": name,
        "way": way,
        "megabytes": size,
        "seconds": round(statistics.median(figures["seconds"]), 3),
        "times_ours": round(statistics.median(theirs / mine for theirs, mine in pairs), 2),
        "cpu_seconds": round(statistics.median(figures["cpu_seconds"]), 3)
        if "cpu_seconds" in figures
        else None,
        "peak_mib": round(max(figures["peak_mib"])),
    }
