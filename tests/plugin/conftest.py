"""The example is a consumer's project: only the pytest that a test starts for it collects it."""

collect_ignore = ["example"]
