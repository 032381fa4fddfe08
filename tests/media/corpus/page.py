"""The table of inputs as a part of `docs/inputs.md`: `python -m tests.media.corpus.page` writes it anew."""

from __future__ import annotations

from pathlib import Path

from tests.media.corpus.odd_kinds import KINDS

PAGE = Path(__file__).parents[3] / "docs" / "inputs.md"
HEADING = "## Files that are tried\n"


def table() -> str:
    """Return the part of the page."""
    rows = "".join(f"| {kind.group} | {kind.what} | {kind.told} |\n" for kind in KINDS)
    return (
        f"{HEADING}\n{len(KINDS)} files, made by FFmpeg's tools and judged by them "
        "(`tests/media/test_media_corpus.py`).\n\n| kind | file | result |\n| --- | --- | --- |\n" + rows
    )


def main() -> None:
    """Write the part of the page."""
    before = PAGE.read_text("utf-8").split(HEADING)[0].rstrip("\n")
    PAGE.write_text(f"{before}\n\n{table()}", "utf-8")


if __name__ == "__main__":
    main()
