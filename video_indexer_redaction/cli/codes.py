"""Exit codes, as `vi-redact --help` has them."""

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
