"""The sandbox's child: reads one file after another, each within its own limits (`python -m
backend.sandbox.child`).

Parsers are imported when their first file comes. Nothing here or below may import torch, a database
or Redis.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from backend import linux
from backend.errors import ExtractionFailed
from backend.formats import registry
from backend.formats.base import Limits
from backend.formats.effort import Limited
from backend.sandbox import limits, wire
from backend.sandbox.confine import confine
from backend.sandbox.limits import Budget

OUT_OF_MEMORY = 3  # exit code
OUTSIDE = "all walls: it does not start inside them"


def main() -> None:
    """Serve until the parent goes.

    Arguments: the parent's pid; the folder with the file; 1 to be confined; the numbers of a
    Budget; those of Limits. The working folder is the one to write into.
    """
    parent, file_folder, walls, *numbers = sys.argv[1:]
    budget = Budget(*map(int, numbers[:3]))
    most = Limits(*map(int, numbers[3:]))
    lives = linux.ending_with(int(parent), signal.SIGKILL)  # a busy parser sees no pipe close
    if not lives():
        sys.exit("The worker is gone.")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what parsers print must not get between the replies
    logging.disable()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    missing = [OUTSIDE] if walls == "0" else confine(Path(file_folder), Path.cwd())
    wire.send(replies, {"missing": missing})
    while (request := wire.receive(sys.stdin.buffer)) is not None:
        if not linux.ON_LINUX:
            limits.take(budget)
        try:
            header, content = _answer(request, most)
            wire.send(replies, header, content)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        del header, content


def _answer(request: dict[str, Any], limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        path, folder = Path(request["path"]), Path(request["folder"])
        with Limited(request["seconds"], folder, request["skip"]) as effort:
            found = registry.read(path, request["name"], folder, limits, effort)
        return wire.success(found)
    except ExtractionFailed as error:
        return wire.failure(error), b""
    except OSError as error:
        words = f"The file could not be opened: {error.strerror}. Retry later."
        gone = ExtractionFailed(words, retryable=True)
        return wire.failure(gone), b""


if __name__ == "__main__":
    main()
