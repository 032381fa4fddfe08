"""Canaries: a file and an address that nobody has a reason to touch, and what notices an access."""

from __future__ import annotations

import ctypes
import os
import socket
import threading
from pathlib import Path
from typing import Self

from benchmarks.hostile.references import Canaries
from benchmarks.hostile.seeds import seed

IN_ACCESS, IN_OPEN = 0x1, 0x20  # of inotify(7)


class Watch:
    """Counts who opens a file (Linux' inotify sees every process) and who connects to an address."""

    def __init__(self, folder: Path) -> None:
        """Put the canary file into the folder."""
        self.connections = 0
        path = folder / "canary.mp4"
        path.write_bytes(seed("mp4"))
        library = ctypes.CDLL(None, use_errno=True)
        self._notices = library.inotify_init1(os.O_NONBLOCK)
        if library.inotify_add_watch(self._notices, os.fsencode(path), IN_ACCESS | IN_OPEN) < 0:
            raise OSError(ctypes.get_errno(), "inotify can't watch the canary")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.canaries = Canaries(str(path), f"http://127.0.0.1:{self._listener.getsockname()[1]}")

    def __enter__(self) -> Self:
        """Begin to listen."""
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        os.close(self._notices)

    def file_was_touched(self) -> bool:
        """Whether anybody has opened or read the file since the last question."""
        try:
            return bool(os.read(self._notices, 1 << 16))
        except BlockingIOError:
            return False

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            caller.close()
            self.connections += 1
