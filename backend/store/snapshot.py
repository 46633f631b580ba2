"""Snapshot: a copy of a SQLite database as it stood at one moment, made while others write to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy import create_engine as sa_create_engine

BUSY_SECONDS = 30.0


def take(source: Path, target: Path) -> None:
    """Copy the database.

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
