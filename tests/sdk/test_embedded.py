"""The emulator of one's own: there for a `with` block, gone after it, and gone with its parent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import wait_for
from video_indexer_redaction import RedactionClient, development_target, embedded_emulator
from video_indexer_redaction.errors import EmulatorUnavailable, NotFound

PARENT = """
import sys
from video_indexer_redaction import embedded_emulator
with embedded_emulator() as url:
    print(url, flush=True)
    sys.stdin.read()
"""

FAILING = """#!{python}
import shutil, sys
shutil.rmtree(sys.argv[sys.argv.index("--data") + 1])
sys.exit("No space left")
"""


def answers(url: str) -> bool:
    """Whether somebody listens there."""
    try:
        return httpx.get(f"{url}/_emulator/health").status_code == 200
    except httpx.TransportError:
        return False


def test_the_emulator_ends_with_its_block() -> None:
    """It answers inside, for its development account, and not outside."""
    with embedded_emulator() as url:
        inside = answers(url)
        with RedactionClient(development_target(url)) as client, pytest.raises(NotFound):
            client.faces("unknown")

    assert inside
    assert not answers(url)


def test_an_operators_settings_are_not_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a service is run with a database and a secret, a call beside it has its own."""
    for name, value in {"SECRET": "another", "DATABASE": "postgresql://nobody@127.0.0.1:9/none"}.items():
        monkeypatch.setenv(f"VIDEO_INDEXER_EMULATOR_{name}", value)

    with embedded_emulator() as url, RedactionClient(development_target(url)) as client:
        assert client.find("anything") is None


def test_the_emulator_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    """Its standard input closes then, whatever killed the parent; its folder goes too."""
    with subprocess.Popen(  # noqa: S603 - this interpreter, our text
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        alive = answers(url)
        parent.kill()

    assert alive
    wait_for(lambda: answers(url), lambda there: not there)
    wait_for(lambda: [*tmp_path.glob("vi-emulator-*")], lambda left: not left)


def test_data_is_kept_where_a_folder_is_named(tmp_path: Path) -> None:
    """Only a folder of its own is thrown away."""
    with embedded_emulator(data=tmp_path / "data"):
        pass

    assert (tmp_path / "data" / "keys").is_dir()


def test_an_emulator_that_cannot_start_says_why() -> None:
    """The last lines of its log come along."""
    with pytest.raises(EmulatorUnavailable, match="no-such-flag"), embedded_emulator("--no-such-flag"):
        pass


def test_a_missing_emulator_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """`pip install .` alone doesn't bring it."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(EmulatorUnavailable, match="VIDEO_INDEXER_URL"), embedded_emulator():
        pass


def test_an_emulator_that_deletes_its_folder_as_it_fails_says_why_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The folder goes, the reason doesn't."""
    program = tmp_path / "emulator"
    program.write_text(FAILING.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))

    with pytest.raises(EmulatorUnavailable, match="No space left"), embedded_emulator():
        pass
