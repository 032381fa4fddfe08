"""Benchmark of the redaction: what is hidden, what is left alone, who is who, and how fast."""
