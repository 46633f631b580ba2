"""The hub: one task per API process reads the log and hands every event to the viewers it belongs to.

A viewer first joins the live feed, then replays the log behind its position, then follows the feed, leaving out what
it has sent: nothing is missed and nothing is sent twice. A viewer that falls behind loses its feed, not its events:
it goes back to reading the log.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import math
import re
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.events.log import ALL, OPENED, POSITION, Entry, entry, stream

logger = logging.getLogger(__name__)

FEED_LENGTH = 500
PULSE_TURNS = 20
REPLAY_PAGE = 500
BLOCK_MILLISECONDS = 2_000
POSITION_FORM = re.compile(r"\d{1,15}-\d{1,15}")


class Lost(Exception):
    """The log no longer reaches back to the asked position: the viewer needs a snapshot."""


@dataclass(eq=False, slots=True)
class Viewer:
    """One open stream: whose events, of which subject, and its live feed."""

    owner: str
    subject: str
    feed: list[Entry] = field(default_factory=list)
    waiting: asyncio.Future[None] | None = None
    awake: bool = False
    behind: bool = False
    lost: bool = False

    def offer(self, one: Entry) -> None:
        if self.behind or (self.subject and self.subject != one.subject):
            return
        if len(self.feed) < FEED_LENGTH:
            self.feed.append(one)
        else:
            self.behind = True
        self.wake()

    def wake(self) -> None:
        self.awake = True
        if self.waiting and not self.waiting.done():
            self.waiting.set_result(None)

    async def take(self) -> list[Entry]:
        """All that came, as soon as something did, or nothing at a pulse."""
        if not self.awake:
            self.waiting = asyncio.get_running_loop().create_future()
            await self.waiting
        self.awake = False
        taken, self.feed = self.feed, []
        return taken


class Hub:
    """Fans the log out to viewers. `redis` is a client of its own, whose socket waits longer than a blocking read."""

    def __init__(self, redis: Redis, pulse_seconds: float = math.inf) -> None:
        self._redis = redis
        self._pulse_seconds = pulse_seconds
        self._tasks: list[asyncio.Task[None]] = []
        self._viewers: defaultdict[str, set[Viewer]] = defaultdict(set)
        self._position: str | None = None
        self._asked: asyncio.Future[str] | None = None
        self._ready = asyncio.Event()
        self._ended = False

    async def __aenter__(self) -> Hub:
        self._tasks = [asyncio.create_task(self.run(), name="event hub")]
        if self._pulse_seconds < math.inf:
            self._tasks.append(asyncio.create_task(self._pulse(), name="event hub pulse"))
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            while not task.done():  # a cancel that meets the client in the middle of a reply can get lost
                task.cancel()
                await asyncio.wait([task], timeout=0.1)
        await self._redis.aclose(close_connection_pool=True)

    def end(self) -> None:
        """Let every viewer go: from now on `follow` ends."""
        self._ended = True
        for viewers in self._viewers.values():
            for viewer in viewers:
                viewer.wake()

    async def run(self) -> None:
        """Read the log for ever; a lost connection is made again and reading goes on where it stopped."""
        pause = 0.1
        while True:
            try:
                await self._read()
                pause = 0.1
            except (RedisError, OSError) as error:
                logger.warning("event log unreachable: %s", error)
                self._ready.clear()
                await asyncio.sleep(pause)
                pause = min(pause * 2, 2.0)

    async def _pulse(self) -> None:
        """Wake every viewer once in `pulse_seconds`, a few at a time: one timer instead of one for each event sent."""
        for turn in itertools.cycle(range(PULSE_TURNS)):
            await asyncio.sleep(self._pulse_seconds / PULSE_TURNS)
            everyone = itertools.chain.from_iterable(self._viewers.values())
            for viewer in itertools.islice(everyone, turn, None, PULSE_TURNS):
                viewer.wake()

    async def _read(self) -> None:
        if self._position is None:
            self._position = await self.position()
        elif not await self._kept(ALL, self._position):
            self._position = await self.position()
            self._lose_all()
        self._ready.set()
        reply = await self._redis.xread({ALL: self._position}, count=1000, block=BLOCK_MILLISECONDS)
        for _, rows in cast(list[Any], reply or []):
            for identity, fields in rows:
                self._hand_out(entry(identity, fields))

    def _hand_out(self, one: Entry) -> None:
        self._position = one.id
        if one.name == OPENED:
            self._lose_all()
        else:
            for viewer in self._viewers.get(one.owner, ()):
                viewer.offer(one)

    def _lose_all(self) -> None:
        for viewers in self._viewers.values():
            for viewer in viewers:
                viewer.lost = viewer.behind = True
                viewer.wake()

    async def position(self) -> str:
        """Where the log stands now. Everything that happens later has a greater id.

        Asked once for all who want to know it at the same time.
        """
        if self._asked is None or self._asked.done():
            self._asked = asyncio.ensure_future(self._ask_position())
        return await asyncio.shield(self._asked)

    async def _ask_position(self) -> str:
        return cast(bytes, await self._redis.eval(POSITION, 1, ALL)).decode()

    async def _kept(self, key: str, position: str) -> bool:
        return bool(await self._redis.xrange(key, position, position, count=1))

    async def can_resume(self, subject: str, position: str) -> bool:
        """Whether every event behind `position` is still in the log."""
        if not POSITION_FORM.fullmatch(position):
            return False
        if await self._kept(ALL, position):
            return True
        return bool(subject) and await self._kept(stream(subject), position)

    async def follow(self, owner: str, subject: str, after: str) -> AsyncGenerator[list[Entry], None]:
        """Events of `owner` (of `subject` when given) behind `after`, as they come, several at a time.

        An empty list is the hub's pulse. Ends with the hub; raises Lost when the log was cut or wiped under the
        viewer's feet.
        """
        viewer = Viewer(owner, subject)
        self._viewers[owner].add(viewer)
        try:
            while not self._ended:
                viewer.behind = False
                await self._ready.wait()
                async for replayed in self._replay(viewer, after):
                    after = replayed[-1].id
                    yield replayed
                joined = False  # the feed is behind what was replayed
                while not (self._ended or (viewer.behind and not viewer.feed)):
                    taken = await viewer.take()
                    if viewer.lost:
                        raise Lost
                    live = taken if joined else [one for one in taken if _later(one.id, after)]
                    if live:
                        after, joined = live[-1].id, True
                    if live or not taken:
                        yield live
        finally:
            self._viewers[owner].discard(viewer)
            if not self._viewers[owner]:
                del self._viewers[owner]

    async def _replay(self, viewer: Viewer, after: str) -> AsyncIterator[list[Entry]]:
        """Read the log behind `after`, page by page, until it is exhausted.

        Every page begins with the entry at `after` itself: if that is gone, so may be what followed it.
        """
        own = stream(viewer.subject)
        key = own if viewer.subject and await self._kept(own, after) else ALL
        while True:
            rows = await self._redis.xrange(key, after, "+", count=REPLAY_PAGE)
            page = [entry(identity, fields) for identity, fields in rows or []]
            if not page or page[0].id != after:
                raise Lost
            if len(page) == 1:
                return
            after = page[-1].id
            mine = [one for one in page[1:] if one.owner == viewer.owner and viewer.subject in ("", one.subject)]
            if mine:
                yield mine


@lru_cache(maxsize=1_024)
def _later(identity: str, after: str) -> bool:
    """Whether one position is behind another: the same question for every viewer of an event."""
    first, _, second = identity.partition("-")
    one, _, two = after.partition("-")
    return (int(first), int(second)) > (int(one), int(two))
