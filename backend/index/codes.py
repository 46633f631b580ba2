"""Codes: numbers of articles, invoices, accounts and telephones, and what stands in quotes: wanted as they are written.

Meaning says nothing about them, since all look alike to a model, and their parts alone are found in many others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from backend.core import spelling, unspaced
from backend.index.keywords import scope_of

LENGTH = 4  # letters and digits of a code at least
DIGITS = 4  # of a code in a sentence at least
ALONE = 2  # words beside a code that are no sentence
FEW = 100  # chunks that hold a code at most: what more of them hold tells none apart
MOST = 8  # codes of a question that are looked for

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]{2,200})[\"“”„«»]")
_WORD = re.compile(r"[^\W_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AMOUNT = re.compile(r"\D?\d{1,3}(?:[.,/]\d+)+\D{0,3}")
_HOLDING = "SELECT rowid FROM chunk_fts WHERE chunk_fts MATCH ? ORDER BY rowid DESC LIMIT ?"


def holding(connection: Connection, question: str, collection_ids: Sequence[str]) -> dict[int, int]:
    """How many of the question's codes the chunks of these collections hold that hold any."""
    scope = scope_of(collection_ids)
    held: Counter[int] = Counter()
    for phrases in codes(question) if scope else ():
        for phrase in phrases:
            if found := _few(connection, f"{scope} AND text : {phrase}"):
                held.update(found)
                break
    return dict(held)


def codes(question: str) -> list[list[str]]:
    """The phrases to look for, of each code in turn: as it is written; where nothing holds that, its longest part (a
    telephone number without its country)."""
    asked = spelling.usual(question)
    found = [[_phrase(quoted)] for quoted in _QUOTED.findall(asked)]
    words = _QUOTED.sub(" , ", asked).split()
    for run in _runs(words):
        longest = max(run, key=_length)
        if _is_code(run, longest, beside=len(words) - len(run)):
            found.append([_phrase(each) for each in dict.fromkeys([" ".join(run), longest])])
    return [phrases for phrases in found if all(phrases)][:MOST]


def _runs(words: Sequence[str]) -> Iterator[list[str]]:
    """Words with digits that follow each other: account and telephone numbers are written in groups."""
    run: list[str] = []
    for word in words:
        with_digits = any(letter.isdigit() for letter in word)
        run += [word] if with_digits else []
        if run and (not with_digits or word.endswith((",", ";", "?"))):
            yield run
            run = []
    if run:
        yield run


def _is_code(run: Sequence[str], longest: str, beside: int) -> bool:
    """In a sentence only what has many digits and is no amount: CX3CR1 and "1,000 people" have a meaning."""
    whole = " ".join(run).strip(".,;:?!()")
    if _length(longest) < LENGTH or _YEAR.fullmatch(whole):
        return False
    digits = sum(letter.isdigit() for letter in whole)
    return beside <= ALONE or (digits >= DIGITS and not _AMOUNT.fullmatch(whole))


def _length(part: str) -> int:
    return sum(map(len, _WORD.findall(part)))


def _phrase(written: str) -> str:
    """The words of it next to each other, for FTS5; "" for scripts whose words it does not know."""
    spaced, pairs, alone = unspaced.asked(written)
    words = [] if pairs or alone else _WORD.findall(spaced.lower())
    return f'"{" ".join(words)}"' if words else ""


def _few(connection: Connection, expression: str) -> list[int]:
    found = [int(row[0]) for row in connection.exec_driver_sql(_HOLDING, (expression, FEW + 1))]
    return found if len(found) <= FEW else []
