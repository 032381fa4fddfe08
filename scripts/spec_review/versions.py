"""Versions of releases, and which of them may break clients."""

from __future__ import annotations

from typing import TypeAlias

Version: TypeAlias = "tuple[int, int, int]"

NUMBER = r"(0|[1-9]\d*)"
PATTERN = rf"{NUMBER}\.{NUMBER}\.{NUMBER}"
"""The form of a version that is released; one of before its release (`1.0.0-rc.1`) has another."""


def said(version: Version) -> str:
    """A version with its dots."""
    return ".".join(map(str, version))


def breaking_after(version: Version) -> Version:
    """The least version that may break clients of this one; below 1.0.0, the minor number tells it."""
    major, minor, _ = version
    return (major + 1, 0, 0) if major else (0, minor + 1, 0)
