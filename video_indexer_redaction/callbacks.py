"""Reading what the service calls back: that a video is ready, or has failed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen

from video_indexer_redaction.errors import UsageError

ID, STATE = "id", "state"
"""What the service adds to a callback's query; the rest of it is the caller's own."""


@frozen
class Callback:
    """What one callback says. Anybody who knows its URL can send one: ask the service before you trust it."""

    video_id: str  # of the video that changed; for a redaction, the new one
    state: str | None  # Processed or Failed; None where it tells of something else, as a known person
    query: Mapping[str, str]  # your own parameters, and whatever else was sent

    @property
    def done(self) -> bool:
        """Whether the video is ready."""
        return self.state == "Processed"

    @property
    def failed(self) -> bool:
        """Whether there won't be one."""
        return self.state == "Failed"


def parse_callback(url: str) -> Callback:
    """Read a callback from its URL, or from the query alone, as the web framework gives it.

    Where a parameter comes twice, the last one counts: the service adds its own at the end. Raises
    UsageError if there is no video's id.
    """
    query = urlsplit(url).query if "?" in url else url
    try:
        values = dict(parse_qsl(query.lstrip("?"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        values = {}
    video = values.pop(ID, "")
    if not video:
        raise UsageError("This is no callback of the service: its query has no `id`.")
    return Callback(video, values.pop(STATE, None), values)


def checked_callback(url: str | None) -> str | None:
    """A callback's URL; raises UsageError for one to which the service can't add what it has to tell."""
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fine = False
    if not fine:
        raise UsageError("`callback_url` must begin with http:// or https://.")
    if {ID, STATE} & {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}:
        raise UsageError(
            "The query of `callback_url` uses `id` or `state`, which the service adds; call yours otherwise."
        )
    return url
