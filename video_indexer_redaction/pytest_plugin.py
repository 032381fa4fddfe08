"""The pytest fixture `video_indexer_emulator`: a running emulator for a test of your own.

    def test_my_service(video_indexer_emulator, tmp_path):
        with video_indexer_emulator.client() as client:
            assert my_service.redact(client, "clip.mp4", tmp_path / "out.mp4").exists()

pytest finds the plugin by itself once the package is installed; the emulator's extra is needed too
(`pip install ".[emulator]"` in a checkout). Nothing is imported or started before a test asks for the
fixture. One emulator serves the whole session, under a URL of its own: VIDEO_INDEXER_URL is neither
read nor set, so no test gets at a real account by mistake. What is configured by environment gets
`video_indexer_emulator.environment`:

    for name, value in video_indexer_emulator.environment.items():
        monkeypatch.setenv(name, value)

To have each test begin with an empty account, put this into conftest.py:

    @pytest.fixture(autouse=True)
    def empty_account(video_indexer_emulator):
        video_indexer_emulator.reset()

Settings, in the ini file (`pytest.ini`, `[tool.pytest.ini_options]`):

    video_indexer_emulator_flags = --token-seconds 300    further flags of vi-emulator, one or more a line
    video_indexer_emulator_url = http://127.0.0.1:8700    use the emulator that runs there; its secret is
                                                          read from VIDEO_INDEXER_EMULATOR_SECRET

callbackUrl and videoUrl may lead to loopback. Each worker of pytest-xdist has an emulator of its own; by the
second setting they share one, which then can't be reset.
"""

from __future__ import annotations

import importlib.util
import os
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from video_indexer_redaction.async_client import AsyncRedactionClient
    from video_indexer_redaction.client import RedactionClient
    from video_indexer_redaction.target import Target

FLAGS_SETTING, URL_SETTING = "video_indexer_emulator_flags", "video_indexer_emulator_url"

CONTROL_SECONDS = 30.0
"""How long one call of the emulator's controls may take."""


