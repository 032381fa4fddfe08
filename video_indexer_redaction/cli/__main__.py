"""The way in without the installed script: `python -m video_indexer_redaction.cli`."""

import sys

from video_indexer_redaction.cli import main

sys.exit(main())
