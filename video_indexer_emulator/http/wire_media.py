"""What an index tells of the file itself, beside the vendor's members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from video_indexer_emulator.model import ClipInfo, ClipWarning, SourceStream


def of_file(clip: ClipInfo | None) -> dict[str, Any]:
    """Tell of the file of a video, if it was analysed: warnings, and its streams."""
    if clip is None:
        return {}
    return {
        "warnings": [_warning(warning) for warning in clip.warnings],
        "sourceStreams": [_stream(stream) for stream in clip.streams],
    }


def _warning(warning: ClipWarning) -> dict[str, Any]:
    place = {"startSeconds": warning.start, "endSeconds": warning.end}
    known = {name: seconds for name, seconds in place.items() if seconds is not None}
    return {"code": warning.code, "message": warning.message} | known


def _stream(stream: SourceStream) -> dict[str, Any]:
    reason = {"reason": stream.reason} if stream.reason else {}
    return {"index": stream.index, "kind": stream.kind, "codec": stream.codec, "use": stream.use} | reason
