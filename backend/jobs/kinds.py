"""The kinds of job there are. A new one is a file in the package that does its work and a line here."""

from __future__ import annotations

from backend.errors import NotFound
from backend.jobs.ingestion import INGESTION
from backend.jobs.kind import Kind
from backend.jobs.query import QUERY

KINDS: tuple[Kind, ...] = (INGESTION, QUERY)
QUEUES: tuple[str, ...] = tuple(dict.fromkeys(kind.queue for kind in KINDS))


def kind_named(name: str) -> Kind:
    """The kind of that name."""
    for kind in KINDS:
        if kind.name == name:
            return kind
    raise NotFound(f"There is no kind of job called {name}.")
