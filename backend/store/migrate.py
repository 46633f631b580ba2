"""Bring the database to this version's schema, or back (R8.4)."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine

from backend.errors import Conflict

FOLDER = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Migrate up to the newest revision, if it is not there yet. Conflict: a newer Winnow made this database."""
    try:
        command.upgrade(_config(engine), "head")
    except CommandError as error:
        raise Conflict(
            "This database was made by a newer Winnow. Use that version, or another data folder (--data)."
        ) from error


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to a revision; `base` empties the database."""
    command.downgrade(_config(engine), revision)


def head() -> str:
    """The revision this version of Winnow needs."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return str(ScriptDirectory.from_config(config).get_current_head())


def knows(revision: str) -> bool:
    """Whether this version of Winnow can bring a database of that revision to its own."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return revision in {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}


def revision(engine: Engine) -> str | None:
    """The revision that this database has."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["engine"] = engine
    return config
