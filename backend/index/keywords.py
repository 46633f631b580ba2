"""Keyword search in SQLite: BM25 over the words of a question that tell chunks apart.

The FTS5 table `chunk_fts` (columns: collection, text) is made by the first migration, the triggers that keep it by the
fifth.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection

from backend.core import unspaced
from backend.core.common import COMMON

ROWS = 10_000  # chunks that are scored at most: FTS5 takes about 2 µs for each
WORDS = 48  # words of a question that are looked at
_WORD = re.compile(r"\w+")
# bm25() is only computed for the rows of the inner select: the newest ROWS of those that match.
_SEARCH = """
SELECT id, score FROM (
  SELECT rowid AS id, -bm25(chunk_fts, 0.0, 1.0) AS score FROM chunk_fts WHERE chunk_fts MATCH ?
  ORDER BY rowid DESC LIMIT ?
) ORDER BY score DESC, id LIMIT ?
"""
_THESE = """
SELECT rowid, -bm25(chunk_fts, 0.0, 1.0) FROM chunk_fts
WHERE chunk_fts MATCH ? AND +rowid IN (SELECT value FROM json_each(?))
"""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM chunk_fts WHERE chunk_fts MATCH ? LIMIT ?)"


def search(
    connection: Connection, question: str, collection_ids: Sequence[str], limit: int, also: Sequence[int] = ()
) -> list[tuple[int, float]]:
    """(chunk id, BM25 score) of the best chunks of these collections, best first, ties by id; then those of `also`
    that match but are not among the best.

    Any text is a question: every word of it is quoted, so nothing in it is an operator. Words that too many chunks
    have are left out where others are there to tell chunks apart.
    """
    scope = scope_of(collection_ids)
    counted = [(_count(connection, f"{scope} AND text : {word}"), word) for word in words(question)] if scope else []
    present = sorted((number, place, word) for place, (number, word) in enumerate(counted) if number)
    for chosen in _expressions([(number, word) for number, _, word in present]):
        expression = f"{scope} AND text : ({chosen})"
        found = connection.exec_driver_sql(_SEARCH, (expression, ROWS, limit)).all()
        if found:
            best = {int(identity): float(score) for identity, score in found}
            others = json.dumps([identity for identity in also if identity not in best])
            more = connection.exec_driver_sql(_THESE, (expression, others)) if also else ()
            return [*best.items(), *((int(identity), float(score)) for identity, score in more)]
    return []


def words(question: str) -> list[str]:
    """The distinct words of a question, quoted; common words only when there are no others.

    Scripts without spaces give pairs of letters; a letter alone looks for all words that begin with it.
    """
    spaced, pairs, alone = unspaced.asked(question)
    found = dict.fromkeys(_WORD.findall(unicodedata.normalize("NFC", spaced).lower()))
    telling = [word for word in found if word not in COMMON]
    if not (telling or pairs or alone):
        telling = list(found)
    quoted = [f'"{word}"' for word in dict.fromkeys([*telling, *pairs])]
    return [*quoted, *(f'"{letter}"*' for letter in dict.fromkeys(alone))][:WORDS]


def scope_of(collection_ids: Sequence[str]) -> str:
    """The part of an FTS5 expression that limits it to these collections; "" for none."""
    names = " OR ".join(f'"{_quoted(identity)}"' for identity in dict.fromkeys(collection_ids))
    return f"collection : ({names})" if names else ""


def _quoted(identity: str) -> str:
    return identity.replace("-", "").replace('"', "")


def _count(connection: Connection, expression: str) -> int:
    """How many chunks match, counted up to ROWS + 1."""
    return int(connection.exec_driver_sql(_COUNT, (expression, ROWS + 1)).scalar_one())


def _expressions(words: Sequence[tuple[int, str]]) -> list[str]:
    """What to look for, the first that finds something: as many of the rarest words as ROWS allow.

    When even the rarest word is too common, chunks with all of the words, then those with the rarest one.
    """
    chosen, rows = [], 0
    for number, word in words:
        rows += number
        if rows > ROWS:
            break
        chosen.append(word)
    if chosen:
        return [" OR ".join(chosen)]
    every = [word for _, word in words]
    return [" AND ".join(every), every[0]] if every else []
