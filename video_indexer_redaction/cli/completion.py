"""`vi-redact completion`: a script for the shell, made by shtab from the command's own arguments."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from video_indexer_redaction.cli.codes import OK
from video_indexer_redaction.cli.console import Console
from video_indexer_redaction.errors import UsageError

SHELLS = ("bash", "zsh", "fish")


def print_script(options: argparse.Namespace, console: Console) -> int:
    """Print the script; returns the exit code."""
    try:
        shtab: Any = importlib.import_module("shtab")
    except ModuleNotFoundError as error:
        raise UsageError(
            "Shell completion needs shtab: run `pip install shtab`, "
            "or install video-indexer-redaction with its extra `cli`."
        ) from error
    _complete_files(options.parser, shtab.FILE)
    script: str = shtab.complete(options.parser, options.shell)
    if console.json:
        console.show({"shell": options.shell, "script": script})
    else:
        console.show({}, script.splitlines())
    return OK


def _complete_files(parser: argparse.ArgumentParser, files: object) -> None:
    """Have names of files completed wherever the arguments want a path."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for subparser in action.choices.values():
                _complete_files(subparser, files)
        elif action.type is Path or action.dest == "video":
            action.complete = files  # type: ignore[attr-defined] # where shtab looks for it
