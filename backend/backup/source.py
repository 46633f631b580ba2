"""Source: the Winnow of a data folder, as backup, verify, restore and move see it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from backend import bootstrap
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

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.settings.data_dir / "winnow.db"


@contextmanager
def opened(settings: Settings) -> Iterator[Source]:
    """The Winnow that these settings name; Conflict when there is none, or it can not be looked after from here."""
    if settings.database_url:
        raise Conflict(POSTGRES)
    if not (settings.data_dir / "winnow.db").exists():
        raise Conflict(f"No Winnow has run in {settings.data_dir} yet. Name the right folder with --data.")
    engine = create_engine(settings.database)
    try:
        if migrate.revision(engine) != migrate.head():
            raise Conflict("Another version of Winnow ran here last. Start this one once, then try again.")
        yield Source(settings, engine, bootstrap.blobs(settings, engine))
    finally:
        engine.dispose()


POSTGRES = (
    "The database is not in the data folder (DATABASE_URL). Back up the files first with a copy of their store that "
    "keeps what is deleted, then the database with pg_dump; docs/operation.md says how."
)
