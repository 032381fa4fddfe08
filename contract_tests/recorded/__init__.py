"""Recorded answers: scrubbed of everything particular, and compared by member, type and form."""
