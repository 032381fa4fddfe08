"""What the SDK needs, and what it doesn't."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys

WITHOUT_EXTRAS = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {blocked}:
            raise ImportError(name)

sys.meta_path.insert(0, Refuse())
import video_indexer_redaction, video_indexer_redaction.cli, video_indexer_client
import video_indexer_redaction.tokens, video_indexer_redaction.entra
try:
    video_indexer_redaction.cli.main(["--help"])
except SystemExit as end:
    sys.exit(end.code)
"""


def names(lines: list[str] | None) -> list[str]:
    """Names of the packages that such lines require."""
    return [found.group() for line in lines or () if (found := re.match(r"[\w-]+", line))]


def requirements() -> dict[str, list[str]]:
    """Names of required packages by extra; those without one under the empty text."""
    found: dict[str, list[str]] = {}
    for line in importlib.metadata.requires("video-indexer-redaction") or ():
        extra = re.search(r"extra == ['\"](\w+)['\"]", line)
        name = re.match(r"[\w-]+", line)
        assert name is not None
        found.setdefault(extra.group(1) if extra else "", []).append(name.group())
    return found


def test_the_client_and_the_sdk_need_httpx_and_attrs_alone() -> None:
    """Everything heavy is an extra; anyio is one of httpx's own needs."""
    found = requirements()

    assert sorted(found[""]) == ["anyio", "attrs", "httpx"]
    assert "anyio" in names(importlib.metadata.requires("httpx"))
    assert found["azure"] == ["azure-identity"]
    assert {"dbos", "opencv-python-headless"} <= set(found["emulator"])


def test_the_sdk_and_its_command_load_without_any_extra() -> None:
    """With the emulator, its libraries, the suite's and azure-identity all out of reach."""
    blocked = {name.replace("-", "_") for extra, names in requirements().items() if extra for name in names}
    blocked |= {"video_indexer_emulator", "azure", "av", "cv2", "yaml", "jwt", "numpy"}

    done = subprocess.run(  # noqa: S603 - this interpreter, our text
        [sys.executable, "-c", WITHOUT_EXTRAS.replace("{blocked}", repr(blocked))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert "--blurring-kind" in done.stdout
