"""Taking the sound out of a result, without encoding its picture anew. Needs PyAV."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import Any

from video_indexer_redaction.errors import UnexpectedAnswer, UsageError


def check_mutable() -> None:
    """Raise UsageError if nothing here can take sound out."""
    if importlib.util.find_spec("av") is None:
        raise UsageError("--mute needs PyAV: run `pip install av`.")


def mute(path: Path) -> None:
    """Write a clip anew with its picture alone, packet by packet; raises UnexpectedAnswer, OSError."""
    av: Any = importlib.import_module("av")
    silent = path.with_name(f"{path.name}.silent.mp4")
    try:
        with (
            av.open(str(path)) as source,
            av.open(str(silent), "w", options={"movflags": "faststart"}) as made,
        ):
            picture = source.streams.video[0]
            copied = made.add_stream_from_template(picture)
            for packet in source.demux(picture):
                if packet.dts is not None:
                    packet.stream = copied
                    made.mux(packet)
        silent.replace(path)
    except (av.FFmpegError, LookupError) as error:
        raise UnexpectedAnswer("The result can't be read to take its sound out.") from error
    finally:
        silent.unlink(missing_ok=True)
