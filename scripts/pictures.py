"""Make the pictures of the README, from real runs: the portal, a clip before and after, the sharpness chart.

    python -m scripts.pictures

Uses the portal in Chromium as its tests do, redacts the sample clip, and reads the recorded score of the
contract suite. Writes docs/pictures/; the chart of speed is made by its own benchmark.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import matplotlib as mpl

from contract_tests.faults.catalogue import catalogue
from contract_tests.faults.scores import NAMES
from contract_tests.faults.trials import Row, Verdict
from scripts import redact_demo

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SCREENSHOT = ROOT / "out" / "portal" / "people.png"
SCORES = ROOT / "contract_tests" / "faults" / "results" / "sharpness.json"
NEWCOMER = "tests/portal/browser/test_newcomer.py"
WIDTH = 1200  # pixels, on a page that shows fewer
QUALITY = 85  # of JPEG: a screenshot's letters stay clean


def main() -> int:
    """Make all of them; returns the first exit code that isn't 0."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    code = _portal() or _before_after()
    if code == 0:
        sharpness(json.loads(SCORES.read_text("utf-8")), PICTURES / "sharpness.png")
    return code


def _portal() -> int:
    """Go a newcomer's way through the portal, and keep what the screen showed."""
    command = [sys.executable, "-m", "pytest", "-q", NEWCOMER]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - our own tests
    if code == 0:
        _keep(SCREENSHOT, PICTURES / "portal.jpg")
    return code


def _before_after() -> int:
    """Redact the sample clip, and keep some of its frames."""
    code = redact_demo.main([])
    if code == 0:
        _keep(redact_demo.OUT / "before_after.png", PICTURES / "before_after.jpg")
    return code


def _keep(source: Path, target: Path) -> None:
    picture = cv2.imread(str(source))
    if picture is None:
        raise FileNotFoundError(source)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (WIDTH, round(height * WIDTH / width)), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(target), small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


def shares(row: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """Return how many faults of each category were caught, and met; of the others nothing can be said."""
    counts: dict[str, tuple[int, int]] = {}
    for fault in catalogue().values():
        verdict = row.get(fault.id, {}).get("verdict", Verdict.BROKEN)
        if verdict not in {Verdict.BROKEN, Verdict.NEVER_MET}:
            caught, tried = counts.get(fault.category, (0, 0))
            counts[fault.category] = (caught + (verdict == Verdict.CAUGHT), tried + 1)
    return counts


def sharpness(rows: Mapping[str, Mapping[str, Any]], path: Path) -> None:
    """Draw the share of seeded faults that each suite catches, by category."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - after the choice of what draws

    names = list(dict.fromkeys(fault.category for fault in catalogue().values()))
    figure, axes = plt.subplots(figsize=(8, 3.4), layout="constrained")
    for number, (row, colour) in enumerate(((Row.STOCK, "#b8bcc4"), (Row.SUITE, "#1f6feb"))):
        known = shares(rows[row])
        places = [names.index(name) + 0.4 * number - 0.2 for name in known]
        heights = [100 * caught / tried for caught, tried in known.values()]
        drawn = axes.bar(places, heights, 0.38, label=_label(row, rows[row], known), color=colour)
        axes.bar_label(drawn, [f"{caught}/{tried}" for caught, tried in known.values()], fontsize=7)
    axes.set_xticks(range(len(names)), names, fontsize=8)
    axes.set_ylabel("caught, %")
    axes.set_ylim(0, 112)
    axes.legend(frameon=False, fontsize=8, ncols=2, loc="upper center", bbox_to_anchor=(0.5, 1.16))
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)
    plt.close(figure)


def _label(row: Row, rows: Mapping[str, Any], known: Mapping[str, tuple[int, int]]) -> str:
    caught, tried = (sum(each[index] for each in known.values()) for index in (0, 1))
    sample = f" that it met, of {len(rows)} tried" if len(rows) < len(catalogue()) else ""
    return f"{NAMES[row]}: {caught} of {tried}{sample}"


if __name__ == "__main__":
    sys.exit(main())
