"""Redact the faces of a clip through the Azure AI Video Indexer API, in a few calls."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from video_indexer_redaction.async_client import AsyncRedactionClient, AsyncRedactionJob
    from video_indexer_redaction.callbacks import Callback, parse_callback
    from video_indexer_redaction.client import (
        BLURRING_KINDS,
        BlurringKind,
        Face,
        JobStatus,
        Redaction,
        RedactionClient,
        RedactionJob,
        RetryPolicy,
        Thumbnail,
    )
    from video_indexer_redaction.embedded import embedded_emulator
    from video_indexer_redaction.errors import RedactionError
    from video_indexer_redaction.target import Target, development_target, target_from_environment
    from video_indexer_redaction.videos import MediaWarning
else:
    ELSEWHERE = {
        "AsyncRedactionClient": "async_client",
        "AsyncRedactionJob": "async_client",
        "Callback": "callbacks",
        "parse_callback": "callbacks",
        "RedactionError": "errors",
        "Target": "target",
        "development_target": "target",
        "MediaWarning": "videos",
        "embedded_emulator": "embedded",
        "target_from_environment": "target",
    }

    def __getattr__(name):
        """Import what is asked for: pytest loads the plugin in here for people who never use it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{ELSEWHERE.get(name, 'client')}"), name)
        globals()[name] = value
        return value

    def __dir__():
        """What is public, imported or not."""
        return sorted({*globals(), *__all__})


__all__ = [
    "BLURRING_KINDS",
    "AsyncRedactionClient",
    "AsyncRedactionJob",
    "BlurringKind",
    "Callback",
    "Face",
    "JobStatus",
    "MediaWarning",
    "Redaction",
    "RedactionClient",
    "RedactionError",
    "RedactionJob",
    "RetryPolicy",
    "Target",
    "Thumbnail",
    "development_target",
    "embedded_emulator",
    "parse_callback",
    "target_from_environment",
]
