"""Presence: which search workers are alive, by what each says of itself in Redis again and again."""

from __future__ import annotations

import socket
from typing import Literal, cast

from pydantic import BaseModel
from redis import Redis

from backend.ask.retrieve import ALIVE
from backend.core.clock import Clock, rfc3339

NAMES = "winnow:search:workers"  # a set, of the dead too until somebody looks
WORKER = "winnow:search:worker:"  # with a name: what that worker said last, while it lives
ALIVE_SECONDS = 10

State = Literal["idle", "busy"]


class Present(BaseModel):
    """A search worker that lives."""

    name: str
    state: State
    started_at: str
    last_seen_at: str
    pid: int
    hostname: str
    answered: int


class Presence:
    """One search worker's own: `tell` at least every few seconds, `leave` at the end."""

    def __init__(self, redis: Redis, clock: Clock, pid: int) -> None:
        self._redis = redis
        self._clock = clock
        self._pid = pid
        self._hostname = socket.gethostname()
        self._name = f"search-{self._hostname.split('.')[0]}-{pid}"
        self._started_at = rfc3339(clock())
        self._answered = 0

    def tell(self, state: State, answered: int = 0) -> None:
        """Say that this worker is there, and that it has answered so many more questions."""
        self._answered += answered
        present = Present(
            name=self._name,
            state=state,
            started_at=self._started_at,
            last_seen_at=rfc3339(self._clock()),
            pid=self._pid,
            hostname=self._hostname,
            answered=self._answered,
        )
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.set(ALIVE, 1, ex=ALIVE_SECONDS)
            pipe.sadd(NAMES, self._name)
            pipe.set(WORKER + self._name, present.model_dump_json(), ex=ALIVE_SECONDS)
            pipe.execute()

    def leave(self) -> None:
        """No longer there, from now on."""
        self._redis.delete(WORKER + self._name)


def present(redis: Redis) -> list[Present]:
    """All search workers that live, by name. Forgets the names of the others."""
    names = sorted(name.decode() for name in cast(set[bytes], redis.smembers(NAMES)))
    if not names:
        return []
    said = cast(list[bytes | None], redis.mget([WORKER + name for name in names]))
    gone = [name for name, words in zip(names, said, strict=True) if words is None]
    if gone:
        redis.srem(NAMES, *gone)  # a worker that was only slow names itself again
    return [Present.model_validate_json(words) for words in said if words is not None]
