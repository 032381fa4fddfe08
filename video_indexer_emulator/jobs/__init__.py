"""Durable work behind the service: analysis and redaction workflows."""
