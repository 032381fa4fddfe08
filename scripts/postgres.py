"""A PostgreSQL server of one's own on loopback, for tests and measurements; gone with the `with` block.

It takes the programs that Debian's `postgresql` installs. They refuse to run as root, so root hands the
server to another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DEBIAN = Path("/usr/lib/postgresql")
USER = "emulator"
SERVANTS = ("postgres", "nobody")  # who runs the server where we are root
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # nothing is to be kept


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest if there are several; None if it isn't here."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def postgres() -> Iterator[str]:
    """Run a fresh server; gives the URL of an empty database.

    Raises:
        FileNotFoundError: PostgreSQL isn't installed.
    """
    folder = programs()
    if folder is None:
        raise FileNotFoundError("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as place:
        data = Path(place) / "data"
        data.mkdir()
        servant = _servant()
        if servant:
            for path in (Path(place), data):
                os.chown(path, servant.pw_uid, servant.pw_gid)
        _run(servant, [folder / "initdb", "-D", data, "-U", USER, "--auth=trust", "--no-sync"])
        port = _free_port()
        settings = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={place}", *FAST]
        options = " ".join(f"-c {setting}" for setting in settings)
        control: list[str | Path] = [folder / "pg_ctl", "-D", data, "-w"]
        _run(servant, [*control, "-l", Path(place) / "log", "-o", options, "start"])
        try:
            yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
        finally:
            _run(servant, [*control, "-m", "immediate", "stop"])


def _servant() -> pwd.struct_passwd | None:
    """Return the user to run the server as; None for ourselves."""
    if os.geteuid():
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(known[name] for name in SERVANTS if name in known)


def _run(servant: pwd.struct_passwd | None, command: Sequence[str | Path]) -> None:
    # pg_ctl's child keeps its output open: a pipe would never end.
    who: dict[str, Any] = {}
    if servant:
        who = {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}
    subprocess.run(  # noqa: S603 - PostgreSQL's own programs
        list(map(str, command)),
        check=True,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **who,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
