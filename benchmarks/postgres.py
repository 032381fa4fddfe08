"""A PostgreSQL of one's own in a folder, for the length of a block; root may not run it, so nobody does."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.processes import free_port

DEBIAN = Path("/usr/lib/postgresql")


class Postgres:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        self._folder = folder
        self._data = folder / "postgres"
        self._data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self._data, "nobody")
            folder.chmod(0o711)
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "--auth=trust", "--no-sync")

    def start(self) -> None:
        """Run until `stop`; returns when it answers."""
        options = (
            f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        )
        self._run(
            "pg_ctl", "-D", str(self._data), "-l", str(self._data / "log"), "-w", "-o", options, "start"
        )

    def stop(self) -> None:
        """End it at once, with every connection."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(programs() / program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._data)


def programs() -> Path:
    """Where the server's programs are; raises FileNotFoundError where there are none."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).parent
    versions = sorted(DEBIAN.glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise FileNotFoundError("PostgreSQL isn't installed (`apt-get install postgresql`).")
    return versions[-1].parent


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """Run a server inside the block."""
    server = Postgres(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
