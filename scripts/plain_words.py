"""Find wordings that docs/glossary.md replaces by a term of the field: `python -m scripts.plain_words`.

As codespell does it for spelling: every line of text and code that git knows, each finding with its place.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"
ENDINGS = (".css", ".html", ".js", ".md", ".py", ".toml", ".yaml")
LEFT_OUT = ("docs/glossary.md", "generated_client/", "spec_releases/")
ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|$", re.MULTILINE)


def replaced(glossary: str) -> dict[str, str]:
    """The wordings to avoid, each with what to write instead."""
    return {wording: term.strip() for wording, term in ROW.findall(glossary)}


def findings(text: str, wordings: dict[str, str]) -> list[tuple[int, str, str]]:
    """Line number, wording and replacement of each hit."""
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, wordings))})\b", re.IGNORECASE)
    return [
        (number, hit[1], wordings[hit[1].lower()])
        for number, line in enumerate(text.splitlines(), 1)
        for hit in pattern.finditer(line)
    ]


def main() -> int:
    """Print the findings; 1 if there are any."""
    wordings = replaced(GLOSSARY.read_text("utf-8"))
    found = 0
    for name in _files():
        for number, wording, term in findings((ROOT / name).read_text("utf-8"), wordings):
            found += 1
            print(f"{name}:{number}: {wording!r}; write: {term}")
    return 1 if found else 0


def _files() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the user's own git
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    return [
        name
        for name in listed
        if name.endswith(ENDINGS) and not name.startswith(LEFT_OUT) and (ROOT / name).is_file()
    ]


if __name__ == "__main__":
    sys.exit(main())
