from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.surroundings import CLIP_PATH, web_server

FOLDER = Path(__file__).parent / "name_resolution"
NAME = "a-name-that-no-server-has.invalid"


@pytest.fixture
def led(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Variables that lead a name to a web server here."""
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"found")
    with web_server(clip) as site:
        yield {"LEAD": json.dumps({NAME: ["127.0.0.1", int(site.rsplit(":", 1)[1])]})}


def said(command: list[str], led: dict[str, str]) -> str:
    """What a command writes."""
    done = subprocess.run(command, env=os.environ | led, capture_output=True, text=True, check=True)  # noqa: S603
    return done.stdout.strip()


def test_a_python_program_is_led_to_another_host_and_port(led: dict[str, str]) -> None:
    """`http://name/` reaches the server that LEAD names, without a change of the program."""
    program = (
        f"from urllib.request import urlopen; print(urlopen('http://{NAME}{CLIP_PATH}').read().decode())"
    )
    assert said([sys.executable, "-c", program], led | {"PYTHONPATH": str(FOLDER)}) == "found"


@pytest.mark.parametrize("ask", ["fetch", "http"])
@pytest.mark.skipif(shutil.which("node") is None, reason="Node isn't installed")
def test_a_node_program_is_led_to_another_host_and_port(led: dict[str, str], ask: str) -> None:
    """So does Node, by `fetch` and by its module `http`."""
    url = f"http://{NAME}{CLIP_PATH}"
    show = "(part) => console.log(part.toString())"
    programs = {
        "fetch": f"fetch('{url}').then((answer) => answer.text()).then({show})",
        "http": f"require('http').get('{url}', (answer) => answer.on('data', {show}))",
    }
    assert said(["node", f"--require={FOLDER / 'preload.cjs'}", "-e", programs[ask]], led) == "found"
