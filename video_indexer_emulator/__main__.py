"""The way in: `vi-emulator`, or `python -m video_indexer_emulator`."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command; say what to install where the emulator's own libraries are missing."""
    gc.disable()  # an import leaves no garbage, and looking for some takes a tenth of its time
    try:
        from video_indexer_emulator import command  # noqa: PLC0415 - may be missing its libraries
    except ModuleNotFoundError as error:
        print(  # noqa: T201
            f"vi-emulator: {error.name} isn't installed; "
            "run `pip install '.[emulator]'` in a checkout of video-indexer-redaction.",
            file=sys.stderr,
        )
        return 1
    gc.freeze()
    gc.enable()
    return command.main()


if __name__ == "__main__":
    sys.exit(main())
