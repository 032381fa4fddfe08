"""The code blocks of a page, and the environments that they are run in."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from video_indexer_redaction.target import Target, development_target

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "client.md"
README = ROOT / "README.md"
COMMAND = ROOT / "docs" / "cli.md"
TESTING = ROOT / "docs" / "testing.md"
GENERATED = ROOT / "docs" / "generated_client.md"

FENCE = re.compile(r"^```(\S*) ?(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Snippet:
    """One block; `purpose` is the second word of its fence: azure, test or nothing."""

    page: Path
    line: int  # of the block's first line, as editors count
    language: str
    purpose: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.name}:{self.line}"


def snippets(page: Path) -> list[Snippet]:
    """All fenced blocks of a page."""
    text = page.read_text("utf-8")
    return [
        Snippet(page, text.count("\n", 0, found.start(3)) + 1, found[1], found[2], found[3])
        for found in FENCE.finditer(text)
    ]


def python(*pages: Path) -> list[Snippet]:
    """The blocks of Python."""
    return [snippet for page in pages for snippet in snippets(page) if snippet.language == "python"]


def commands(page: Path) -> list[str]:
    """The lines that call `vi-redact`."""
    lines = [line for snippet in snippets(page) for line in snippet.text.splitlines()]
    return [line for line in lines if line.startswith("vi-redact ")]


def arguments(command: str) -> list[str]:
    """What a shell would give to `vi-redact`."""
    return shlex.split(command, comments=True)[1:]


def azure_environment(url: str) -> dict[str, str]:
    """The variables for the live service, aimed at an emulator; azure-identity is asked for a token."""
    target: Target = development_target(url)
    assert target.arm is not None
    names = {
        "URL": url, "LOCATION": target.location, "ACCOUNT_ID": target.account_id, "ARM_URL": url,
        "SUBSCRIPTION_ID": target.arm.subscription_id, "RESOURCE_GROUP": target.arm.resource_group,
        "ACCOUNT_NAME": target.arm.account_name,
    }  # fmt: skip
    return {f"VIDEO_INDEXER_{name}": value for name, value in names.items()}
