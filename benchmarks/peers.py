"""The services that are measured side by side; each is started pinned to one core, and always ended."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from scripts.sample_clip import make_sample
from video_indexer_redaction import RedactionClient, development_target
from video_indexer_redaction.target import DEVELOPMENT_SECRET

SERVER_CORE = 0
START_SECONDS = 120
BLOB = b"x" * 1024
AZURITE_ACCOUNT = "devstoreaccount1"
AZURITE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""Azurite's well-known development credentials."""

FASTAPI_APP = """
from fastapi import FastAPI
app = FastAPI()
@app.get("/trial/Accounts/{account}/Jobs/{job}")
async def job(account: str, job: str) -> dict[str, object]:
    return {"creationTime": "2026-01-01T10:00:00.0000000Z", "lastUpdateTime": "2026-01-01T10:00:04.1230000Z",
            "progress": 20, "jobType": "Redaction", "state": "Processing"}
"""


class NotMeasured(Exception):
    """A peer can't be had here."""


@dataclass(frozen=True)
class Aim:
    """What the load generator asks for."""

    url: str
    headers: tuple[str, ...] = ()


def free_port() -> int:
    """Find a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: list[str], log: Path, port: int, cwd: Path | None = None) -> Iterator[None]:
    """Run a server on one core until the block ends; waits until its port answers."""
    pin = ["taskset", "-c", str(SERVER_CORE)] if shutil.which("taskset") else []
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*pin, *command], stdout=output, stderr=output, cwd=cwd, start_new_session=True
        )
        try:
            _wait_for_port(process, port, log)
            yield
        finally:
            os.killpg(process.pid, 9)
            process.wait()


def _wait_for_port(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise NotMeasured(f"it didn't start: {log.read_text('utf-8', 'replace')[-300:]}")


@contextmanager
def emulator(scratch: Path) -> Iterator[Aim]:
    """Our service: the status of a job that is held in the middle."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "video_indexer_emulator",
        "--port",
        str(port),
        "--data",
        str(scratch / "data"),
    ]
    with started(command, scratch / "emulator.log", port):
        url = f"http://127.0.0.1:{port}"
        target = development_target(url)
        clip = scratch / "clip.mp4"
        make_sample(clip, seconds=1, width=160, height=90)
        with RedactionClient(target) as client:
            video = client.upload(clip)
            client.wait_until_indexed(video)
            httpx.put(f"{url}/_emulator/pacing", json={"held": True}).raise_for_status()
            job = client.redact(video)
        path = f"/{target.location}/Accounts/{target.account_id}/Jobs/{job}"
        yield Aim(url + path, (f"Authorization: Bearer {_token(url)}",))


def _token(url: str) -> str:
    arm = development_target(url).arm
    assert arm is not None
    response = httpx.post(
        f"{url}/subscriptions/{arm.subscription_id}/resourceGroups/{arm.resource_group}"
        f"/providers/Microsoft.VideoIndexer/accounts/{arm.account_name}/generateAccessToken",
        params={"api-version": "2024-01-01"},
        headers={"Authorization": f"Bearer {DEVELOPMENT_SECRET}"},
        json={"permissionType": "Contributor", "scope": "Account"},
    )
    return str(response.raise_for_status().json()["accessToken"])


@contextmanager
def azurite(scratch: Path) -> Iterator[Aim]:
    """Azurite, Microsoft's own storage emulator: a signed GET of a blob of 1 kB."""
    if shutil.which("npm") is None:
        raise NotMeasured("npm isn't installed")
    _install(["npm", "install", "--silent", "--prefix", str(scratch), "azurite@3.37.0"])
    port = free_port()
    command = [str(scratch / "node_modules/.bin/azurite-blob"), "--blobPort", str(port), "--silent"]
    command += ["--location", str(scratch / "azurite"), "--skipApiVersionCheck", "--disableTelemetry"]
    with started(command, scratch / "azurite.log", port):
        yield Aim(_signed_blob(port))


def _signed_blob(port: int) -> str:
    """Put a blob of 1 kB into a new container; returns the URL to read it by."""
    url = f"http://127.0.0.1:{port}/{AZURITE_ACCOUNT}/bench"
    signature = _account_signature()
    httpx.put(f"{url}?restype=container&{signature}").raise_for_status()
    headers = {"x-ms-blob-type": "BlockBlob"}
    httpx.put(f"{url}/blob?{signature}", content=BLOB, headers=headers).raise_for_status()
    return f"{url}/blob?{signature}"


def _account_signature() -> str:
    """Sign for the whole account (Azure's account SAS, version 2019-12-12)."""
    expiry = "2099-01-01T00:00:00Z"
    fields = {"sp": "rwdlac", "ss": "b", "srt": "sco", "se": expiry, "spr": "https,http", "sv": "2019-12-12"}
    text = "\n".join(
        [
            AZURITE_ACCOUNT,
            fields["sp"],
            fields["ss"],
            fields["srt"],
            "",
            expiry,
            "",
            fields["spr"],
            fields["sv"],
            "",
        ]
    )
    digest = hmac.new(base64.b64decode(AZURITE_KEY), text.encode(), hashlib.sha256).digest()
    return urlencode(fields | {"sig": base64.b64encode(digest).decode()})


@contextmanager
def moto(scratch: Path) -> Iterator[Aim]:
    """Moto, the AWS emulator: a GET of an S3 object of 1 kB."""
    port = free_port()
    python = _environment(scratch / "moto", "moto[server]")
    command = [str(python.parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with started(command, scratch / "moto.log", port):
        url = f"http://127.0.0.1:{port}/bench"
        httpx.put(url, timeout=60).raise_for_status()
        headers = {"x-amz-acl": "public-read"}
        httpx.put(f"{url}/blob", content=BLOB, headers=headers, timeout=60).raise_for_status()
        yield Aim(f"{url}/blob")


@contextmanager
def fastapi(scratch: Path) -> Iterator[Aim]:
    """A bare FastAPI route that returns a constant job: no token, no contract, no row."""
    port = free_port()
    python = _environment(scratch / "fastapi", "fastapi", "uvicorn", "httptools", "uvloop")
    (scratch / "bare.py").write_text(FASTAPI_APP)
    command = [str(python), "-m", "uvicorn", "bare:app", "--port", str(port), "--no-access-log"]
    with started(command, scratch / "fastapi.log", port, cwd=scratch):
        yield Aim(f"http://127.0.0.1:{port}/trial/Accounts/a/Jobs/b")


def _environment(folder: Path, *packages: str) -> Path:
    """Make an environment of its own for a peer; returns its Python."""
    _install(["uv", "venv", "--quiet", "--python", sys.executable, str(folder)])
    python = folder / "bin" / "python"
    _install(["uv", "pip", "install", "--quiet", "--python", str(python), *packages])
    return python


def _install(command: list[str]) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotMeasured(f"{command[0]} failed: {error}") from error


PEERS = {
    "status poll, this emulator": emulator,
    "bare FastAPI route": fastapi,
    "Azurite, blob GET": azurite,
    "moto, S3 object GET": moto,
}
