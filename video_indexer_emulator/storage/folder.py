"""The data folder: made at the first start, and held by one service at a time."""

from __future__ import annotations

import uuid
from pathlib import Path

from filelock import FileLock, Timeout

from video_indexer_emulator.errors import DataFolderUnusable


class DataFolder:
    """A folder that is ours until it is released; the lock goes with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        """Raises DataFolderUnusable if the folder can't be made or written, or another service has it."""
        self._path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = FileLock(path / "lock")
            self._lock.acquire(timeout=0)
            self._refuse_others_scratch(path)
        except Timeout as error:
            raise DataFolderUnusable(
                f"The data folder {path} is in use by another vi-emulator; "
                "stop that one, or give another --data."
            ) from error
        except OSError as error:
            raise DataFolderUnusable(
                f"The data folder {path} can't be used ({error.strerror}); give another --data."
            ) from error

    def _refuse_others_scratch(self, path: Path) -> None:
        """Raise for a folder that somebody else has filled: ours is emptied at each start."""
        scratch = path / "scratch"
        if not (path / "executor").exists() and scratch.exists() and any(scratch.iterdir()):
            self._lock.release()
            raise DataFolderUnusable(
                f"{scratch} holds files, which the service would delete; move them, or give another --data."
            )

    @property
    def executor_id(self) -> str:
        """The name of whichever process holds the folder; made once, so that a restart keeps it."""
        file = self._path / "executor"
        if not file.exists():
            draft = file.with_suffix(".draft")
            draft.write_text(f"executor-{uuid.uuid4()}")
            draft.replace(file)
        return file.read_text()

    def release(self) -> None:
        """Let another service have it."""
        self._lock.release()
