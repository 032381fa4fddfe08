"""The SDK's face: upload, wait, list faces, redact, wait, download."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import httpx
from attrs import frozen
from video_indexer_client import Client
from video_indexer_client.api.jobs import get_job
from video_indexer_client.api.videos import (
    delete_video,
    get_video_artifact_url,
    get_video_index,
    get_video_source_file_download_url,
    list_videos,
    redact_video,
)

from video_indexer_redaction.answers import raise_for_answer, translated
from video_indexer_redaction.errors import IndexingFailed, JobFailed, UnexpectedAnswer
from video_indexer_redaction.target import Target
from video_indexer_redaction.tokens import ArmToken, FixedToken, TokenAuth, TokenSource, keep_secrets_out_of_logs
from video_indexer_redaction.transfers import CountingReader, Progress, download
from video_indexer_redaction.waiting import DEADLINE, looks

BlurringKind = Literal["MediumBlur", "HighBlur", "LowBlur", "BoundingBox", "Black"]
BLURRING_KINDS: tuple[BlurringKind, ...] = get_args(BlurringKind)

TIMEOUT = httpx.Timeout(60.0, connect=10.0)
"""Seconds; the gateway itself gives up after about 60."""

DONE_STATUSES = {301, 302, 303, 307}
"""Answers by which a job says that it is done; 303 is the documented one."""

VIDEO_IN_LOCATION = re.compile(r"/Videos/([^/]+)/SourceFile/DownloadUrl", re.IGNORECASE)


@frozen
class Face:
    """A person that the index lists."""

    id: int
    name: str
    confidence: float  # 0 to 1
    seen_seconds: float


class RedactionClient:
    """One account of one service. Use it as a context manager."""

    def __init__(self, target: Target) -> None:
        """Connect lazily: nothing is sent before the first call."""
        keep_secrets_out_of_logs()
        self._target = target
        # Two clients on purpose: the plain one never carries a token, so no blob host can get it.
        self._plain = httpx.Client(timeout=TIMEOUT)
        self._api = Client(base_url=target.url, raise_on_unexpected_status=True).set_httpx_client(
            httpx.Client(
                base_url=target.url,
                timeout=TIMEOUT,
                auth=TokenAuth(self._token_source(), target.url),
                event_hooks={"response": [raise_for_answer]},
            )
        )
        self._account: dict[str, Any] = {"location": target.location, "account_id": target.account_id}

    def __repr__(self) -> str:
        return f"RedactionClient({self._target!r})"

    def __enter__(self) -> RedactionClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._plain.close()
        self._api.get_httpx_client().close()

    def _token_source(self) -> TokenSource:
        if self._target.access_token is not None:
            return FixedToken(self._target.access_token)
        if self._target.arm is not None:
            return ArmToken(self._target.arm, self._plain)
        raise UsageError("The target has neither an access token nor an ARM account to get one from.")
