"""Clause: a condition that documents state in few, known ways, in English, German, French and Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass

from backend.core.letters import plain

LONGEST = 900  # characters of a sentence that are looked at

_INNER = r"(?:[.!?;](?!\s|$)|(?<=\D\d)\.|(?<=\D\d\d)\.)"  # a mark within a number, a date or a name
_LINE = re.compile(rf"[^.!?;\n]+(?:{_INNER}[^.!?;\n]*)*[.!?;]*")
_PROSE = re.compile(rf"(?:[^.!?;\n]|\n(?!\s*\n))+(?:{_INNER}(?:[^.!?;\n]|\n(?!\s*\n))*)*[.!?;]*")
_SHOWN = 300  # characters of a sentence in a reason


def words(*alternatives: str) -> re.Pattern[str]:
    r"""A pattern for text in small letters without accents; a blank stands for any white space or hyphens, `\S` for
    what is neither."""
    joined = "|".join(alternatives).replace(r"\S", r"[^\s\-–]").replace(" ", r"[\s\-–]+")
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Clause:
    """`asked` are words that ask for it, `denied` those that ask for its opposite and count first.

    A sentence that says `no` speaks against it, whatever else it says; one that says `yes` for it. `kinds` are the
    documents that can state it at all. `yes_is` and `no_is` say in words what was found. `in_prose`, sentences go over
    several lines. `about_amounts`, the documents' amounts belong to what is asked.
    """

    asked: re.Pattern[str]
    denied: re.Pattern[str]
    yes: re.Pattern[str]
    no: re.Pattern[str]
    kinds: frozenset[str]
    yes_is: str
    no_is: str
    in_prose: bool
    about_amounts: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """The clause a condition asks for, or, if not `holding`, for documents without it."""

    clause: Clause
    holding: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """Whether a document fits, why in a sentence, and the sentence [start, end) that proves it, if one does."""

    fits: bool
    reason: str
    place: tuple[int, int] | None = None


def wanted(clauses: tuple[Clause, ...], meaning: str) -> Wanted | None:
    """What a condition in a person's words asks for; None when no clause is meant."""
    said = plain(meaning)
    for clause in clauses:
        if clause.denied.search(said):
            return Wanted(clause, False)
        if clause.asked.search(said):
            return Wanted(clause, True)
    return None


def judge(it: Wanted, text: str) -> Stated:
    """What a document says of it. One that says nothing does not have the clause."""
    yes = no = None
    for found in (_PROSE if it.clause.in_prose else _LINE).finditer(text):
        start, end = found.start(), min(found.end(), found.start() + LONGEST)
        said = plain(text[start:end])
        if it.clause.no.search(said):
            no = no or (start, end)
        elif it.clause.yes.search(said):
            yes = yes or (start, end)
    place = yes or no
    why = it.clause.yes_is if yes else it.clause.no_is
    if place:
        start, end = _stripped(text, *place)
        quoted = " ".join(text[start:end].split())[:_SHOWN]
        return Stated((yes is not None) == it.holding, f"{why}: “{quoted}”", (start, end))
    return Stated(not it.holding, f"{why}, for it says nothing about it.")


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    shown = text[start:end]
    return start + len(shown) - len(shown.lstrip()), end - len(shown) + len(shown.rstrip())
