"""Giving freed memory back to the system."""

from __future__ import annotations

import ctypes
import sys

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # of glibc's mallopt(3)
LARGE = 1 << 20  # bytes


def give_back_large_blocks() -> None:
    """Let blocks of 1 MiB and more go back to the system as soon as they are freed.

    glibc raises that limit by itself to 32 MiB, and then keeps pictures and tensors that were freed: at 1080p
    a fifth of the peak. Other systems and libraries are left as they are. Call it once, at the start.
    """
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(MMAP_THRESHOLD, LARGE)
        library.mallopt(TRIM_THRESHOLD, LARGE)
