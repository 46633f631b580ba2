"""The C library's allocator: let it keep what was freed, as the same sizes are asked for again and again."""

from __future__ import annotations

import ctypes

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # mallopt's names for them
KEPT_BYTES, MAPPED_BYTES = 128 * 1024 * 1024, 32 * 1024 * 1024


def keep_freed_memory() -> None:
    """Keep up to 128 MB of freed memory in this process. Does nothing where the C library is not glibc.

    By default glibc gives a layer's values back to the system when they are freed, and every page of the next layer's
    is asked for again, and cleared: a seventh of the time an embedding takes.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(TRIM_THRESHOLD, KEPT_BYTES)
        mallopt(MMAP_THRESHOLD, MAPPED_BYTES)
