"""What the suite is aimed at, read from the environment; and what that service offers beyond the contract."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
from attrs import evolve

from video_indexer_redaction import Target, development_target, embedded_emulator, target_from_environment

INDEXED_VIDEO = "VIDEO_INDEXER_VIDEO_ID"
"""Names a video that is there already, for a service that takes no uploads."""

PROBE_SECONDS = 10


@dataclass(frozen=True)
class Aim:
    """A service, and what may be done with it."""

    target: Target
    neighbour: Target | None  # another account of the same service
    controls: bool  # it has the emulator's controls
    private_urls: bool  # it may be given addresses on this machine, for callbacks and uploads
    live: bool  # the vendor's, or to be handled like it
    video_id: str | None  # of an indexed video with faces, where none can be uploaded

    @property
    def url(self) -> str:
        """The service's address."""
        return self.target.url


@contextmanager
def aimed(*, live: bool) -> Iterator[Aim]:
    """Give the service that VIDEO_INDEXER_* names; nothing set: an emulator of our own, ended afterwards."""
    named = target_from_environment()
    if named is not None:
        yield _probed(named, live=live)
        return
    if live:
        raise RuntimeError("--live needs VIDEO_INDEXER_URL and an account; see contract_tests/README.md.")
    with embedded_emulator("--allow-private-urls") as url:
        yield _probed(development_target(url), live=False)


def _probed(target: Target, *, live: bool) -> Aim:
    health = _health(target.url)
    ours = health is not None and target == development_target(target.url)
    return Aim(
        target,
        neighbour=_second_account(target) if ours else None,
        controls=health is not None,
        private_urls=bool(health and health.get("allowPrivateUrls")),
        live=live,
        video_id=os.environ.get(INDEXED_VIDEO) or None,
    )


def _health(url: str) -> dict[str, object] | None:
    """What the emulator says of itself; None from any other service."""
    try:
        answer = httpx.get(f"{url}/_emulator/health", timeout=PROBE_SECONDS)
        health = answer.json() if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError):
        return None
    return health if isinstance(health, dict) and health.get("status") == "ok" else None


def _second_account(first: Target) -> Target | None:
    """The emulator's other well-known account."""
    if first.arm is None:
        return None
    arm = evolve(first.arm, account_name="development-2")
    return Target(first.url, first.location, "d0000000-0000-4000-8000-000000000002", arm=arm)
