"""The kinds of databases there are, and which one a setting names."""

from __future__ import annotations

from sqlalchemy import make_url

from backend.backup.database import Database
from backend.backup.postgres import Postgres
from backend.backup.sqlite import Sqlite
from backend.settings import Settings

DATABASES: dict[str, Database] = {
    "sqlite": Sqlite(),
    "postgresql": Postgres(),
}


def kind_of(settings: Settings) -> str:
    """The kind of the settings' database."""
    return make_url(settings.database).get_backend_name()
