"""What Linux offers a process and Python does not: prctl and bare system calls."""

from __future__ import annotations

import ctypes
import functools
import os
import signal
import sys
from collections.abc import Callable

PDEATHSIG, DUMPABLE, SECCOMP, NO_NEW_PRIVS = 1, 4, 22, 38  # the numbers of linux/prctl.h
ON_LINUX = sys.platform == "linux"


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def prctl(option: int, *values: int | ctypes.c_void_p) -> None:
    """Change something about this process. OSError when the kernel will not, or is not Linux."""
    given = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in values]
    _checked(_libc().prctl(option, *given, *[ctypes.c_ulong(0)] * (4 - len(given))))


def call(number: int, *arguments: object) -> int:
    """A system call that libc has no function for. OSError when it fails."""
    return _checked(_libc().syscall(ctypes.c_long(number), *arguments))


def ending_with(parent: int, number: signal.Signals) -> Callable[[], bool]:
    """A function that asks the kernel to send this signal when the parent is gone; False when it is
    gone already.

    Made beforehand, so that it loads nothing between a fork and its exec.
    """
    libc = _libc()

    def arrange() -> bool:
        if ON_LINUX:
            libc.prctl(PDEATHSIG, int(number))
        return os.getppid() == parent

    return arrange


def _checked(result: int) -> int:
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result
