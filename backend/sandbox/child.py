"""The sandbox's child: reads one file after another, each within its own limits (`python -m backend.sandbox.child`).

Parsers are imported when their first file comes. Nothing here or below may import torch, a database or Redis.
"""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from backend.errors import ExtractionFailed
from backend.formats import registry
from backend.formats.base import Limits
from backend.sandbox import wire

PR_SET_PDEATHSIG = 1
OUT_OF_MEMORY = 3  # exit code


def main() -> None:
    """Serve until the parent goes. Arguments: parent pid, then the limits as in `_serve`."""
    parent, seconds, memory_bytes, *limits = (int(argument) for argument in sys.argv[1:])
    _die_with(parent)
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what parsers print must not get between the replies
    logging.disable()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    requests = sys.stdin.buffer
    wire.send(replies, {"ready": True})
    while (request := wire.receive(requests)) is not None:
        _allow(seconds, memory_bytes, Limits(*limits))
        try:
            header, content = _answer(request, Limits(*limits))
            wire.send(replies, header, content)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        del header, content


def _die_with(parent: int) -> None:
    """Ask the kernel to end this process together with its parent (a busy parser does not see its pipe close)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("The worker is gone.")


def _allow(seconds: int, memory_bytes: int, limits: Limits) -> None:
    """Give the next file its own time, memory and disk, whatever the files before it used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, resource.RLIM_INFINITY))
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if sys.platform == "linux" else 0
    memory = pages * resource.getpagesize() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.max_member_bytes, resource.RLIM_INFINITY))


def _answer(request: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        found = registry.read(Path(request["path"]), request["name"], Path(request["folder"]), limits)
        return wire.success(found)
    except ExtractionFailed as error:
        return wire.failure(error), b""
    except OSError as error:
        gone = ExtractionFailed(f"The file could not be opened: {error.strerror}. Retry later.", retryable=True)
        return wire.failure(gone), b""


if __name__ == "__main__":
    main()
