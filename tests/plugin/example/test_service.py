"""What the consumer writes to test it: no setting, no conftest.py."""

from pathlib import Path

from service import publishable  # type: ignore[import-not-found] # found where pytest runs it

from video_indexer_redaction.pytest_plugin import RunningEmulator


def test_a_clip_is_made_publishable(video_indexer_emulator: RunningEmulator) -> None:
    """By a service that runs for the test session."""
    with video_indexer_emulator.client() as client:
        assert publishable(client, Path("clip.mp4")).stat().st_size > 0
