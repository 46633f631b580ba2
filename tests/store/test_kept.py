from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import inspect
from sqlmodel import SQLModel

import backend.store  # noqa: F401  registers the tables
from backend.store import migrate, references
from backend.store.db import create_engine
from backend.store.kept import KEPT, REBUILT

HISTORY = {"upload_file"}  # says what was sent once; the file may be gone since


def test_no_table_is_forgotten_by_backups(tmp_path: Path) -> None:
    """A new table belongs to KEPT, or to REBUILT with the reason why nothing is lost without it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'winnow.db'}")
    migrate.upgrade(engine)
    own = {re.sub(r"^(chunk_fts)_.*", r"\1", name) for name in inspect(engine).get_table_names()}
    engine.dispose()
    assert own | set(SQLModel.metadata.tables) == set(KEPT) | set(REBUILT)
    assert not set(KEPT) & set(REBUILT)


def test_no_column_that_names_a_blob_is_forgotten_by_those_who_remove_blobs() -> None:
    """A new column of that name is a reference, or history that keeps nothing alive."""
    having = {name for name, table in SQLModel.metadata.tables.items() if "sha256" in table.columns}
    known = {each.sha256.table.name for each in references.REFERENCES}
    assert having - HISTORY - {"blob_hold"} == known
