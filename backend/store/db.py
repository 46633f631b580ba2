"""The database: engine, write transactions, reads. SQLite (WAL) by default, Postgres by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import DateTime, Engine, event
from sqlalchemy import create_engine as sa_create_engine
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session

BUSY_SECONDS = 30.0
SMALL_CACHE, LARGE_CACHE = 4_000, 16_000  # KB of pages that a connection keeps at most
HASTE_SECONDS = 5.0  # that somebody waits for an answer of a busy database
WRITER = "writer"  # the option of an engine that names the one its writes go to
READERS = 32  # connections for reads of a process that serves many at once, each with a small cache


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes on every database; SQLite alone would forget the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def create_engine(url: str) -> Engine:
    """An engine for a process that does one thing after another, whoever else writes meanwhile.

    SQLite's connections wait for each other, and transactions begin as `transaction` asks.
    """
    if not url.startswith("sqlite"):
        return _postgres(url)
    return _sqlite(url, BUSY_SECONDS)


def create_serving_engine(url: str) -> Engine:
    """An engine for a process that serves many at once, and rather says soon that it is busy.

    Writes have a connection of their own, a single one on SQLite: `transaction` takes it, and the
    others wait for their turn without a connection that somebody could read with.
    """
    if not url.startswith("sqlite"):
        return _postgres(url, pool_timeout=HASTE_SECONDS)
    writer = _sqlite(url, HASTE_SECONDS, pool_size=1, max_overflow=0)
    reader = _sqlite(
        url,
        HASTE_SECONDS,
        cache_kilobytes=SMALL_CACHE,
        pool_size=READERS,
        max_overflow=0,
        execution_options={WRITER: writer},
    )
    event.listen(reader, "engine_disposed", lambda _: writer.dispose())
    return reader


def _postgres(url: str, **pool: Any) -> Engine:
    return sa_create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, **pool)


def _sqlite(url: str, busy_seconds: float, cache_kilobytes: int = LARGE_CACHE, **pool: Any) -> Engine:
    """Waits so long for the lock of another writer, and for a connection of the pool."""
    arguments = {"check_same_thread": False, "timeout": busy_seconds}
    engine = sa_create_engine(url, connect_args=arguments, pool_timeout=busy_seconds, **pool)
    event.listen(engine, "connect", partial(_prepare_sqlite, cache_kilobytes))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(cache_kilobytes: int, connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event decides, not the driver
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        f"cache_size=-{cache_kilobytes}",
        "journal_size_limit=67108864",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Each statement goes straight to the driver, a fifth of its price, unless it may fail."""
    driver: Any = connection.connection.driver_connection
    options = connection.get_execution_options()
    if options.get("begin") != "IMMEDIATE":
        driver.execute("BEGIN DEFERRED")
        return
    driver.execute(f"PRAGMA synchronous={'FULL' if options.get('durable') else 'NORMAL'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # whose failure is SQLAlchemy's to name


@contextmanager
def transaction(engine: Engine, *, durable: bool = False) -> Iterator[Session]:
    """One write transaction: commits at the end, rolls back when the block raises.

    On SQLite it takes the write lock at once, so a check and the write that follows are one act. `durable` makes the
    commit survive a power cut, not only a killed process; it costs a disk flush.
    """
    writer: Engine = engine.get_execution_options().get(WRITER, engine)
    with Session(writer, expire_on_commit=False) as session, session.begin():
        session.connection(execution_options={"begin": "IMMEDIATE", "durable": durable})
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A consistent view for reads; nothing is written."""
    with Session(engine, expire_on_commit=False) as session:
        yield session
