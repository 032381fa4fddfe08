"""The emulator of one's own: there for a `with` block, gone after it, and gone with its parent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.emulator.api import wait_for
from video_indexer_emulator.settings import DEVELOPMENT_SECRET
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
        return httpx.get(f"{url}/healthz").status_code == 200
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
    """Where a service is run with a database, a call beside it has its own."""
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_DATABASE", "postgresql://nobody@127.0.0.1:9/none")

    with embedded_emulator() as url, RedactionClient(development_target(url)) as client:
        assert client.find("anything") is None


def asked(url: str, secret: str) -> int:
    """The status of a request for a token."""
    path = (
        "/subscriptions/d0000000-0000-4000-8000-0000000000aa/resourceGroups/development"
        "/providers/Microsoft.VideoIndexer/accounts/development/generateAccessToken"
    )
    return httpx.post(
        url + path,
        params={"api-version": "2024-01-01"},
        headers={"Authorization": f"Bearer {secret}"},
        json={"permissionType": "Contributor", "scope": "Account"},
    ).status_code


def test_another_user_of_the_machine_is_not_let_in() -> None:
    """By what everybody knows: the address, the well-known secret, any key, another one's secret."""
    with embedded_emulator() as url, embedded_emulator() as other:
        assert (asked(url, url.secret), asked(url, DEVELOPMENT_SECRET), asked(url, other.secret)) == (
            200, 401, 401,
        )  # fmt: skip
        key = {"Ocp-Apim-Subscription-Key": "any"}
        assert httpx.get(f"{url}/Auth/trial/Accounts", headers=key).status_code == 401
        assert httpx.post(f"{url}/_emulator/reset").status_code == 401


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_secret_is_in_no_place_that_others_can_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither in a command line, nor in a file that isn't its user's alone."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with embedded_emulator() as url:
        lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
        (folder,) = tmp_path.glob("vi-emulator-*")

        assert not any(url.secret.encode() in line for line in lines)
        assert folder.stat().st_mode & 0o077 == 0
        assert url.secret not in repr(url)


def test_a_secret_of_the_callers_own_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the variable that the emulator reads when it is started by hand."""
    monkeypatch.setenv("VIDEO_INDEXER_EMULATOR_SECRET", "a secret of my own, 0123456789")

    with embedded_emulator() as url:
        assert url.secret == "a secret of my own, 0123456789"  # noqa: S105 - set above
        assert asked(url, url.secret) == 200


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_emulator_gets_no_credential_of_its_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it doesn't need can't be lost with it."""
    strange = ("AWS_SECRET_ACCESS_KEY", "AZURE_CLIENT_SECRET", "VIDEO_INDEXER_ACCESS_TOKEN", "GITHUB_TOKEN")
    for name in (*strange, "VIDEO_INDEXER_EMULATOR_DATABASE"):
        monkeypatch.setenv(name, "postgresql://not-for-the-child")

    with embedded_emulator():
        environments = [
            path.read_bytes() for path in Path("/proc").glob("[0-9]*/environ") if _is_child(path.parent)
        ]

    assert environments
    assert not any(b"not-for-the-child" in each for each in environments)


def _is_child(process: Path) -> bool:
    try:
        return f"\nPPid:\t{os.getpid()}\n" in (process / "status").read_text()
    except OSError:
        return False


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
