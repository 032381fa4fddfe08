"""What a service answers in the suite's fixed walk, as goldens."""

from __future__ import annotations

from pathlib import Path

import httpx

from ..exchange import from_httpx
from ..pacing import Budget, Guard, limited
from ..scenario import Walk
from ..target import Aim, development_target
from .recorder import Recorder


def walked(url: str, clip: Path) -> Recorder:
    """Walk through an emulator's development account, and keep what it answers.

    The URL may be that of a proxy before it.
    """
    aim = Aim(development_target(url), None, controls=True, private_urls=False, live=False, video_id=None)
    recorder = Recorder.of(aim)

    def listen(response: httpx.Response) -> None:
        response.read()
        recorder.take(from_httpx(response))

    Walk(aim, Guard(aim, Budget.of(aim), limited(aim)), clip, listen=listen).play()
    return recorder
