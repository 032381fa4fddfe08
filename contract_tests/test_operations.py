"""The first word: which operations of the contract this service has at all.

What needs a missing one is skipped elsewhere, so that it fails here, once, and by its name.
"""

from __future__ import annotations

import pytest

from .absence import Presence
from .contract import contract
from .exchange import from_httpx
from .observer import Observer


@pytest.mark.parametrize("operation", contract().operations)
def test_the_operation_is_there(presence: Presence, observer: Observer, operation: str) -> None:
    """A lawful request is answered by something that knows the operation, and as the contract documents."""
    missing = presence.absent(operation)
    if missing:
        pytest.fail(f"{operation} isn't there: {missing}", pytrace=False)
    observer.observe(from_httpx(presence.answers[operation]))
