"""Pictures and sound: decode, detect, track, identify, hide, encode. Knows nothing of the service."""
