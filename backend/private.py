"""Private: what every process of Winnow does before anything else."""

from __future__ import annotations

import contextlib
import os

from backend import linux


def keep() -> None:
    """From now on what this process writes is for its user alone, and no other process may look
    into its memory.

    A parser that breaks out of its walls runs as the same user: so it finds no key in
    `/proc/PID/environ` or `mem`.
    """
    os.umask(0o077)
    if linux.ON_LINUX:
        with contextlib.suppress(OSError):
            linux.prctl(linux.DUMPABLE, 0)
