"""What the pages take for granted: clips by the names they use, a service, somebody who is signed in."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.docs.snippets import azure_environment
from tests.emulator.api import Api
from tests.sdk.stub import Reply, serving
from video_indexer_redaction.target import DEVELOPMENT_SECRET


@pytest.fixture
def workplace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_clip: Path, emulator_url: str
) -> Iterator[Path]:
    """A folder of its own with the clips, the environment of a reader who has started the emulator."""
    for folder in ("CLIPS", "more"):
        (tmp_path / folder).mkdir()
    for name in ("in.mp4", "IN.mp4", "my.mp4", "CLIPS/one.mp4", "more/two.mov"):
        shutil.copyfile(sample_clip, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIDEO_INDEXER_URL", emulator_url)
    with serving() as elsewhere:
        elsewhere.always(Reply(200, sample_clip.read_bytes(), {"Content-Type": "video/mp4"}))
        monkeypatch.setenv("CLIP_URL", f"{elsewhere.url}/clip.mp4")
        yield tmp_path


@pytest.fixture
def signed_in(monkeypatch: pytest.MonkeyPatch, emulator_url: str, emulator: Api) -> list[str]:
    """The environment for Azure, aimed at the emulator; gives the scopes that azure-identity is asked for."""
    asked: list[str] = []

    class DefaultAzureCredential:
        """As azure-identity's, of somebody who is signed in."""

        def get_token(self, *scopes: str, **_: Any) -> SimpleNamespace:
            asked.extend(scopes)
            return SimpleNamespace(token=DEVELOPMENT_SECRET, expires_on=2**31)

    members: dict[str, dict[str, Any]] = {
        "azure": {},
        "azure.identity": {"DefaultAzureCredential": DefaultAzureCredential},
        "azure.core": {},
        "azure.core.exceptions": {"ClientAuthenticationError": type("AuthError", (Exception,), {})},
    }
    for name, content in members.items():
        module = ModuleType(name)
        module.__dict__.update(content)
        monkeypatch.setitem(sys.modules, name, module)
    for name, value in azure_environment(emulator_url).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MY_TOKEN", emulator.token)
    return asked
