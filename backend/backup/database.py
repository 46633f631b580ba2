"""What a backup needs of a database; each kind does it by its own means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine
from sqlmodel import Session

from backend.settings import Settings
from backend.store import kept, references
from backend.store.references import NamedBlob


@dataclass(frozen=True)
class Copied:
    """What a copy holds: the rows of each table, and the files it names by their SHA-256."""

    rows: dict[str, int]
    named: dict[str, NamedBlob]


class Database(Protocol):
    """`file` is what a copy is called in a backup."""

    @property
    def file(self) -> str: ...

    def copy(self, engine: Engine, settings: Settings, target: Path) -> Copied:
        """Copy everything as it stands at one moment, while others write."""

    def wrong(self, copy: Path, rows: dict[str, int], files: set[str]) -> Iterator[str]:
        """A sentence for whatever is wrong in a copy, as far as it can be told without a server."""

    def is_used(self, settings: Settings) -> bool:
        """Whether a Winnow has ever used the database of the settings."""

    def restore(self, copy: Path, settings: Settings, owner: str) -> None:
        """Make the database of the settings, which is empty, what the copy is: all of it or nothing."""


def contents(session: Session) -> Copied:
    """What this session sees."""
    return Copied(kept.counts(session), {each.sha256: each for each in references.blobs(session)})
