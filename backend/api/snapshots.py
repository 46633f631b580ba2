"""Snapshots: the state that an event stream begins with, made once for all who come for it at once.

A stream goes on from the position that was taken before its state was read, so an older snapshot is as
good as a new one: what has happened since follows. Whoever comes while one is being made waits for it,
and it serves for a moment longer where nothing has happened.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from backend.api.threads import to_read
from backend.events.hub import Hub
from backend.events.log import wire

KEPT_SECONDS = 1.0  # after it was made: not every change of the state is an event

State = Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A position in the log, and the state that its stream begins with, as it is sent."""

    position: str
    sent: bytes


class Snapshots:
    """Of one API process."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._made: dict[tuple[str, str], asyncio.Task[Snapshot]] = {}

    async def take(self, user_id: str, address: str, read: State) -> Snapshot:
        """What the stream at this address begins with for this user.

        `read` is called in a thread. Raises what it does. Two streams of one subject may begin with
        different states: an upload's and that of its job do.
        """
        key = user_id, address
        made = self._made.get(key)
        if made is None or (made.done() and not await self._is_current(made)):
            made = self._made[key] = asyncio.create_task(self._make(read))
            made.add_done_callback(lambda task: self._forget_soon(key, task))
        return await asyncio.shield(made)

    async def _is_current(self, made: asyncio.Task[Snapshot]) -> bool:
        if made.cancelled() or made.exception() is not None:
            return False
        return made.result().position == await self._hub.position()

    async def _make(self, read: State) -> Snapshot:
        position = await self._hub.position()
        return Snapshot(position, await to_read(_sent, position, read))

    def _forget_soon(self, key: tuple[str, str], task: asyncio.Task[Snapshot]) -> None:
        failed = task.cancelled() or task.exception() is not None
        loop = asyncio.get_running_loop()
        loop.call_later(0 if failed else KEPT_SECONDS, self._forget, key, task)

    def _forget(self, key: tuple[str, str], task: asyncio.Task[Snapshot]) -> None:
        if self._made.get(key) is task:
            del self._made[key]


def _sent(position: str, read: State) -> bytes:
    return wire(position.encode(), b"snapshot", orjson.dumps(read()))
