"""A local service that speaks the Video Indexer face-redaction contract and redacts faces for real."""
