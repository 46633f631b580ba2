"""Rules: questions are read by rules in a process of their own, so that none holds this one up.

Patterns hold Python's lock while they run, so a thread would not do. The process is started again
when it ends; a question that it can not read within its time is searched instead, and told so.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from backend.core.followup import Unread
from backend.core.intent import Intent, searched

ROOT = Path(__file__).parents[2]
LATE_SECONDS = 10.0  # by the clock, on a machine that does much else
MAX_REPLY_BYTES = 16 * 1024 * 1024
TRIES = 2
UNREAD = (
    "This question took too long to understand, so it was only searched for. "
    "Ask in fewer words for a figure or a list of all."
)

logger = logging.getLogger(__name__)

Waiting = tuple[int, int, Unread, asyncio.Future[Intent]]  # its length, its place, for whom


class Rules:
    """Reads one question after another, short ones first. `seconds` of the processor are for each."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: asyncio.PriorityQueue[Waiting] = asyncio.PriorityQueue()
        self._places = itertools.count()
        self._process: Process | None = None
        self._serving: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._serving = asyncio.create_task(self._serve(), name="rules")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._serving:
            self._serving.cancel()
            await asyncio.wait([self._serving])
        await self._end()

    async def read(self, unread: Unread) -> Intent:
        """What the rules make of a question; that it is searched for when they take too long."""
        reply: asyncio.Future[Intent] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((len(unread.question), next(self._places), unread, reply))
        return await reply

    async def _serve(self) -> None:
        with suppress(OSError):  # tried again when a question comes
            await self._start()
        while True:
            *_, unread, reply = await self._waiting.get()
            if not reply.done():  # nobody waits any more
                intent = await self._answer(unread)
                if not reply.done():
                    reply.set_result(intent)

    async def _answer(self, unread: Unread) -> Intent:
        request = unread.model_dump_json().encode() + b"\n"
        for _ in range(TRIES):
            try:
                line = await asyncio.wait_for(self._exchange(request), LATE_SECONDS)
                if line.strip():
                    return Intent.model_validate_json(line)
                break
            except (OSError, EOFError, ValueError) as error:
                logger.warning("the rules gave no answer: %r", error)
                await self._end()
                if isinstance(error, TimeoutError):
                    break
        logger.warning("a question of %d characters was not understood", len(unread.question))
        return searched(unread.question, unread.collections, UNREAD)

    async def _exchange(self, request: bytes) -> bytes:
        """One line out and one line in; an empty one when the time was over."""
        process = self._process or await self._start()
        requests = cast(asyncio.StreamWriter, process.stdin)
        requests.write(request)
        await requests.drain()
        line = await cast(asyncio.StreamReader, process.stdout).readline()
        if not line:
            raise EOFError("its process ended")
        return line

    async def _start(self) -> Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-m",
            "backend.ask.rules_child",
            str(self._seconds),
            stdin=PIPE,
            stdout=PIPE,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,  # a Ctrl-C at the terminal is for the API to handle
            limit=MAX_REPLY_BYTES,
        )
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
