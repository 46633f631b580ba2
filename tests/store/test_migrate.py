from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from backend.errors import Conflict
from backend.store import collections, migrate, users
from backend.store.db import create_engine, reading, transaction


def test_migrations_go_up_and_down_and_match_the_tables(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'winnow.db'}")
    migrate.upgrade(engine)
    command.check(migrate._config(engine))
    migrate.upgrade(engine)
    migrate.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version", "sqlite_sequence"}
    migrate.upgrade(engine)
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'winnow.db'}")
    migrate.upgrade(engine)
    with engine.connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()
    with pytest.raises(Conflict, match="newer Winnow"):
        migrate.upgrade(engine)
    engine.dispose()


def test_a_version_that_does_not_hide_collections_finds_none_half_deleted(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'winnow.db'}")
    migrate.upgrade(engine)
    now = datetime(2026, 3, 1, tzinfo=UTC)
    with transaction(engine) as session:
        owner = users.owner(session, now)
        kept, half = (collections.add(session, owner.id, name, now) for name in ("kept", "half"))
        collections.hide(session, half, now)
    migrate.downgrade(engine, "0003")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM collection")).scalars().all() == [kept.id]
    migrate.upgrade(engine)
    with reading(engine) as session:
        assert collections.get(session, owner.id, kept.id).deleted_at is None
    engine.dispose()
