"""`nox -s hostile`: send the whole corpus to a service, and write benchmarks/results/hostile.md."""

from __future__ import annotations

import argparse
import sys
import tempfile
from itertools import islice
from pathlib import Path
from time import monotonic

from tqdm import tqdm

from benchmarks.hostile.campaign import Tally, send_files
from benchmarks.hostile.canary import Watch
from benchmarks.hostile.media import corpus
from benchmarks.hostile.report import report
from benchmarks.hostile.seeds import seed
from tests.emulator.process import Process

RESULTS = Path(__file__).resolve().parents[1] / "results" / "hostile.md"


def main() -> int:
    """Run the campaign; returns 1 where anything got out, broke, or went unexplained."""
    parser = argparse.ArgumentParser(prog="hostile", description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="take each Nth case only, and write nothing")
    every = parser.parse_args().every
    begun, tally, escapes = monotonic(), Tally(), []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Watch(folder) as watch, Process(folder / "data", "--workers", "2") as service:
            cases = islice(corpus(watch.canaries), 0, None, every)
            send_files(service.api, tqdm(cases, "Hostile files", unit=" files"), tally)
            if watch.file_was_touched():
                escapes.append("the canary file was read")
            if watch.connections:
                escapes.append(f"the canary address was called {watch.connections} times")
            answers = _still_works(service, folder)
    text = report(tally, escapes, monotonic() - begun, answers=answers)
    sys.stdout.write(text)
    if every == 1:
        RESULTS.write_text(text, "utf-8")
    return int(bool(tally.server_errors or tally.unclear or escapes or not answers))


def _still_works(service: Process, folder: Path) -> bool:
    """Whether a good clip is analysed and redacted after all that."""
    clip = folder / "good.mp4"
    clip.write_bytes(seed("mp4"))
    video_id = service.api.upload(clip)
    return service.api.wait_indexed(video_id) == "Processed" and bool(service.api.redacted(video_id, {})[1])


if __name__ == "__main__":
    sys.exit(main())
