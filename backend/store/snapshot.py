"""Snapshot: a database as it stood at one moment, while others write to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy import create_engine as sa_create_engine
from sqlmodel import Session

BUSY_SECONDS = 30.0


def take(source: Path, target: Path) -> None:
    """Copy a SQLite database.

    In one piece and one read transaction: what is written meanwhile waits for nothing, is not in the
    copy, and does not make the copying begin anew, as it does when pages are copied some at a time.
    """
    live_at = f"{source.as_uri()}?mode=rw"
    with (
        closing(sqlite3.connect(live_at, uri=True, timeout=BUSY_SECONDS)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)


def opened(path: Path) -> Engine:
    """An engine that only reads such a copy, and leaves no trace beside it."""
    return sa_create_engine(f"sqlite:///{path.as_uri()}?immutable=1&uri=true")


@contextmanager
def exported(engine: Engine) -> Iterator[tuple[Session, str]]:
    """One moment of a Postgres database, and its name, by which other connections see the same."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        name = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())
        with Session(connection) as session:
            yield session, name
