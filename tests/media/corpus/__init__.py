"""Inputs of every kind that people have, made by FFmpeg's own tools, and how their results are judged."""
