"""Videos that a command makes on the service, and deletes however it ends."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from video_indexer_redaction.client import RedactionClient
from video_indexer_redaction.errors import ConnectionFailed, NotFound, RedactionError
from video_indexer_redaction.uploads import Progress


class TemporaryVideos:
    """Deletes at the end of its block what was made in it, unless that is to be kept."""

    def __init__(self, client: RedactionClient, *, keep: bool) -> None:
        self.left: list[str] = []  # what could not be deleted, once the block has ended
        self._client = client
        self._keep = keep
        self._made: list[tuple[str, Callable[[], str | None]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for description, find in [] if self._keep else reversed(self._made):
            self._delete(description, find)
        if error is not None and self.left:
            error.add_note(f"Videos may be left on the service: {', '.join(self.left)}")

    def upload(self, clip: Path, on_progress: Progress) -> str:
        """Upload a clip; returns the video's id."""
        mark = str(uuid.uuid4())
        try:
            video = self._client.upload(clip, external_id=mark, on_progress=on_progress)
        except (KeyboardInterrupt, ConnectionFailed) as error:
            if getattr(error, "may_have_arrived", True):  # the service may have it, though it named no id
                self.add(f"the one with the external id {mark}", lambda: self._client.find(mark))
            raise
        self.add(video, lambda: video)
        return video

    def add(self, description: str, find: Callable[[], str | None]) -> None:
        """Have a video deleted that `find` finds then."""
        self._made.append((description, find))

    def _delete(self, description: str, find: Callable[[], str | None]) -> None:
        try:
            video = find()
            if video is not None:
                self._client.delete(video)
        except NotFound:
            return  # somebody else was faster
        except RedactionError:
            self.left.append(description)
