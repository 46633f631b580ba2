"""A child that its own walls kill, as under an emulator that makes other system calls."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from backend.sandbox import child


def struck_down(*_: Path) -> list[str]:
    os.kill(os.getpid(), signal.SIGSYS)
    raise AssertionError("it lives")


if __name__ == "__main__":
    child.confine = struck_down
    child.main()
