"""A Postgres database in a backup: what pg_dump writes and pg_restore reads."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, make_url

from backend.backup import database
from backend.backup.database import Copied
from backend.core.clock import utc_now
from backend.errors import Conflict
from backend.settings import Settings
from backend.store import migrate, places, snapshot
from backend.store.db import create_engine, transaction


class Postgres:
    file = "winnow.dump"

    def copy(self, engine: Engine, settings: Settings, target: Path) -> Copied:
        """The dump and what is read of it here see the same moment."""
        with snapshot.exported(engine) as (session, name):
            _run(settings, "pg_dump", "--format=custom", f"--snapshot={name}", f"--file={target}")
            return database.contents(session)

    def wrong(self, copy: Path, rows: dict[str, int], files: set[str]) -> Iterator[str]:
        """Nothing can be told of the rows in a dump: its own hash says that it is what was written."""
        yield from ()

    def is_used(self, settings: Settings) -> bool:
        engine = create_engine(settings.database)
        try:
            return migrate.revision(engine) is not None
        finally:
            engine.dispose()

    def restore(self, copy: Path, settings: Settings, owner: str) -> None:
        engine = create_engine(settings.database)
        try:
            if not self.is_used(settings):  # otherwise killed behind this
                _run(settings, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(copy))
            migrate.upgrade(engine)
            with transaction(engine) as session:
                places.start_over(session, settings.blobs, owner, utc_now())
        finally:
            engine.dispose()


def _run(settings: Settings, program: str, *options: str) -> None:
    """One of Postgres' own programs; the password stays out of what other users can see."""
    found = shutil.which(program)
    if found is None:
        raise Conflict(f"{program} is not installed. Install the client programs of your version of PostgreSQL.")
    url = make_url(settings.database)
    address = url.set(drivername="postgresql", password=None).render_as_string()
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run([found, f"--dbname={address}", *options], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Conflict(f"{program} failed: {done.stderr.strip()}")
