"""Download a file by the SDK, and print the peak of this process's memory.

    python -m benchmarks.client_download URL BYTES FOLDER

Prints {"before_mib", "peak_mib", "seconds"}: resident memory before the download, and its peak at the end.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from video_indexer_redaction import RedactionClient, Target

KIB = 1024
ACCOUNT = "d0000000-0000-4000-8000-000000000001"


def main() -> None:
    """Run the command."""
    url, size, folder = sys.argv[1:]
    target = Path(folder) / "download.mp4"
    with RedactionClient(Target(url, "trial", ACCOUNT, "token")) as client:
        before, started = peak_mib(), time.perf_counter()
        client.download(size, target)
        seconds = time.perf_counter() - started
    assert target.stat().st_size == int(size)
    target.unlink()
    figures = {"before_mib": before, "peak_mib": peak_mib(), "seconds": seconds}
    print(json.dumps({name: round(figure, 1) for name, figure in figures.items()}))


def peak_mib() -> float:
    """MiB that have been resident at most so far."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage counts the process that started this one, too
        lines = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
        return int(lines["VmHWM"].split()[0]) / KIB
    import resource  # noqa: PLC0415 - not to be had on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB / (KIB if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    main()
