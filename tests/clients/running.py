"""Runs the program of one client and judges it."""

from __future__ import annotations

import json
import os
import ssl
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contract_tests.redactions import Original
from scripts.sample_clip import SampleTruth
from tests.clients.catalogue import VIDEO_INDEXER, Client, Runtime
from tests.clients.judging import counted, wrong_with_answers, wrong_with_file
from tests.clients.preparing import (
    HERE,
    PreparationFailed,
    generated_folder,
    node_folder,
    python_of,
    version_of,
)
from tests.clients.surroundings import Surroundings
from video_indexer_emulator.settings import DEVELOPMENT_ACCOUNT, DEVELOPMENT_SECRET

STEPS = ("token", "upload", "index", "faces", "redact", "job", "download", "list", "delete")
TIMEOUT_SECONDS = 240


@dataclass
class Outcome:
    """What became of a client."""

    client: Client
    version: str = ""
    by: dict[str, str] = field(default_factory=dict)  # step to `client` or `plain`
    wrongs: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Runner:
    """Runs clients, one after the other, on one clip."""

    around: Surroundings
    clip: Path
    truth: SampleTruth
    original: Original
    scratch: Path

    def run(self, client: Client) -> Outcome:
        """Install, run and judge one client."""
        outcome = Outcome(client)
        try:
            command = self._command(client)
            outcome.version = version_of(client)
        except PreparationFailed as error:
            outcome.wrongs.append(str(error))
            return outcome
        authority = ssl.create_default_context(cafile=self.around.authority)
        url = self.around.tls_url if client.hosts else self.around.url
        output = self.scratch / f"{client.folder}.mp4"
        before = counted(url, authority)
        faces = self._go(command, client, output, outcome)
        outcome.wrongs += wrong_with_answers(before, counted(url, authority))
        outcome.wrongs += wrong_with_file(self.original, self.truth, output, faces)
        return outcome

    def _go(self, command: list[str], client: Client, output: Path, outcome: Outcome) -> dict[str, Any]:
        """Run the program; returns the `faces` of its redaction."""
        try:
            done = subprocess.run(  # noqa: S603 - our own programs
                command, env=self._environment(client, output), capture_output=True, text=True,
                timeout=TIMEOUT_SECONDS, check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            outcome.wrongs.append(f"it didn't end within {TIMEOUT_SECONDS} seconds")
            return {}
        # Some clients print news of their own.
        steps = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"step"')]
        outcome.by = {step["step"]: step["by"] for step in steps}
        if done.returncode:
            outcome.wrongs.append(f"it ended with {done.returncode}: {done.stderr.strip()[-1500:]}")
        if tuple(outcome.by) != STEPS:
            outcome.wrongs.append(f"its steps are {', '.join(outcome.by) or 'none'}")
        return next((dict(step["faces"]) for step in steps if "faces" in step), {})

    def _command(self, client: Client) -> list[str]:
        program = HERE / client.program
        match client.runtime:
            case Runtime.PYTHON:
                return [str(python_of(client)), str(program)]
            case Runtime.NODE:
                folder = node_folder(self.around.url)
                return [
                    str(folder / "node_modules" / ".bin" / "node"),
                    str(folder / "built" / f"{program.stem}.js"),
                ]
            case Runtime.BROWSER:
                return [sys.executable, str(program)]
            case _:
                return [client.runtime.value, str(program)]

    def _environment(self, client: Client, output: Path) -> dict[str, str]:
        account = DEVELOPMENT_ACCOUNT
        settings = {
            "VIDEO_INDEXER_URL": f"https://{VIDEO_INDEXER}" if client.hosts else self.around.url,
            "VIDEO_INDEXER_LOCATION": account.location,
            "VIDEO_INDEXER_ACCOUNT_ID": str(account.id),
            "VIDEO_INDEXER_SUBSCRIPTION_ID": str(account.subscription_id),
            "VIDEO_INDEXER_RESOURCE_GROUP": account.resource_group,
            "VIDEO_INDEXER_ACCOUNT_NAME": account.name,
            "VIDEO_INDEXER_ARM_TOKEN": DEVELOPMENT_SECRET,
            "CLIP": str(self.clip),
            "CLIP_URL": self.around.clip_url,
            "OUTPUT": str(output),
        }
        led = self.around.led() if client.hosts else {}
        # Lets Python find the generated package beside the module that the programs share.
        paths = [str(generated_folder(client))] if client.generated else []
        paths += [led.pop("PYTHONPATH")] if led else []
        return os.environ | settings | led | {"PYTHONPATH": os.pathsep.join(paths)}
