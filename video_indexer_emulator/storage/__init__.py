"""What the service keeps: the catalog (rows) and the blobs (files)."""