@dataclass(frozen=True)
class RunningEmulator:
    """A running emulator, and what a test may want of it."""

    url: str
    secret: str = field(repr=False)
    shared: bool = False  # whether other workers of pytest-xdist use it too

    @property
    def target(self) -> Target:
        """Its development account, for a client of your own making."""
        from video_indexer_redaction.target import development_target  # noqa: PLC0415 - when it is used

        return development_target(self.url, self.secret)

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which `target_from_environment` and `vi-redact` find it."""
        return {"VIDEO_INDEXER_URL": self.url, "VIDEO_INDEXER_EMULATOR_SECRET": self.secret}

    def client(self, **options: Any) -> RedactionClient:
        """A client of the development account; the options are RedactionClient's. Close it when done."""
        from video_indexer_redaction.client import RedactionClient  # noqa: PLC0415 - when it is used

        return RedactionClient(self.target, **options)

    def async_client(self, **options: Any) -> AsyncRedactionClient:
        """The same for an event loop; the options are AsyncRedactionClient's."""
        from video_indexer_redaction.async_client import AsyncRedactionClient  # noqa: PLC0415 - when used

        return AsyncRedactionClient(self.target, **options)

    def reset(self) -> None:
        """Delete all videos, forget planned faults, let held work go on, and set the clock right.

        Raises:
            UsageError: Other workers use the same emulator; their videos would go, too.
        """
        if self.shared:
            from video_indexer_redaction.errors import UsageError  # noqa: PLC0415 - when it is used

            raise UsageError(
                "This emulator is shared by the workers of pytest-xdist, so it can't be reset. Leave out "
                f"{URL_SETTING}, and each worker has an emulator of its own."
            )
        self._control("POST", "reset")

    def advance(self, seconds: int) -> None:
        """Set the service's clock ahead of the true one, so that tokens and signed URLs expire.

        Args:
            seconds: From now on, in all; 0 sets it right again.
        """
        self._control("PUT", "clock", {"aheadSeconds": seconds})

    def plan_fault(
        self, operation: str, status: int, count: int = 1, *, retry_after: int | None = None
    ) -> None:
        """Have the next calls of an operation answered with an error.

        Args:
            operation: The operation's name in the contract, as uploadVideo, getJob or redactVideo.
            status: An error that the contract documents for it.
            count: How many calls are answered so; a client's repetitions count, too.
            retry_after: Seconds to wait, told with a 429.

        Raises:
            UsageError: The contract has no such operation, or no such error of it.
        """
        plan: dict[str, object] = {"operationId": operation, "status": status, "count": count}
        if retry_after is not None:
            plan["retryAfter"] = retry_after
        self._control("POST", "faults", plan)

    def hold(self) -> None:
        """Let indexing and redaction stand still, so that a test sees them under way without a race."""
        self._control("PUT", "pacing", {"held": True})

    def release(self) -> None:
        """Let held work go on."""
        self._control("PUT", "pacing", {"held": False})

    def _control(self, method: str, path: str, body: dict[str, object] | None = None) -> None:
        import httpx  # noqa: PLC0415 - when it is used

        from video_indexer_redaction.errors import UsageError  # noqa: PLC0415

        headers = {"Authorization": f"Bearer {self.secret}"}
        with httpx.Client(trust_env=False, timeout=CONTROL_SECONDS) as http:  # no proxy before loopback
            answer = http.request(method, f"{self.url}/_emulator/{path}", json=body, headers=headers)
        if answer.is_error:
            raise UsageError(f"The emulator refused {path}: {answer.text}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the settings."""
    parser.addini(FLAGS_SETTING, "further flags of vi-emulator, for the fixture", "linelist", [])
    parser.addini(URL_SETTING, "an emulator that runs already, for the fixture to use", "string", "")


@pytest.fixture(scope="session")
def video_indexer_emulator(pytestconfig: pytest.Config) -> Iterator[RunningEmulator]:
    """A running emulator of the face-redaction API, one for the session; see RunningEmulator."""
    if running_already := pytestconfig.getini(URL_SETTING):
        yield _running(running_already)
        return
    flags = [flag for line in pytestconfig.getini(FLAGS_SETTING) for flag in shlex.split(line)]
    from video_indexer_redaction.embedded import embedded_emulator  # noqa: PLC0415 - when it is used
    from video_indexer_redaction.errors import EmulatorUnavailable  # noqa: PLC0415

    with ExitStack() as running:
        try:
            url = running.enter_context(embedded_emulator("--allow-private-urls", *flags))
        except EmulatorUnavailable as error:
            # `from None`, or pytest shows the first message too, which speaks of a setting.
            raise pytest.fail.Exception(_reason(error), pytrace=False) from None
        yield RunningEmulator(str(url), url.secret)


def _running(url: str) -> RunningEmulator:
    """The emulator at a URL; fails the test where none answers."""
    from video_indexer_redaction.target import DEVELOPMENT_SECRET  # noqa: PLC0415 - when it is used

    secret = os.environ.get("VIDEO_INDEXER_EMULATOR_SECRET", "").strip() or DEVELOPMENT_SECRET
    emulator = RunningEmulator(url.rstrip("/"), secret, shared="PYTEST_XDIST_WORKER" in os.environ)
    try:
        emulator._control("GET", "health")
    except Exception as error:  # noqa: BLE001 - whatever it is, a line says it better than a traceback
        reason = f"{URL_SETTING} is {url}, where no emulator answers: {error}"
    else:
        return emulator
    raise pytest.fail.Exception(reason, pytrace=False)


def _reason(error: Exception) -> str:
    if importlib.util.find_spec("dbos") is not None:
        return str(error)
    return (
        "The fixture video_indexer_emulator needs the emulator, which isn't installed: run "
        "`pip install '.[emulator]'` in a checkout of video-indexer-redaction."
    )
