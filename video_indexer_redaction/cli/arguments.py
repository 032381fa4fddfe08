"""The arguments of `vi-redact`, and what `--help` says of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from video_indexer_redaction.cli import batch, completion, faces, library, redact
from video_indexer_redaction.cli.console import Console
from video_indexer_redaction.client import BLURRING_KINDS

Perform = Callable[[argparse.Namespace, Console], int]

KIND_NAMES = {kind.casefold(): kind for kind in BLURRING_KINDS}

SUBCOMMANDS = ("redact", "faces", "list", "delete", "status", "token", "completion")
OF_ALL = {"-h", "--help", "--version"}
"""Flags that stand before a subcommand."""

EPILOG = """\
`redact` may be left out:
  vi-redact IN.mp4 -o OUT.mp4 --kind Black
  vi-redact CLIPS/ more/*.mov -o RESULTS/

VIDEO_INDEXER_URL names the service. Without it, `redact` and `faces CLIP` start an emulator for the
length of the call; the others need a service.

Results go to stdout, progress and errors to stderr; `redact` with one result makes a file, and says
on stderr who was hidden; with several it prints a table. With --json, the result is one
JSON document; `vi-redact SUBCOMMAND --help` lists its keys. A call that fails while it runs gives
{"error": {"type", "message", "status", "errorType", "requestId", "retryAfterSeconds"}}.

exit codes:
  0    done
  1    the service, the network or a file failed
  2    the call can't be carried out as given
  3    some clips of several failed, the others are done
  130  interrupted by Ctrl-C or SIGTERM; what the call had put on the service is deleted
"""

FACE_KEYS = "[{id, name, confidence (0 to 1), seenSeconds, thumbnailIds}]"


def with_subcommand(arguments: Sequence[str]) -> list[str]:
    """The arguments with `redact` put before them, where they name no subcommand.

    A bare word that is no file is left alone, for the parser to say which subcommands there are.
    """
    given = list(arguments)
    if not given or given[0] in OF_ALL or given[0] in SUBCOMMANDS:
        return given
    if given[0].isalpha() and not Path(given[0]).exists():
        return given
    return ["redact", *given]


def parser_of_all() -> argparse.ArgumentParser:
    """The parser of the whole command."""
    parser = argparse.ArgumentParser(
        prog="vi-redact",
        description="Hide the faces of clips through the face-redaction API of Video Indexer.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"vi-redact {_version()}")
    subparsers = parser.add_subparsers(required=True, metavar="SUBCOMMAND", title="subcommands")

    def add(name: str, help_: str, keys: str, perform: Perform) -> argparse.ArgumentParser:
        subparser = subparsers.add_parser(
            name,
            help=help_,
            description=f"{help_[0].upper()}{help_[1:]}.",
            epilog=f"keys of --json:\n{keys}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        subparser.set_defaults(perform=perform, quiet=False)
        subparser.add_argument("--json", action="store_true", help="give the result as one JSON document")
        return subparser

    _add_redact(add)
    _add_faces(add)
    _add_library(add)
    script = add(
        "completion", "print a script that completes the command in a shell (needs shtab)",
        "  shell, script\n\nas in: source <(vi-redact completion bash)", completion.print_script,
    )  # fmt: skip
    script.add_argument("shell", choices=completion.SHELLS)
    script.set_defaults(parser=parser)
    return parser


def add_flags(parser: argparse.ArgumentParser) -> None:
    """Add the flags that say what is hidden, and how."""
    parser.set_defaults(perform=redact.redact, json=False)
    parser.add_argument(
        "--kind", "--blurring-kind", dest="blurring_kind", choices=BLURRING_KINDS, default="HighBlur",
        type=_kind,
        help="how faces are hidden (default: HighBlur); BoundingBox outlines them and hides nothing",
    )  # fmt: skip
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--only", type=_ids, metavar="ID,…", help="hide these faces and leave all others")
    chosen.add_argument("--except", dest="but", type=_ids, metavar="ID,…", help="hide all faces but these")
    parser.add_argument("--keep", action="store_true", help="leave both videos on the service")
    parser.add_argument("--quiet", action="store_true", help="no progress, no list of faces")
    _add_service_flags(parser)


def _add_redact(add: Callable[..., argparse.ArgumentParser]) -> None:
    parser = add(
        "redact", "make a redacted clip from a clip, and leave nothing on the service",
        f"  of one result: output, blurringKind, faces {FACE_KEYS},\n"
        "  facesFile (null without --faces), videoId, redactedVideoId, kept,\n"
        "  leftBehind [videos that could not be deleted],\n"
        "  warnings [{code, message, startSeconds, endSeconds}]\n"
        "  of a folder: clips [{clip, output, state (redacted, skipped, failed, interrupted,\n"
        "  not begun), people, uncertain, hidden [id], leftVisible [id], warnings, receipt,\n"
        "  error {as in `vi-redact --help`}}]",
        batch.redact_any,
    )  # fmt: skip
    parser.add_argument(
        "clips", type=Path, nargs="+", metavar="IN",
        help="clips, folders (searched with what is below them) or patterns",
    )  # fmt: skip
    parser.add_argument(
        "-o", "--output", type=Path, metavar="OUT",
        help="the result of one clip (mp4), or a folder for results; "
        "without it, each lies beside its clip as NAME.redacted.mp4",
    )  # fmt: skip
    parser.add_argument("--faces", type=Path, metavar="FILE", help="keep the Faces artifact (JSON) there")
    add_flags(parser)
    parser.set_defaults(perform=batch.redact_any)
    several = parser.add_argument_group(
        "results in a folder",
        "Each gets a receipt, NAME.redacted.json. A call that is repeated goes on: results that are "
        "whole and of the same clip and settings, by their receipts, are skipped.",
    )
    existing = several.add_mutually_exclusive_group()
    existing.add_argument("--overwrite", action="store_true", help="replace results that are there")
    existing.add_argument(
        "--skip-existing", action="store_true", help="leave results that are there, unchecked"
    )
    several.add_argument("--mute", action="store_true", help="take the sound out (needs PyAV)")
    several.add_argument(
        "--contact-sheet", action="store_true",
        help="draw who was found, when, and what became of them: NAME.redacted.jpg (needs Pillow)",
    )  # fmt: skip


def _add_service_flags(parser: argparse.ArgumentParser) -> None:
    own = parser.add_argument_group(
        "files", "not with VIDEO_INDEXER_URL: the service that it names was started with flags of its own"
    )
    own.add_argument(
        "--damaged", choices=("refuse", "hide"),
        help="hide: pictures that can't be decoded whole are hidden whole and listed; refuse (default): "
        "their clip is refused",
    )  # fmt: skip
    own.add_argument(
        "--codec", choices=("auto", "h264", "hevc", "av1"),
        help="codec of the result; auto (default): H.264, for clips of more than 8 bits HEVC",
    )  # fmt: skip
    own.add_argument(
        "--quality", choices=("source", "high", "small"),
        help="as the clip's (default), higher, or a smaller file",
    )  # fmt: skip
    own.add_argument(
        "--speed", choices=("fast", "slow"), help="fast (default); slow: a tenth fewer bytes"
    )  # fmt: skip


def _add_faces(add: Callable[..., argparse.ArgumentParser]) -> None:
    parser = add(
        "faces", "list the people of a video or a clip, by the ids that --only and --except take",
        f"  videoId, faces {FACE_KEYS},\n  sheet (null without --sheet), "
        "leftBehind [videos that could not be deleted]",
        faces.show_faces,
    )  # fmt: skip
    parser.add_argument(
        "video", metavar="VIDEO-ID|CLIP", help="a video on the service, or a file to upload and delete again"
    )
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE",
        help="draw a contact sheet there, id and name under each picture (jpg or png; needs Pillow)",
    )  # fmt: skip
    parser.add_argument("--keep", action="store_true", help="leave the clip's video on the service")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def _add_library(add: Callable[..., argparse.ArgumentParser]) -> None:
    add(
        "list", "list the videos of the account, the newest first",
        "  videos [{id, name, state, created (ISO 8601), durationSeconds, externalId}]", library.list_videos,
    )  # fmt: skip
    delete = add(
        "delete", "delete videos with everything that was found in them",
        "  deleted [id], failed [{id, error {as in `vi-redact --help`}}]", library.delete_videos,
    )  # fmt: skip
    delete.add_argument("videos", nargs="+", metavar="VIDEO-ID")
    status = add(
        "status", "show the state of a job or a video",
        "  kind (job or video), id, state, progress (0 to 1), failureMessage;\n  of a job videoId "
        "(null until it is done), of a video name", library.show_status,
    )  # fmt: skip
    status.add_argument("id", metavar="JOB-ID|VIDEO-ID")
    add(
        "token", "print an access token of the account; it permits everything in the account",
        "  accessToken, expiresInSeconds (null if the token doesn't say)", library.print_token,
    )  # fmt: skip


def _kind(text: str) -> str:
    return KIND_NAMES.get(text.casefold(), text)


def _ids(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise argparse.ArgumentTypeError("give face ids with commas between them, as 1000,1001") from None


def _version() -> str:
    try:
        return metadata.version("video-indexer-redaction")
    except metadata.PackageNotFoundError:  # run from a checkout that isn't installed
        return "unknown"
