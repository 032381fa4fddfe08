"""Errors reach other processes whole: those of a pool of workers are pickled on their way."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest

from video_indexer_redaction import errors
from video_indexer_redaction.errors import (
    ConnectionFailed,
    RedactionError,
    ServiceError,
    TooManyRequests,
    UnexpectedAnswer,
)

EXAMPLES: list[RedactionError] = [
    kind("Words.")
    for kind in vars(errors).values()
    if isinstance(kind, type)
    and issubclass(kind, RedactionError)
    and not issubclass(kind, ServiceError | ConnectionFailed | UnexpectedAnswer)
]
EXAMPLES += [kind(status, "TYPE", "Words.") for status, kind in errors.ERROR_CLASSES.items()]
EXAMPLES += [
    ConnectionFailed("Words.", may_have_arrived=False),
    UnexpectedAnswer("Words.", status=418, request_id="r"),
    TooManyRequests(429, request_id="r", retry_after=7),
]


def pickled(error: RedactionError) -> RedactionError:
    """The error as another process gets it."""
    loaded: RedactionError = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    return loaded


@pytest.mark.parametrize("travel", [copy.copy, copy.deepcopy, pickled])
@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_arrives_with_all_that_it_tells(
    error: RedactionError, travel: Callable[[RedactionError], RedactionError]
) -> None:
    """Class, text, attributes, and the note of what may be left on the service."""
    error.add_note("Videos may be left on the service: v")

    arrived = travel(error)

    assert (type(arrived), str(arrived), vars(arrived)) == (type(error), str(error), vars(error))
    assert arrived.__notes__ == error.__notes__
