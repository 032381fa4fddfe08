"""Which service a command talks to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from video_indexer_redaction.client import RedactionClient
from video_indexer_redaction.embedded import embedded_emulator
from video_indexer_redaction.errors import UsageError
from video_indexer_redaction.target import development_target, target_from_environment
from video_indexer_redaction.waiting import RetryPolicy

OUTAGE = 10.0
"""Seconds; an emulator of our own that is away, as after it ran out of memory, won't come back."""


@contextmanager
def any_service(*flags: str) -> Iterator[RedactionClient]:
    """The service that the environment names, else an emulator for the length of the block.

    `flags` are of `vi-emulator`; raises UsageError where there are some and a service is named.
    """
    named = target_from_environment()
    if named is not None:
        if flags:
            raise UsageError(
                f"{flags[0]} is for an emulator of this command's own, and VIDEO_INDEXER_URL names another "
                f"service: start that one with {' '.join(flags)}."
            )
        with RedactionClient(named) as client:
            yield client
        return
    patience = RetryPolicy(outage=OUTAGE)
    with (
        embedded_emulator("--no-controls", *flags) as url,  # nobody here needs them
        RedactionClient(development_target(url), retry=patience) as client,
    ):
        yield client


@contextmanager
def named_service(what: str) -> Iterator[RedactionClient]:
    """The service that the environment names; raises UsageError if it names none."""
    named = target_from_environment()
    if named is None:
        raise UsageError(
            f"{what} needs a service, and none is named: set VIDEO_INDEXER_URL (alone, it means an "
            "emulator's development account; README.md lists what Azure needs)."
        )
    with RedactionClient(named) as client:
        yield client
