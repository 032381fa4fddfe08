"""`python -m contract_tests`: the command `vi-contract`."""

import sys

from .command import main

if __name__ == "__main__":
    sys.exit(main())
