"""The services whose uploads and downloads are measured side by side, and how each is asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from benchmarks.peers import (
    OUR_PARTS,
    account_signature,
    azurite_server,
    azurite_version,
    make_container,
    token,
)
from benchmarks.processes import free_port, started
from video_indexer_redaction import development_target

BOUNDARY = "a-boundary-that-no-file-has"
BEFORE = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="clip.bin"\r\n'
    "Content-Type: application/octet-stream\r\n\r\n"
)
AFTER = f"\r\n--{BOUNDARY}--\r\n"

BARE_APP = """
from pathlib import Path
from starlette.applications import Starlette
from starlette.responses import FileResponse, Response
from starlette.routing import Route
async def put(request):
    with Path("blob").open("wb") as file:
        async for part in request.stream():
            file.write(part)
    return Response(status_code=201)
async def get(request):
    return FileResponse("blob")
app = Starlette(routes=[Route("/blob", put, methods=["PUT"]), Route("/blob", get)])
"""


@dataclass(frozen=True)
class Store:
    """A running service that takes files and gives them."""

    made_of: str
    pid: int
    upload: Callable[[Path], dict[str, Any]]  # the request that uploads a file
    download: Callable[[], dict[str, Any]]  # the request that reads what was uploaded last
    clean: Callable[[], None] = field(default=lambda: None)  # delete what was uploaded last


@contextmanager
def emulator(scratch: Path) -> Iterator[Store]:
    """Our service: a multipart upload, and the signed URL of the source file."""
    port = free_port()
    command = [sys.executable, "-m", "video_indexer_emulator", "--port", str(port)]
    command += ["--data", str(scratch / "data")]
    with started(command, scratch / "emulator.log", port) as pid:
        url = f"http://127.0.0.1:{port}"
        target = development_target(url)
        videos = f"{url}/{target.location}/Accounts/{target.account_id}/Videos"
        bearer = {"Authorization": f"Bearer {token(url)}"}

        def call(method: str, path: str) -> Any:
            with urlopen(Request(videos + path, method=method, headers=bearer), timeout=60) as response:  # noqa: S310
                return json.loads(response.read() or b"null")

        def newest() -> str:
            return str(call("GET", "?pageSize=1")["results"][0]["id"])

        def upload(file: Path) -> dict[str, Any]:
            headers = bearer | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
            ask = {"method": "POST", "url": f"{videos}?{urlencode({'name': 'bench'})}", "headers": headers}
            return ask | {"file": str(file), "before": BEFORE, "after": AFTER}

        def download() -> dict[str, Any]:
            return {"method": "GET", "url": call("GET", f"/{newest()}/SourceFile/DownloadUrl"), "headers": {}}

        made_of = ", ".join(f"{name} {version(name)}" for name in (*OUR_PARTS, "python-multipart", "obstore"))
        yield Store(made_of, pid, upload, download, lambda: call("DELETE", f"/{newest()}"))


@contextmanager
def azurite(scratch: Path) -> Iterator[Store]:
    """Azurite: one Put Blob, and a signed GET."""
    with azurite_server(scratch) as (port, pid):
        url = f"{make_container(port, 'bench')}/blob?{account_signature()}"

        def upload(file: Path) -> dict[str, Any]:
            headers = {"x-ms-blob-type": "BlockBlob", "Content-Type": "application/octet-stream"}
            return {"method": "PUT", "url": url, "headers": headers, "file": str(file)}

        yield Store(
            azurite_version(scratch), pid, upload, lambda: {"method": "GET", "url": url, "headers": {}}
        )


@contextmanager
def bare(scratch: Path) -> Iterator[Store]:
    """Starlette with two routes: one writes the body to a file, the other sends that file."""
    port = free_port()
    (scratch / "bare.py").write_text(BARE_APP, "utf-8")
    command = [sys.executable, "-m", "uvicorn", "bare:app", "--port", str(port), "--no-access-log"]
    command += ["--http", "httptools", "--loop", "uvloop"]
    with started(command, scratch / "bare.log", port, cwd=scratch) as pid:
        url = f"http://127.0.0.1:{port}/blob"

        def upload(file: Path) -> dict[str, Any]:
            return {"method": "PUT", "url": url, "headers": {}, "file": str(file)}

        parts = ", ".join(
            f"{name} {version(name)}" for name in ("starlette", "uvicorn", "httptools", "uvloop")
        )
        yield Store(parts, pid, upload, lambda: {"method": "GET", "url": url, "headers": {}})


STORES = {"this emulator": emulator, "bare Starlette": bare, "Azurite": azurite}
