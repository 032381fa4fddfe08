"""The image and the compose file say nothing that the repository doesn't have."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from benchmarks.peers import account_signature
from tests.docs.snippets import ROOT
from video_indexer_emulator.command import main

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
VARIABLE = re.compile(r"VIDEO_INDEXER_EMULATOR_\w+")


def test_what_the_image_copies_is_there_and_is_not_ignored() -> None:
    """The build's context has these and nothing else."""
    copied = [
        name
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for name in line.split()
    ]
    taken = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"]

    assert sorted(copied) == sorted(taken)
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_has_all_that_the_wheel_is_made_of() -> None:
    """A folder that is missing would fail the build, late."""
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    packages = re.search(r"^packages = \[(.*?)\]", pyproject, re.MULTILINE | re.DOTALL)
    assert packages

    folders = {name.split("/")[0] for name in re.findall(r'"([^"]+)"', packages[1])}

    assert folders <= set(re.findall(r"^COPY (\w+) \w+$", DOCKERFILE, re.MULTILINE))


def test_variables_are_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """Each is one that `vi-emulator --help` names, or the secret."""
    with pytest.raises(SystemExit):
        main(["--help"])
    known = set(VARIABLE.findall(capsys.readouterr().out)) | {"VIDEO_INDEXER_EMULATOR_SECRET"}

    used = set(VARIABLE.findall(DOCKERFILE + (ROOT / "compose.yaml").read_text("utf-8")))

    assert used
    assert used <= known


def test_the_image_runs_as_nobody_in_particular_and_is_watched() -> None:
    """By a number, which Kubernetes can check."""
    assert re.search(r"^USER [1-9]\d+$", DOCKERFILE, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .*\\\n.*/healthz", DOCKERFILE, re.MULTILINE)


def test_serving_and_working_share_secret_database_and_files() -> None:
    """And wait for what they need; ports are open on loopback alone."""
    services = COMPOSE["services"]
    serve, work = services["serve"], services["work"]

    assert serve["environment"] == work["environment"]
    assert [serve["command"][0], work["command"][0]] == ["serve", "work"]
    assert set(serve["depends_on"]) == set(work["depends_on"]) == {"db", "container"}
    ports = [port for service in services.values() for port in service.get("ports", ())]
    assert all(fnmatch(port, "127.0.0.1:*") for port in ports)
    assert "ports" not in services["db"]


def test_the_blob_container_is_made_by_azurites_well_known_account() -> None:
    """By the signature that its public key gives."""
    url = COMPOSE["services"]["container"]["environment"]["URL"]

    assert url == f"http://azurite:10000/devstoreaccount1/clips?restype=container&{account_signature()}"
