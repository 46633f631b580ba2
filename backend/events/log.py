"""The event log: Redis streams that are appended to by every process and replayed to late viewers.

There is one stream for everything and one per subject (an upload or a job); an event has the same id in both, so an id
names a position in all of them. A stream begins with a marker entry that only its creation writes. A position is
therefore still good exactly when its entry still exists: after trimming, expiry or a flush of Redis it does not, and
the viewer gets a snapshot instead of a gap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson
from redis import Redis

from backend.events.names import Name

ALL = "winnow:events"
OPENED = "log.opened"

# KEYS: the stream of everything, then one stream per event. ARGV: two lengths, seconds to keep, then per event its
# owner, subject, name, data. Returns the ids.
APPEND = """
local ids = {}
local function open(key)
  if redis.call('EXISTS', key) == 0 then redis.call('XADD', key, '*', 'e', 'log.opened') end
end
open(KEYS[1])
for i = 2, #KEYS do
  local at = 4 + (i - 2) * 4
  local owner, subject, name, data = ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3]
  local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', 'o', owner, 's', subject, 'e', name, 'd', data)
  if subject ~= '' then
    if redis.call('EXISTS', KEYS[i]) == 0 then redis.call('XADD', KEYS[i], '0-1', 'e', 'log.opened') end
    redis.call('XADD', KEYS[i], 'MAXLEN', '~', ARGV[2], id, 'o', owner, 's', subject, 'e', name, 'd', data)
    redis.call('EXPIRE', KEYS[i], ARGV[3])
  end
  ids[i - 1] = id
end
return ids
"""

POSITION = """
if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('XADD', KEYS[1], '*', 'e', 'log.opened') end
return redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1][1]
"""


@dataclass(frozen=True, slots=True)
class Event:
    """A fact for one user. `subject` is the upload or job whose log it belongs to, empty for neither."""

    name: Name
    owner: str
    data: dict[str, Any] = field(default_factory=dict)
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored event. `wire` is the event as Server-Sent Events write it, made once for all viewers."""

    id: str
    name: str
    owner: str
    subject: str
    data: bytes
    wire: bytes


def stream(subject: str) -> str:
    """The key of a subject's own stream."""
    return f"{ALL}:{subject}" if subject else ALL


def append(redis: Redis, events: Iterable[Event], *, length: int, seconds: int) -> list[str]:
    """Append events in order, all or none; returns their ids. `length` and `seconds` bound what is kept."""
    keys: list[str] = [ALL]
    values: list[str | bytes] = []
    for event in events:
        keys.append(stream(event.subject))
        values += [event.owner, event.subject, event.name, orjson.dumps(event.data)]
    if len(keys) == 1:
        return []
    reply = redis.eval(APPEND, len(keys), *keys, length, length, seconds, *values)
    return [identity.decode() for identity in reply]


def entry(identity: Any, fields: Any) -> Entry:
    """One entry as Redis returns it."""
    name, data = fields[b"e"], fields.get(b"d", b"{}")
    return Entry(
        id=identity.decode(),
        name=name.decode(),
        owner=fields.get(b"o", b"").decode(),
        subject=fields.get(b"s", b"").decode(),
        data=data,
        wire=wire(identity, name, data),
    )


def wire(identity: bytes, name: bytes, data: bytes) -> bytes:
    """An event as Server-Sent Events write it."""
    return b"id: %b\r\nevent: %b\r\ndata: %b\r\n\r\n" % (identity, name, data)
