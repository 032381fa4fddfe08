"""The services that are measured side by side."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlencode

import httpx

from benchmarks.processes import NotMeasured, environment, free_port, run, started, versions
from scripts.sample_clip import make_sample
from video_indexer_redaction import RedactionClient, development_target
from video_indexer_redaction.target import DEVELOPMENT_SECRET

OUR_PARTS = ("uvicorn", "starlette", "httptools", "uvloop", "sqlalchemy", "jsonschema-rs", "pyjwt")
JOB_BYTES = 151
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


@dataclass(frozen=True)
class Aim:
    """What the load generator asks for."""

    url: str
    made_of: str  # what answers, with versions
    headers: tuple[str, ...] = ()
    pid: int = 0  # of the process that answers


@contextmanager
def emulator(scratch: Path) -> Iterator[Aim]:
    """Our service: the status of a job that is held in the middle."""
    port = free_port()
    command = [sys.executable, "-m", "video_indexer_emulator", "--port", str(port)]
    command += ["--data", str(scratch / "data")]
    with started(command, scratch / "emulator.log", port) as pid:
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
        made_of = ", ".join(f"{name} {version(name)}" for name in OUR_PARTS)
        yield Aim(url + path, made_of, (f"Authorization: Bearer {token(url)}",), pid)


def token(url: str) -> str:
    """Take an access token of the emulator at a URL."""
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
    with azurite_server(scratch) as (port, pid):
        yield Aim(_signed_blob(port), azurite_version(scratch), pid=pid)


def azurite_version(scratch: Path) -> str:
    """What an installed Azurite is made of."""
    package = json.loads((scratch / "node_modules/azurite/package.json").read_text("utf-8"))
    return f"azurite {package['version']}, node {run(['node', '--version'])}"


@contextmanager
def azurite_server(scratch: Path) -> Iterator[tuple[int, int]]:
    """Run Azurite's blob service; gives its port and the id of its process."""
    if shutil.which("npm") is None:
        raise NotMeasured("npm isn't installed")
    run(["npm", "install", "--silent", "--prefix", str(scratch), "azurite@3.37.0"])
    port = free_port()
    command = [str(scratch / "node_modules/.bin/azurite-blob"), "--blobPort", str(port), "--silent"]
    command += ["--location", str(scratch / "azurite"), "--skipApiVersionCheck", "--disableTelemetry"]
    with started(command, scratch / "azurite.log", port) as pid:
        yield port, pid


def _signed_blob(port: int) -> str:
    """Put a blob of 1 kB into a new container; returns the URL to read it by."""
    url = make_container(port, "bench")
    signature = account_signature()
    headers = {"x-ms-blob-type": "BlockBlob"}
    httpx.put(f"{url}/blob?{signature}", content=BLOB, headers=headers).raise_for_status()
    return f"{url}/blob?{signature}"


def make_container(port: int, name: str) -> str:
    """Make a container in Azurite; returns its URL."""
    url = f"http://127.0.0.1:{port}/{AZURITE_ACCOUNT}/{name}"
    httpx.put(f"{url}?restype=container&{account_signature()}").raise_for_status()
    return url


def account_signature() -> str:
    """Sign for the whole account (Azure's account SAS, version 2019-12-12)."""
    expiry = "2099-01-01T00:00:00Z"
    fields = {"sp": "rwdlac", "ss": "b", "srt": "sco", "se": expiry, "spr": "https,http", "sv": "2019-12-12"}
    signed = [AZURITE_ACCOUNT, fields["sp"], fields["ss"], fields["srt"], "", expiry]
    text = "\n".join([*signed, "", fields["spr"], fields["sv"], ""])
    digest = hmac.new(base64.b64decode(AZURITE_KEY), text.encode(), hashlib.sha256).digest()
    return urlencode(fields | {"sig": base64.b64encode(digest).decode()})


@contextmanager
def moto(scratch: Path) -> Iterator[Aim]:
    """Moto, the AWS emulator: a GET of an S3 object of 1 kB."""
    port = free_port()
    python = environment(scratch / "moto", "moto[server]")
    command = [str(python), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with started(command, scratch / "moto.log", port) as pid:
        url = f"http://127.0.0.1:{port}/bench"
        httpx.put(url, timeout=60).raise_for_status()
        headers = {"x-amz-acl": "public-read"}
        httpx.put(f"{url}/blob", content=BLOB, headers=headers, timeout=60).raise_for_status()
        yield Aim(f"{url}/blob", versions(python, "moto", "werkzeug"), pid=pid)


@contextmanager
def fastapi(scratch: Path) -> Iterator[Aim]:
    """A bare FastAPI route that returns a constant job: no token, no contract, no row."""
    port = free_port()
    parts = ("fastapi", "uvicorn", "httptools", "uvloop")
    python = environment(scratch / "fastapi", *parts)
    (scratch / "bare.py").write_text(FASTAPI_APP, "utf-8")
    command = [str(python), "-m", "uvicorn", "bare:app", "--port", str(port), "--no-access-log"]
    command += ["--http", "httptools", "--loop", "uvloop", "--workers", "1"]
    with started(command, scratch / "fastapi.log", port, cwd=scratch) as pid:
        yield Aim(f"http://127.0.0.1:{port}/trial/Accounts/a/Jobs/b", versions(python, *parts), pid=pid)


@contextmanager
def raw(scratch: Path) -> Iterator[Aim]:
    """A server that does nothing but answer, with as many bytes as a job has."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.raw", str(port), str(JOB_BYTES)]
    with started(command, scratch / "raw.log", port) as pid:
        yield Aim(f"http://127.0.0.1:{port}/", "benchmarks/raw.py", pid=pid)


PEERS = {
    "status poll, this emulator": emulator,
    "bare FastAPI route": fastapi,
    "Azurite, blob GET": azurite,
    "moto, S3 object GET": moto,
    "no work at all (the load generator's ceiling)": raw,
}
