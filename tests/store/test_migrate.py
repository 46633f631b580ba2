from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect, text

from backend.errors import Conflict
from backend.index import keywords
from backend.store import collections, migrate, places, users
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


def test_old_chunks_without_spaces_are_found_after_the_migration_and_survive_the_way_back(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'winnow.db'}")
    migrate.upgrade(engine)
    migrate.downgrade(engine, "0004")
    now = "2026-03-01 00:00:00"
    with engine.begin() as connection:
        for statement in (
            f"INSERT INTO user_account (id, name, created_at) VALUES ('u', 'owner', '{now}')",
            "INSERT INTO collection (id, owner_id, name, description, instructions, created_at, updated_at) "
            f"VALUES ('c', 'u', 'papers', '', '', '{now}', '{now}')",
            "INSERT INTO document (id, collection_id, depth, sha256, name, size, media_type, format, status, retryable,"
            " characters, chunks_total, chunks_done, facts, warnings, created_at, updated_at) VALUES "
            f"('d', 'c', 0, 'x', 'a.txt', 1, '', '', 'ready', 1, 1, 2, 2, '{{}}', '[]', '{now}', '{now}')",
            'INSERT INTO chunk (document_id, collection_id, embedded, position, start, "end", tokens, text) VALUES '
            "('d', 'c', 1, 0, 0, 1, 1, '本社は東京都にあります。'), ('d', 'c', 1, 1, 0, 1, 1, 'a treasure')",
        ):
            connection.execute(text(statement))

    def found(question: str) -> list[int]:
        with engine.connect() as connection:
            connection.exec_driver_sql("INSERT INTO chunk_fts(chunk_fts, rank) VALUES ('integrity-check', 1)")
            return [identity for identity, _ in keywords.search(connection, question, ["c"], 10)]

    assert (found("東京"), found("treasure")) == ([], [2])
    migrate.upgrade(engine)
    assert (found("東京"), found("treasure")) == ([1], [2])
    migrate.downgrade(engine, "0004")
    assert (found("東京"), found("treasure")) == ([], [2])
    engine.dispose()


def test_the_files_of_an_older_folder_are_known_to_be_on_the_disk(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'winnow.db'}")
    migrate.upgrade(engine)
    migrate.downgrade(engine, "0007")
    now = datetime(2026, 3, 1, tzinfo=UTC)
    with transaction(engine) as session:
        owner = users.owner(session, now)
        collection = collections.add(session, owner.id, "papers", now)
        session.connection().exec_driver_sql(
            "INSERT INTO document (id, collection_id, depth, sha256, name, size, media_type, format, status,"
            " retryable, characters, chunks_total, chunks_done, facts, warnings, created_at, updated_at)"
            " VALUES ('d', ?, 0, 'x', 'a', 1, '', '', 'queued', 1, 0, 0, 0, '{}', '[]', ?, ?)",
            (collection.id, str(now), str(now)),
        )
    migrate.upgrade(engine)
    with transaction(engine) as session:
        assert places.used(session) == ["disk"]
        places.use(session, "s3://papers", datetime(2026, 3, 2, tzinfo=UTC))
        assert (places.current(session), places.used(session)) == ("s3://papers", ["s3://papers", "disk"])
    engine.dispose()
