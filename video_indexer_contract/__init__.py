"""The contract suite by the name that it has in the wheel, so that `vi-contract` runs in a checkout too.

Here its modules lie in `contract_tests/`; in the wheel that folder itself is `video_indexer_contract`.
"""

from pathlib import Path

__path__ = [str(Path(__file__).parents[1] / "contract_tests")]
