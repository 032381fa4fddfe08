"""Clients with other options for a few calls, over the same connections."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Self

from video_indexer_redaction.session import Session


class WithOptions:
    """What both clients have beside the operations."""

    _session: Session

    def with_options(
        self,
        *,
        timeout: float | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Give this client with other options; what is left out stays as it is.

        Both share connections and access tokens, so closing one closes the other too.

        Args:
            timeout: Seconds that one read or write of a connection may take.
            max_retries: Tries of one call after the first; 0: nothing is repeated.
            headers: Sent with every request to the API, and to no other host. An
                `x-ms-client-request-id` of yours takes the place of the one that is drawn for each call.

        Raises:
            UsageError: A header can't be sent, or is the client's own.
        """
        other = copy.copy(self)
        other._session = self._session.with_options(timeout, max_retries, headers)
        return other
