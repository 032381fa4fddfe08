"""A service of somebody who redacts clips by the SDK."""

from __future__ import annotations

from pathlib import Path

from video_indexer_redaction import RedactionClient


def publishable(client: RedactionClient, clip: Path) -> Path:
    """Make a clip fit to be published; returns the path of the one that is."""
    return client.redact_video(clip, clip.with_name("publishable.mp4"), kind="Black").path
