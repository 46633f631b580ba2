"""Source: the Winnow of a data folder, as backup, verify, restore and move see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine

from backend import bootstrap
from backend.backup.databases import kind_of
from backend.backup.sqlite import path_of
from backend.blobs.everywhere import Everywhere
from backend.core.clock import Clock, utc_now
from backend.errors import Conflict
from backend.settings import Settings
from backend.store import migrate
from backend.store.db import create_engine


@dataclass(frozen=True)
class Source:
    """`blobs` looks in every place that the database knows."""

    settings: Settings
    engine: Engine
    blobs: Everywhere
    clock: Clock = utc_now


@contextmanager
def opened(settings: Settings) -> Iterator[Source]:
    """The Winnow that these settings name; Conflict when there is none."""
    if kind_of(settings) == "sqlite" and not path_of(settings).exists():
        raise Conflict(f"No Winnow has run in {settings.data_dir} yet. Name the right folder with --data.")
    engine = create_engine(settings.database)
    try:
        if migrate.revision(engine) != migrate.head():
            raise Conflict("Another version of Winnow ran here last. Start this one once, then try again.")
        yield Source(settings, engine, bootstrap.blobs(settings, engine))
    finally:
        engine.dispose()
