"""A SQLite database in a backup: a file like the original."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, make_url

from backend.backup import database
from backend.backup.database import Copied
from backend.core.clock import utc_now
from backend.settings import Settings
from backend.store import kept, migrate, places, proofs, references, snapshot
from backend.store.db import create_engine, reading, transaction


class Sqlite:
    file = "winnow.db"

    def copy(self, _engine: Engine, settings: Settings, target: Path) -> Copied:
        snapshot.take(path_of(settings), target)
        engine = snapshot.opened(target)
        try:
            with reading(engine) as session:
                return database.contents(session)
        finally:
            engine.dispose()

    def wrong(self, copy: Path, rows: dict[str, int], files: set[str]) -> Iterator[str]:
        engine = snapshot.opened(copy)
        try:
            with reading(engine) as session:
                for proof in proofs.PROOFS:
                    yield from proof(session)
                yield from _fewer(kept.counts(session), rows)
                for each in references.blobs(session):
                    if each.sha256 not in files:
                        yield f"{each.name}: its file was lost before the backup was made."
        finally:
            engine.dispose()

    def is_used(self, settings: Settings) -> bool:
        return path_of(settings).exists()

    def restore(self, copy: Path, settings: Settings, owner: str) -> None:
        """Prepared under another name, which it loses with everything on the disk."""
        target = path_of(settings)
        fresh = target.with_name(f"{target.name}.restoring")
        for left in target.parent.glob(f"{fresh.name}*"):
            left.unlink()
        shutil.copyfile(copy, fresh)
        fresh.chmod(0o600)
        engine = create_engine(f"sqlite:///{fresh}")
        try:
            migrate.upgrade(engine)
            with transaction(engine) as session:
                places.start_over(session, settings.blobs, owner, utc_now())
        finally:
            engine.dispose()
        os.sync()
        fresh.rename(target)


def path_of(settings: Settings) -> Path:
    """The file of the database."""
    return Path(make_url(settings.database).database or "")


def _fewer(now: dict[str, int], then: dict[str, int]) -> Iterator[str]:
    for table, number in then.items():
        if now[table] != number:
            yield f"The table {table} has {now[table]:,} rows and had {number:,}."
