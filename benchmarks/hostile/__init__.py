"""Hostile files against a running service: nothing gets out, and it goes on answering."""
