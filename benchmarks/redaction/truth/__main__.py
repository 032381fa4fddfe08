"""Check the faces marked by eye.

    python -m benchmarks.redaction.truth list
    python -m benchmarks.redaction.truth missing
    python -m benchmarks.redaction.truth counts
    python -m benchmarks.redaction.truth draw CLIP OUT.png [--frames 10,20]
    python -m benchmarks.redaction.truth draw CLIP OUT.mp4

Green boxes were looked at, blue ones are interpolated, orange ones aren't sure, grey areas don't count.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.redaction.people import CLIPS
from benchmarks.redaction.truth.counts import counts, listing
from benchmarks.redaction.truth.draw import draw_sheet, draw_video
from benchmarks.redaction.truth.store import load_truth

if TYPE_CHECKING:
    from benchmarks.redaction.truth.store import MarkedClip


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 1 where a clip is missing or unknown."""
    options = _parser().parse_args(arguments)
    if options.command == "draw":
        return _draw(options.clip, options.output, options.clips, options.frames)
    clips = load_truth()
    if options.command == "missing":
        absent = [clip for clip in clips if clip.find(options.clips) is None]
        for clip in absent:
            print(f"{clip.name}: {_origin(clip)}")
        return int(bool(absent))
    print("\n".join(listing(clips) if options.command == "list" else counts(clips)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.redaction.truth", description=(__doc__ or "").split("\n")[0]
    )
    commands = parser.add_subparsers(dest="command", required=True)
    parts = {
        "list": "every clip and where it is from",
        "counts": "faces by attribute",
        "missing": "the clips whose files are in none of the folders",
        "draw": "write the marks over the frames",
    }
    made = {name: commands.add_parser(name, help=text, description=text) for name, text in parts.items()}
    for name in ("missing", "draw"):
        made[name].add_argument(
            "--clips", type=Path, action="append", default=[CLIPS], metavar="FOLDER",
            help="one more folder with clips; the files may have any names",
        )  # fmt: skip
    drawing = made["draw"]
    drawing.add_argument("clip", metavar="CLIP", help="its name in `list`")
    drawing.add_argument("output", type=Path, metavar="OUT", help=".png: a sheet; .mp4: the marked frames")
    drawing.add_argument(
        "--frames", type=lambda text: [int(part) for part in text.split(",")], default=[],
        help="of a sheet, separated by commas; without: some that were looked at",
    )  # fmt: skip
    return parser


def _draw(name: str, output: Path, folders: list[Path], frames: list[int]) -> int:
    clip = next((clip for clip in load_truth() if clip.name == name), None)
    if clip is None:
        print(f"No clip is named {name}; `list` shows the names.", file=sys.stderr)
        return 1
    video = clip.find(folders)
    if video is None:
        print(
            f"{name} is in none of {', '.join(map(str, folders))}. It is {_origin(clip)}; "
            "name its folder with --clips.",
            file=sys.stderr,
        )
        return 1
    if output.suffix == ".png":
        count = draw_sheet(clip, video, output, frames)
    elif output.suffix == ".mp4":
        count = draw_video(clip, video, output)
    else:
        print(f"{output} must end in .png or .mp4.", file=sys.stderr)
        return 1
    print(f"{count} frames written to {output}")
    return 0


def _origin(clip: MarkedClip) -> str:
    made = f", {clip.prepared}" if clip.prepared else ""
    return f"{clip.path} of github.com/{clip.repository}{made}, SHA-256 {clip.sha256}"


if __name__ == "__main__":
    sys.exit(main())
