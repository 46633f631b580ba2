"""The process in which rules read questions: `python -m backend.ask.rules_child SECONDS`.

A line of JSON comes for each question, and one goes back: the intent, or an empty line when the
question took more than its seconds of the processor. It ends when its standard input does.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TypeVar

from backend.core.followup import Unread, understood

Made = TypeVar("Made")


class OutOfTime(Exception):
    """What was asked for takes longer than it may."""


def main() -> None:
    """Serve until the parent goes."""
    seconds = float(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        unread = Unread.model_validate_json(line)
        try:
            reply = within(seconds, partial(understood, unread)).model_dump_json()
        except OutOfTime:
            reply = ""
        sys.stdout.buffer.write(reply.encode() + b"\n")
        sys.stdout.buffer.flush()


def within(seconds: float, make: Callable[[], Made]) -> Made:
    """What `make` makes. Raises OutOfTime once it has used so many seconds of the processor.

    The timer's signal also ends a pattern that is being matched. For the main thread only.
    """
    begun = True

    def end(_number: int, _frame: FrameType | None) -> None:
        if begun:  # not when it came too late
            raise OutOfTime

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return make()
    finally:
        begun = False
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


if __name__ == "__main__":
    main()
