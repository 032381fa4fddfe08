"""Exit codes, as `vi-redact --help` has them."""

OK, FAILED, USAGE, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130
