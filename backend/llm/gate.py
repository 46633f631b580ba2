"""Gate: where the calls of this process to one model wait for their turn; the best of them asks for all."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from backend.core.buckets import LEASE, Priority
from backend.errors import WinnowError
from backend.llm.limits import Limits, Place


@dataclass(order=True)
class _Waiting:
    priority: Priority
    number: int
    tokens: float = field(compare=False)
    turn: asyncio.Future[None] = field(compare=False)


@dataclass
class Turn:
    """A running call: what it took of the model's tokens, and what it used in the end."""

    taken: float
    used: float


class Gate:
    """Belongs to one event loop."""

    def __init__(self, limits: Limits, place: Place, now: Callable[[], float]) -> None:
        self._limits, self._place, self._now = limits, place, now
        self._waiting: list[_Waiting] = []
        self._numbers = itertools.count()
        self._running = 0
        self._in_line = False
        self._changed = asyncio.Event()
        self._porter: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, priority: Priority, tokens: float) -> AsyncIterator[Turn]:
        """Wait until a call of this size may start. A call that says nothing else counts as having used `tokens`."""
        waiting = _Waiting(priority, next(self._numbers), tokens, asyncio.get_running_loop().create_future())
        heapq.heappush(self._waiting, waiting)
        self._changed.set()
        if self._porter is None or self._porter.done():
            self._porter = asyncio.create_task(self._let_in())
        turn = Turn(tokens, tokens)
        try:
            await waiting.turn
        except asyncio.CancelledError:
            self._changed.set()
            if waiting.turn.done() and not waiting.turn.cancelled():  # its turn came in the same moment
                await self._end(turn.taken)
            raise
        try:
            yield turn
        finally:
            await self._end(turn.taken - turn.used)

    async def pause(self, seconds: float) -> None:
        """Nobody, in any process, calls this model for so long."""
        await self._limits.pause(self._place, self._now() + seconds, self._now())

    async def close(self) -> None:
        """Stop waiting; running calls are forgotten by the limits after a while."""
        if self._porter:
            self._porter.cancel()
            with suppress(asyncio.CancelledError):
                await self._porter

    async def _end(self, unused: float) -> None:
        self._running -= 1
        with suppress(WinnowError):  # the reply is there; what the limits do not learn they forget
            await self._limits.end(self._place, unused, self._now())
        self._changed.set()

    async def _let_in(self) -> None:
        """Ask for the best waiting call, one at a time, and say that this process lives while any call runs."""
        try:
            while await self._step():
                pass
        except WinnowError as error:
            for one in self._waiting:
                if not one.turn.done():
                    one.turn.set_exception(error)
        finally:
            for one in self._waiting:
                one.turn.cancel()
            self._waiting.clear()

    async def _step(self) -> bool:
        self._changed.clear()
        while self._waiting and self._waiting[0].turn.done():
            heapq.heappop(self._waiting)
        if self._waiting:
            await self._ask(self._waiting[0])
            return True
        if self._in_line:
            await self._limits.leave(self._place, self._now())
            self._in_line = False
        if not await self._woken(LEASE / 3) and self._running:
            await self._limits.alive(self._place, self._now())
        return bool(self._waiting or self._running)

    async def _ask(self, best: _Waiting) -> None:
        wait = await self._limits.ask(self._place, best.priority, best.tokens, self._now())
        self._in_line = wait > 0
        if wait > 0:
            await self._woken(wait)
            return
        self._running += 1
        if best.turn.done():  # given up while it was asked for
            await self._end(best.tokens)
        else:
            best.turn.set_result(None)

    async def _woken(self, seconds: float) -> bool:
        """Wait so long, or until a call came or ended; returns whether one did."""
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True
