"""What the plugin and the fixtures keep at pytest's configuration for each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from .ledger import Ledger
from .recorded.recorder import Recorder
from .reports import Reports
from .target import Aim

LEDGER = pytest.StashKey[Ledger]()
REPORTS = pytest.StashKey[Reports]()
RECORDER = pytest.StashKey[tuple[Recorder, Path]]()
AIM = pytest.StashKey[Aim]()
