"""Redact the faces of a clip through the Azure AI Video Indexer API, in a few calls."""

from video_indexer_redaction.client import (
    BLURRING_KINDS,
    AsyncRedactionClient,
    BlurringKind,
    Face,
    JobStatus,
    Redaction,
    RedactionClient,
    RetryPolicy,
    Thumbnail,
)
from video_indexer_redaction.embedded import embedded_emulator
from video_indexer_redaction.errors import RedactionError
from video_indexer_redaction.target import Target, development_target, target_from_environment

__all__ = [
    "BLURRING_KINDS",
    "AsyncRedactionClient",
    "BlurringKind",
    "Face",
    "JobStatus",
    "Redaction",
    "RedactionClient",
    "RedactionError",
    "RetryPolicy",
    "Target",
    "Thumbnail",
    "development_target",
    "embedded_emulator",
    "target_from_environment",
]
