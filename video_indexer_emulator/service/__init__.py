"""What the service does, free of HTTP: access, the library of videos, redaction."""
