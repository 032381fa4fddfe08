"""What a start must not do: everybody who embeds the service waits for it."""

from __future__ import annotations

import subprocess
import sys

import yaml

from video_indexer_emulator.app import contract_path
from video_indexer_emulator.http.spec import read_document

NEEDED_LATER = ("av", "cv2", "httpx", "onnxruntime", "numpy")


def test_a_start_imports_nothing_that_is_only_needed_later() -> None:
    """Each of these takes a tenth of a second and more."""
    code = f"""
import sys, video_indexer_emulator.command
print(*[name for name in {NEEDED_LATER} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603

    assert done.stdout.split() == []


def test_both_yaml_parsers_read_the_same_contract() -> None:
    """The quick one of libyaml isn't in every build of PyYAML."""
    assert read_document(contract_path()) == yaml.safe_load(contract_path().read_text("utf-8"))
