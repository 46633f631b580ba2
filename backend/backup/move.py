"""Move blobs to another place, while Winnow serves them from both.

Nothing is removed from the old place before Winnow runs on the new one, and then only what the new one
proves to have. So it may be killed at any moment, and is simply run again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from backend.backup.source import Source
from backend.backup.take import COPIERS, Tell
from backend.blobs.base import Store
from backend.blobs.copying import copy, is_intact
from backend.blobs.everywhere import Everywhere
from backend.blobs.registry import open_blobs
from backend.errors import Damaged, NotFound
from backend.store import places, references
from backend.store.db import reading, transaction
from backend.supervise import checks

PREFIXES = tuple(f"{number:02x}" for number in range(256))


@dataclass
class Moved:
    """`emptied` names the places where nothing is any more, `left` counts what still is in the others."""

    copied: int = 0
    removed: int = 0
    left: int = 0
    in_use: bool = False  # whether Winnow runs on the new place, so that the old ones may be emptied
    emptied: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def move(source: Source, to: str, tell: Tell) -> Moved:
    """Bring every file that a document has to the place `to`."""
    with transaction(source.engine) as session:
        owner = places.know(session, to).owner
        current, used = places.current(session), places.used(session)
    settings = source.settings
    checks.blobs(settings.model_copy(update={"blobs": to}), owner)
    target = open_blobs(to, settings)
    old = {url: open_blobs(url, settings) for url in used if url != to}
    mover, moved = _Mover(source, target, list(old.values())), Moved(in_use=current == to)
    with ThreadPoolExecutor(COPIERS) as pool:
        for done, prefix in enumerate(PREFIXES, 1):
            mover.copy(prefix, pool, moved)
            if moved.in_use:
                mover.empty(prefix, pool, moved)
            tell(done, len(PREFIXES))
    if moved.in_use and not moved.left:
        moved.emptied = list(old)
        with transaction(source.engine) as session:
            for url in old:
                places.forget(session, url)
    return moved


class _Mover:
    """Works through one 256th of the blobs after the other."""

    def __init__(self, source: Source, target: Store, old: Sequence[Store]) -> None:
        self._source = source
        self._target = target
        self._old = old

    def copy(self, prefix: str, pool: ThreadPoolExecutor, moved: Moved) -> None:
        """Bring what is named and not there."""
        with reading(self._source.engine) as session:
            named = references.beginning(session, prefix)
        missing = named - self._target.stored(prefix, -math.inf) if self._old else set()
        for said in _each(pool, self._copy, missing):
            moved.copied += not said
            moved.lost += [said] if said else []

    def empty(self, prefix: str, pool: ThreadPoolExecutor, moved: Moved) -> None:
        """Remove from the old places what the new one proves to have; what nothing names is left to be swept."""
        there = self._target.stored(prefix, -math.inf)
        for store in self._old:
            found = store.stored(prefix, -math.inf)
            proven = [sha256 for sha256 in _each(pool, self._prove, found & there) if sha256]
            store.delete(*proven)
            moved.removed += len(proven)
            moved.left += len(found) - len(proven)

    def _copy(self, sha256: str) -> str:
        """A sentence when it can not be had; that it is gone is fine when nothing names it any more."""
        first, *others = self._old
        try:
            copy(Everywhere(first, lambda: others), self._target, sha256)
        except (Damaged, NotFound) as error:
            with reading(self._source.engine) as session:
                return f"{sha256}: {error.detail}" if references.named(session, [sha256]) else ""
        return ""

    def _prove(self, sha256: str) -> str:
        """The hash again when the target has these very bytes; what it has instead goes aside, to be copied anew."""
        if self._target.vouches(sha256) or is_intact(self._target, sha256):
            return sha256
        self._target.set_aside(sha256)
        return "" if self._copy(sha256) else self._prove(sha256)


def adopt(source: Source, url: str) -> None:
    """Make a place this Winnow's, whoever's it was."""
    with transaction(source.engine) as session:
        owner = places.know(session, url).owner
    checks.blobs(source.settings.model_copy(update={"blobs": url}), owner, adopt=True)


def _each(pool: ThreadPoolExecutor, act: Callable[[str], str], hashes: Iterable[str]) -> list[str]:
    return list(pool.map(act, sorted(hashes)))
