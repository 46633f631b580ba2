"""A child on a kernel that has neither Landlock nor seccomp."""

from __future__ import annotations

import errno
import os
import sys

from backend import linux
from backend.sandbox import child


def lacking(*_: object) -> int:
    raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


if __name__ == "__main__":
    linux.call = lacking
    real = linux.prctl
    linux.prctl = lambda option, *more: lacking() if option == linux.SECCOMP else real(option, *more)
    sys.exit(child.main())
