"""Runs the command: arguments in, exit code out, and one line for whatever goes wrong."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from video_indexer_redaction.cli.arguments import parser_of_all, with_subcommand
from video_indexer_redaction.cli.codes import FAILED, INTERRUPTED, USAGE
from video_indexer_redaction.cli.console import Console
from video_indexer_redaction.errors import RedactionError, UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    return run(parser_of_all().parse_args(with_subcommand(given)))


def run(options: argparse.Namespace) -> int:
    """Do as the options say, complain in one line if that can't be done; returns the exit code."""
    console = Console(json=options.json, quiet=options.quiet)
    try:
        with _signals_as_ctrl_c():
            code: int = options.perform(options, console)
            return code
    except BrokenPipeError:
        # The reader has seen enough, as `head` has; Python must not complain of that when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except UsageError as error:
        return _failed(console, error, USAGE)
    except (RedactionError, OSError) as error:
        return _failed(console, error, FAILED)
    except KeyboardInterrupt as error:
        return _failed(console, error, INTERRUPTED)


def _failed(console: Console, error: BaseException, code: int) -> int:
    console.fail(error)
    return code


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
