"""Buckets: which process may start a call to a model now, and how long the others wait. Pure; the time is an argument.

A Line is what all processes share about one model: two token buckets (requests and tokens per minute), the calls that
run, and the best waiting call of each process. A call starts when there is enough for it and for every call before it:
first those of a more urgent class, then those that came earlier. So a lower class never delays a higher one, and a
large call is not overtaken for ever by small ones.

Token bucket: https://en.wikipedia.org/wiki/Token_bucket. A call may cost more than a bucket holds: it starts when the
bucket is full and leaves it in debt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Priority = Literal["P0", "P1", "P2"]  # interactive, a user's job, batch

UNLIMITED = 1e12  # requests or tokens per minute; a number, so that all arithmetic stays finite
LEASE = 15.0  # seconds after which a silent process has lost its place and its calls
MOMENT = 0.001  # seconds that are no wait; sums of fractions are never exact
SLOT_POLL = 0.1  # seconds until a process looks again for a call of another process to end


@dataclass(frozen=True, slots=True)
class Quota:
    """What a model allows: requests and tokens per minute, and calls at once."""

    requests: float
    tokens: float
    slots: int


@dataclass(frozen=True, slots=True)
class Want:
    """A waiting call: its class, when it came (a number), and the tokens it will cost."""

    priority: Priority
    ticket: int
    tokens: float


@dataclass(frozen=True, slots=True)
class Caller:
    """One process: how many calls it has running, when it was last heard of, and its best waiting call."""

    running: int
    seen: float
    want: Want | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """`requests` and `tokens` are what the buckets hold at the time `at`; no call starts before `paused_until`."""

    requests: float
    tokens: float
    at: float
    paused_until: float = 0.0
    ticket: int = 0
    callers: Mapping[str, Caller] = field(default_factory=dict)


def full(quota: Quota, now: float) -> Line:
    """A line nobody has used."""
    return Line(quota.requests, quota.tokens, now)


def ask(line: Line, quota: Quota, caller: str, priority: Priority, tokens: float, now: float) -> tuple[Line, float]:
    """Let the best waiting call of this process start: 0.0, or the seconds after which to ask again."""
    line = _refilled(line, quota, now)
    before = line.callers.get(caller, Caller(0, now))
    want = before.want
    if want is None or want.priority != priority:
        line = replace(line, ticket=line.ticket + 1)
        want = Want(priority, line.ticket, tokens)
    want = replace(want, tokens=tokens)
    wait = _wait(line, quota, caller, want, now)
    if wait > MOMENT:
        return _with(line, caller, Caller(before.running, now, want)), min(wait, LEASE / 3)
    line = replace(line, requests=line.requests - 1, tokens=line.tokens - tokens)
    return _with(line, caller, Caller(before.running + 1, now)), 0.0


def _wait(line: Line, quota: Quota, caller: str, want: Want, now: float) -> float:
    """Seconds until there is enough for this call and for those before it."""
    others = [one.want for name, one in line.callers.items() if name != caller and one.want]
    ahead = [one for one in others if (one.priority, one.ticket) < (want.priority, want.ticket)]
    tokens = sum(min(one.tokens, quota.tokens) for one in [*ahead, want])
    waits = [
        line.paused_until - now,
        (1 + len(ahead) - line.requests) * 60 / quota.requests,
        (tokens - line.tokens) * 60 / quota.tokens,
    ]
    if sum(one.running for one in line.callers.values()) + len(ahead) >= quota.slots:
        waits.append(SLOT_POLL)
    return max(0.0, *waits)


def end(line: Line, quota: Quota, caller: str, unused: float, now: float) -> Line:
    """A call of this process is over; `unused` tokens of what it took go back (negative: it used more)."""
    line = _refilled(line, quota, now)
    line = replace(line, tokens=min(quota.tokens, line.tokens + unused))
    if (one := line.callers.get(caller)) is None:
        return line
    return _with(line, caller, replace(one, running=max(0, one.running - 1), seen=now))


def leave(line: Line, caller: str) -> Line:
    """No call of this process waits any more."""
    one = line.callers.get(caller)
    return line if one is None else _with(line, caller, replace(one, want=None))


def alive(line: Line, caller: str, now: float) -> Line:
    """This process still runs its calls."""
    one = line.callers.get(caller)
    return line if one is None else _with(line, caller, replace(one, seen=now))


def pause(line: Line, until: float) -> Line:
    """The model asked to be left alone until then."""
    return replace(line, paused_until=max(line.paused_until, until))


def _refilled(line: Line, quota: Quota, now: float) -> Line:
    """The line at `now`, without the processes that are gone. Clocks of other machines may differ a little."""
    passed = max(0.0, now - line.at) / 60
    return replace(
        line,
        requests=min(quota.requests, line.requests + quota.requests * passed),
        tokens=min(quota.tokens, line.tokens + quota.tokens * passed),
        at=max(line.at, now),
        callers={name: one for name, one in line.callers.items() if one.seen > now - LEASE},
    )


def _with(line: Line, caller: str, one: Caller) -> Line:
    kept = {name: other for name, other in line.callers.items() if name != caller}
    return replace(line, callers=kept | ({caller: one} if one.running or one.want else {}))
