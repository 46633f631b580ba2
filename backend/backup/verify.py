"""Verify: every file against its SHA-256, every row against its file, every text against its passages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from backend.backup.databases import DATABASES
from backend.backup.folder import Backup
from backend.backup.source import Source
from backend.backup.take import COPIERS, Tell
from backend.blobs.base import Store
from backend.blobs.copying import digest
from backend.errors import NotFound
from backend.store import kept, proofs, references
from backend.store.db import reading
from backend.store.references import NamedBlob


@dataclass
class Verified:
    """What was looked at, and a sentence for whatever is wrong."""

    files: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)


def backup(made: Backup, tell: Tell) -> Verified:
    """Whether a backup is what it was when it was made; nothing beside it is needed to tell."""
    sums = made.sums
    found = Verified(files=len(made.blobs), rows=sum(made.facts.rows.values()))
    for done, (path, sha256) in enumerate(sums.items(), 1):
        found.wrong += _unlike(made.path / path, path, sha256)
        tell(done, len(sums))
    database = DATABASES[made.facts.database]
    found.wrong += database.wrong(made.database, made.facts.rows, made.blobs)
    return found


def source(running: Source, tell: Tell, *, set_aside: bool) -> Verified:
    """Whether all is well in a data folder and its stores, while Winnow works there or not."""
    with reading(running.engine) as session:
        rows = sum(kept.counts(session).values())
        named = {each.sha256: each for each in references.blobs(session)}
        wrong = [said for proof in proofs.PROOFS for said in proof(session)]
    found = Verified(len(named), rows, wrong)
    keeper = _Keeper(running, set_aside)
    with ThreadPoolExecutor(1 if running.settings.blobs == "disk" else COPIERS) as pool:
        for done, sentences in enumerate(pool.map(keeper.look, named.values()), 1):
            found.wrong += sentences
            tell(done, len(named))
    return found


def _unlike(path: Path, name: str, sha256: str) -> Iterator[str]:
    try:
        with path.open("rb") as file:
            if digest(file) != sha256:
                yield f"{name} is not what it was when the backup was made."
    except FileNotFoundError:
        yield f"{name} is missing."


class _Keeper:
    """Looks at one file after the other in the places where it may be."""

    def __init__(self, running: Source, set_aside: bool) -> None:
        self._running = running
        self._set_aside = set_aside
        self._stores: list[Store] = [running.blobs.first, *running.blobs.others()]

    def look(self, blob: NamedBlob) -> list[str]:
        """What is wrong with it: nothing, when it was deleted a moment ago."""
        wrong = [said for store in self._stores for said in self._in(store, blob)]
        if len(wrong) == len(self._stores) and not self._is_named(blob.sha256):
            return []
        if len(wrong) < len(self._stores):  # one place has it: what others lack is no fault
            return [said for said in wrong if said != _missing(blob)]
        return sorted(set(wrong))

    def _in(self, store: Store, blob: NamedBlob) -> list[str]:
        try:
            with store.open(blob.sha256) as stream:
                if digest(stream) == blob.sha256:
                    return []
        except NotFound:
            return [_missing(blob)]
        if self._set_aside:
            store.set_aside(blob.sha256)
            return [f"{blob.name}: its file was damaged ({blob.sha256}) and is set aside. Send it again."]
        return [f"{blob.name}: its file is damaged ({blob.sha256})."]

    def _is_named(self, sha256: str) -> bool:
        with reading(self._running.engine) as session:
            return bool(references.named(session, [sha256]))


def _missing(blob: NamedBlob) -> str:
    return f"{blob.name}: its file is missing ({blob.sha256})."
