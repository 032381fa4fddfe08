"""The face models, loaded once and shared: YuNet and CenterFace find faces, SFace tells people apart.

All sessions may be run from several threads at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import onnxruntime as ort
from onnx import helper, numpy_helper

from .fetch import fetch_models
from .model_files import AUDITOR, EMBEDDER, find_detector

if TYPE_CHECKING:
    from onnx import ModelProto

__all__ = ["FaceModels", "fetch_models"]


@dataclass(frozen=True, slots=True)
class FaceModels:
    """The loaded models; made by `load`."""

    detector: Any  # onnxruntime session: BGR (1, 3, H, W) of any H and W that 32 divides
    embedder: Any | None  # onnxruntime session: RGB (1, 3, 112, 112) -> (1, 128)
    auditor: Any | None = None  # onnxruntime session: RGB (1, 3, H, W) of any H and W that 32 divides

    @classmethod
    def load(cls, folder: Path | None, data_folder: Path) -> FaceModels:
        """Find, verify and load the models.

        Args:
            folder: Where to look first, if given.
            data_folder: Where fetched models are kept.

        Raises:
            ModelUnavailable: The detector is missing, or a file isn't the published one.
        """
        embedder, auditor = (file.find(folder, data_folder) for file in (EMBEDDER, AUDITOR))
        return cls(
            detector=_session(_any_size(_loaded(find_detector(folder, data_folder)))),
            embedder=embedder
            and _session(_prelu_spelt_out(_constants_folded(_loaded(EMBEDDER.verified(embedder))))),
            auditor=auditor
            and _session(_any_picture(_constants_folded(_loaded(AUDITOR.verified(auditor)))), keeps=False),
        )

    @property
    def can_identify(self) -> bool:
        """Whether people can be told apart, so that several tracks get one id."""
        return self.embedder is not None


def _loaded(content: bytes) -> ModelProto:
    return onnx.load_from_string(content)


def _any_size(model: ModelProto) -> ModelProto:
    """Free the declared 640x640: the network is convolutional and takes any multiple of 32."""
    _free(model.graph.input, {2: "height", 3: "width"})
    _free(model.graph.output, {1: "anchors"})
    del model.graph.value_info[:]  # shapes of the layers between, worked out for 640x640
    return model


def _any_picture(model: ModelProto) -> ModelProto:
    """Free what CenterFace declares: ten pictures of 32x32."""
    axes = {0: "pictures", 2: "height", 3: "width"}
    _free([*model.graph.input, *model.graph.output], axes)
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


def _prelu_spelt_out(model: ModelProto) -> ModelProto:
    """Write each PRelu as relu(x) * (1 - slope) + x * slope, which the runtime does in half the time.

    Its own PRelu is a plain loop, and keeps the convolutions around it from their fast layout.
    """
    slopes = {tensor.name: tensor for tensor in model.graph.initializer}
    nodes = []
    for node in model.graph.node:
        if node.op_type != "PRelu":
            nodes.append(node)
            continue
        value, slope, out = node.input[0], node.input[1], node.output[0]
        rest = (1 - numpy_helper.to_array(slopes[slope])).astype(np.float32)
        model.graph.initializer.append(numpy_helper.from_array(rest, f"{out}_rest"))
        nodes += [
            helper.make_node("Relu", [value], [f"{out}_above"]),
            helper.make_node("Mul", [f"{out}_above", f"{out}_rest"], [f"{out}_part"]),
            helper.make_node("Mul", [value, slope], [f"{out}_sloped"]),
            helper.make_node("Add", [f"{out}_part", f"{out}_sloped"], [out]),
        ]
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    return model


def _session(model: ModelProto, *, keeps: bool = True) -> Any:
    """Load a model; `keeps`: its working memory stays for the next picture, which is faster."""
    options = ort.SessionOptions()
    options.enable_cpu_mem_arena = keeps
    options.intra_op_num_threads = 1  # several pictures are looked at side by side
    options.log_severity_level = 3  # errors only
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
