"""Settings of the analysis beside the chosen ones: for the curve, and to see what a composite can show."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from video_indexer_emulator.media.parameters import DetectionSettings

if TYPE_CHECKING:
    from video_indexer_emulator.media.models import FaceModels

CHOSEN = "as chosen"
INTERVALS = (
    "interval", "whole_interval", "coarse_interval", "fine_interval", "turned_interval", "audit_interval",
    "thorough_interval",
)  # fmt: skip


@dataclass(frozen=True)
class Variant:
    """The chosen settings with some changes."""

    name: str
    changes: dict[str, Any] = field(default_factory=dict)
    audited: bool = True  # with the second detector
    on_the_curve: bool = True  # differs in how sure a find must be, and in nothing else

    @property
    def settings(self) -> DetectionSettings:
        """As the analysis takes them."""
        return replace(DetectionSettings(), **self.changes)

    def models(self, models: FaceModels) -> FaceModels:
        """Return the models that it uses."""
        return models if self.audited else replace(models, auditor=None)


def variants() -> list[Variant]:
    """Return all, from the one that must be surest to the one that need be least sure, then the others."""
    return [
        _sure("surest", sure=0.75, confirmed=0.85, lone=0.85, backed=0.55, unsure=0.45, hint=0.3),
        _sure("surer", sure=0.65, confirmed=0.78, lone=0.78, backed=0.48, unsure=0.38, hint=0.2),
        Variant(CHOSEN),
        _sure("less sure", sure=0.47, confirmed=0.6, lone=0.6, backed=0.33, unsure=0.25, hint=0.1),
        _sure("least sure", sure=0.4, confirmed=0.5, lone=0.5, backed=0.25, unsure=0.2, hint=0.08),
        Variant("without the second detector", audited=False, on_the_curve=False),
        _half_as_many_looks(),
    ]


def _sure(name: str, **changes: float) -> Variant:
    return Variant(name, changes)


def _half_as_many_looks() -> Variant:
    chosen = DetectionSettings()
    changes = {name: 2 * getattr(chosen, name) for name in (*INTERVALS, "max_stride")}
    return Variant("half as many looks", changes, on_the_curve=False)
