"""Pages for people: the portal at /, the API reference at /docs."""
