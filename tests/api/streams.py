"""Reading an event stream in a test."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Told:
    id: str
    name: str
    data: dict[str, Any]


class Stream:
    """An open stream; `next` waits for the next event, pings included when asked for."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def next(self, *, pings: bool = False) -> Told:
        fields: dict[str, str] = {}
        for line in self._lines:
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                told = Told(fields.get("id", ""), fields.get("event", ""), json.loads(fields.get("data", "{}")))
                if told.name != "ping" or pings:
                    return told
                fields = {}
        raise AssertionError("The stream ended.")

    def until(self, name: str, **data: Any) -> list[Told]:
        """All events up to the one of this name whose data has these values."""
        found = [self.next()]
        while found[-1].name != name or not data.items() <= found[-1].data.items():
            found.append(self.next())
        return found


@contextmanager
def following(api: httpx.Client, path: str = "/events", after: str = "") -> Iterator[Stream]:
    """The stream at `path`, behind the event `after`."""
    headers = {"Last-Event-ID": after} if after else {}
    with api.stream("GET", path, headers=headers, timeout=60) as response:
        response.raise_for_status()
        yield Stream(response)
