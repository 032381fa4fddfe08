"""`vi-redact`: one command from a clip to a redacted clip."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from video_indexer_redaction.client import BLURRING_KINDS, Face, RedactionClient
from video_indexer_redaction.embedded import embedded_emulator
from video_indexer_redaction.errors import RedactionError, UsageError
from video_indexer_redaction.progress import ProgressBar
from video_indexer_redaction.target import Target, development_target, target_from_environment

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes."""

KIND_NAMES = {kind.casefold(): kind for kind in BLURRING_KINDS}
MP4_SUFFIXES = {".mp4", ".m4v", ".mov"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    return run(_parser().parse_args(arguments))


def run(options: argparse.Namespace) -> int:
    """Redact as the options say, complain in one line if that can't be done; returns the exit code."""
    try:
        _check(options)
        with _signals_as_ctrl_c(), service() as target:
            _redact(options, target)
    except UsageError as error:
        return _complain(error, USAGE)
    except (RedactionError, OSError) as error:
        return _complain(error, FAILED)
    except KeyboardInterrupt:
        return _complain("Interrupted.", INTERRUPTED)
    return OK


@contextmanager
def _signals_as_ctrl_c() -> Iterator[None]:
    """Let a closed terminal or a cancelled build clean up too: the clip must not stay behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [(number, signal.signal(number, signal.default_int_handler)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vi-redact",
        description="Hide the faces of a clip through the Video Indexer API: by the service that "
        "VIDEO_INDEXER_URL names, or by an emulator started for the length of the call.",
    )
    parser.add_argument("clip", type=Path, metavar="IN", help="the clip to redact")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help="where the result goes (mp4)"
    )
    parser.add_argument("--faces", type=Path, metavar="FILE", help="keep the Faces artifact (JSON) there")
    add_flags(parser)
    return parser


def add_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say what is hidden, and how."""
    parser.add_argument(
        "--blurring-kind", choices=BLURRING_KINDS, default="MediumBlur", type=_kind,
        help="how faces are hidden (default: MediumBlur); BoundingBox outlines them and hides nothing",
    )  # fmt: skip
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--only", type=_ids, metavar="ID,…", help="hide these faces and leave all others")
    chosen.add_argument("--except", dest="but", type=_ids, metavar="ID,…", help="hide all faces but these")
    parser.add_argument("--keep", action="store_true", help="leave both videos on the service")
    parser.add_argument("--quiet", action="store_true", help="no progress, no list of faces")


def _kind(text: str) -> str:
    return KIND_NAMES.get(text.casefold(), text)


def _ids(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError("give face ids with commas between them, as 1000,1001") from None


def _check(options: argparse.Namespace) -> None:
    """Find out what can't work before anything is sent."""
    if options.clip.is_dir():
        raise UsageError(f"{options.clip} is a folder; give a clip.")
    if not options.clip.is_file():
        raise UsageError(f"There is no file {options.clip}.")
    if options.output.suffix.casefold() not in MP4_SUFFIXES:
        raise UsageError("The result is an mp4; give it a name that ends in .mp4.")
    targets = [target for target in (options.output, options.faces) if target]
    for target in targets:
        if target.resolve() == options.clip.resolve() or (target.exists() and target.samefile(options.clip)):
            raise UsageError(f"{target} is the clip itself, which is never overwritten; give another name.")
        _check_writable(target)
    if len({target.resolve() for target in targets}) < len(targets):
        raise UsageError("-o and --faces name the same file; give each its own.")


def _check_writable(target: Path) -> None:
    if target.is_dir():
        raise UsageError(f"{target} is a folder; give the name of a file.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"The folder of {target} can't be made: {error.strerror}.") from error
    if not os.access(target.parent, os.W_OK):
        raise UsageError(f"The folder of {target} can't be written to.")


@contextmanager
def service() -> Iterator[Target]:
    """The service that the environment names, else an emulator of our own."""
    named = target_from_environment()
    if named is not None:
        yield named
        return
    with embedded_emulator() as url:
        yield development_target(url)


def _redact(options: argparse.Namespace, target: Target) -> None:
    with RedactionClient(target) as client, ExitStack() as cleaning:

        def tidy_up(find: Callable[[], str | None]) -> None:
            if not options.keep:
                cleaning.callback(_delete, client, find)

        mark = str(uuid.uuid4())
        try:
            with _bar(options, "Uploading") as bar:
                video = client.upload(options.clip, external_id=mark, on_progress=bar)
        except KeyboardInterrupt:
            tidy_up(lambda: client.find(mark))  # the service may have it, though no answer has named it
            raise
        tidy_up(lambda: video)
        with _bar(options, "Indexing") as bar:
            client.wait_until_indexed(video, on_progress=bar)
        _show_faces(options, client.faces(video))
        if options.faces:
            options.faces.write_text(json.dumps(client.faces_artifact(video), indent=1), "utf-8")
        with _bar(options, "Redacting") as bar:
            job = client.redact(video, options.blurring_kind, only=options.only, but=options.but)
            tidy_up(lambda: client.redacted_video(job))
            redacted = client.wait_for_job(job, on_progress=bar)
        with _bar(options, "Downloading") as bar:
            client.download(redacted, options.output, on_progress=bar)
    if options.blurring_kind == "BoundingBox":
        _say(options, "Faces are outlined, and none is hidden: that is what BoundingBox does.")
    _say(options, f"Redacted: {options.output}")


def _delete(client: RedactionClient, find: Callable[[], str | None]) -> None:
    """Leave nothing on the service; that this fails must not hide why the rest did."""
    try:
        video = find()
        if video is not None:
            client.delete(video)
    except RedactionError as error:
        _complain(f"A video may be left on the service: {error}", FAILED)


def _show_faces(options: argparse.Namespace, faces: Sequence[Face]) -> None:
    if not faces:
        _say(
            options,
            "No person is seen long and surely enough to be listed; what shows up is hidden all the same.",
        )
    for face in faces:
        _say(options, f"Face {face.id}: seen {face.seen_seconds:.1f} s, confidence {face.confidence:.2f}")


def _say(options: argparse.Namespace, text: str) -> None:
    if not options.quiet:
        print(text, file=sys.stderr)  # noqa: T201


@contextmanager
def _bar(options: argparse.Namespace, title: str) -> Iterator[ProgressBar | None]:
    if options.quiet:
        yield None
        return
    with ProgressBar(title) as bar:
        yield bar


def _complain(error: object, code: int) -> int:
    print(f"vi-redact: {error}", file=sys.stderr)  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())
