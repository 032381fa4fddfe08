"""Write docs/parity.md: operation by operation, how well the contract is known.

python -m scripts.parity            # write
python -m scripts.parity --check    # exit 1 if the file isn't up to date
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from scripts.spec_notes import SPEC, table
from scripts.spec_statements import (
    CERTAINTIES,
    METHODS,
    Statement,
    resolve,
    source_keys,
    statements,
)

REPOSITORY = Path(__file__).resolve().parent.parent
RECORDINGS = REPOSITORY / "tests" / "recorded" / "index.yaml"
GOLDENS = REPOSITORY / "tests" / "recorded" / "goldens"
PAGE = REPOSITORY / "docs" / "parity.md"

HEAD = """\
# How well each operation is known

<!-- Written by scripts/parity.py from openapi.yaml and tests/recorded. Change those and run it again. -->

Each statement of `openapi.yaml` has a certainty ([spec_notes.md](spec_notes.md) says what they mean);
counted are those of an operation and of all parts that it uses, so shared parts count for several.
*Recorded* are published answers, of which `tests/recorded` keeps the form: the generated client, the SDK
and the suite read each, and the emulator's answers are compared with them. *Goldens* are kept from a live
run (`nox -s contract -- --live --record tests/recorded/goldens`); without any, no live service was called.

"""


def render(document: dict[str, Any], recordings: list[dict[str, Any]], goldens: list[str]) -> str:
    """The page."""
    rows = [
        _row(document, path, method, recordings, goldens)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]
    newest = max(source["looked"] for source in document["info"]["x-sources"].values() if "looked" in source)
    recorded = max(str(each["date"]) for each in recordings)
    columns = ["Operation", *CERTAINTIES, "recorded", "newest recording", "goldens", "sources looked at"]
    foot = (
        f"\nThe newest look at a source was on {newest}; the newest of {len(recordings)} recordings is of "
        f"{recorded}. What differs from them, and why, stands in "
        "[tests/recorded/differences.yaml](../tests/recorded/differences.yaml).\n"
    )
    return HEAD + table(columns, rows) + foot


def _row(
    document: dict[str, Any],
    path: str,
    method: str,
    recordings: list[dict[str, Any]],
    goldens: list[str],
) -> list[str]:
    name = document["paths"][path][method]["operationId"]
    used = list(_used(document, path, method))
    counts = Counter(statement.source["certainty"] for statement in used)
    sources = document["info"]["x-sources"]
    keys = {key for statement in used for key in source_keys(statement.source["from"])}
    looked = [sources[key]["looked"] for key in keys if "looked" in sources[key]]
    mine = [str(each["date"]) for each in recordings if each.get("answers", "").split(" ")[0] == name]
    kept = sum(golden.split("-")[0] == name for golden in goldens)
    return [
        name,
        *(str(counts[word]) for word in CERTAINTIES),
        str(len(mine)),
        max(mine, default="-"),
        str(kept),
        max(looked, default="-"),
    ]


def _used(document: dict[str, Any], path: str, method: str) -> Iterator[Statement]:
    """The statements of an operation, and those of every part that it refers to, however deep."""
    item = document["paths"][path]
    parts = _references(document, {"own": item[method], "shared": item.get("parameters", [])})
    mine = f"#/paths/{path.replace('~', '~0').replace('/', '~1')}/"
    for statement in statements(document):
        own = statement.pointer.startswith((f"{mine}{method}", f"{mine}parameters"))
        if own or any(f"{statement.pointer}/".startswith(f"{part}/") for part in parts):
            yield statement


def _references(document: dict[str, Any], node: Any) -> set[str]:
    found: set[str] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            reference = each.get("$ref")
            if isinstance(reference, str) and reference not in found:
                found.add(reference)
                waiting.append(resolve(document, each))
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page (default: %(default)s)")
    options = parser.parse_args(arguments)
    document = yaml.safe_load(SPEC.read_text("utf-8"))
    recordings = yaml.safe_load(RECORDINGS.read_text("utf-8"))
    text = render(document, recordings, sorted(path.stem for path in GOLDENS.glob("*.json")))
    if not options.check:
        options.page.write_text(text, "utf-8")
        return 0
    if options.page.is_file() and options.page.read_text("utf-8") == text:
        return 0
    print(f"{options.page.name} isn't up to date; run: python -m scripts.parity")
    return 1


if __name__ == "__main__":
    sys.exit(main())
