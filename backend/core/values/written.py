"""Numbers as they are written: where they stand in a text, and every value that one of them can mean.

Nothing here guesses: "1.234" may be one and a bit or more than a thousand, so it has two readings; digits are never
dropped, added or taken for letters. (`numbers` decides for one reading, by the document's own convention.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

BLANKS = " \u00a0\u2009\u202f"  # blanks between groups of three digits; all but the first mean nothing else
QUOTES = "'’"
MINUS = r"\-−–"  # escaped for classes of characters

_NUMBER = re.compile(rf"\d+(?:[.,{QUOTES}]\d+|[{BLANKS}]\d{{3}}(?!\d))*")
_JOINT = re.compile(rf"[{BLANKS}{QUOTES}]")
_BEFORE = re.compile(rf"(?P<mark>[{MINUS}(])(?P<gap>\s?)(?:[^\W\d_]{{1,3}}|[^\w\s.,;:({MINUS}])?\s?$")
_AFTER = re.compile(rf"\s?(?P<close>\))|[{MINUS}](?!\w)|\s?(?:CR|DR|Cr|Dr)\b")
_NEAR = 8  # characters before a number in which its sign stands


@dataclass(frozen=True, slots=True)
class Written:
    """Characters [start, end) that write a number, and the values they can mean; none for a date or a version."""

    start: int
    end: int
    values: frozenset[Decimal]


def numbers_in(text: str) -> list[Written]:
    """Every number in the text, in order. "1 234.50" is also given in two parts: it may be a quantity and a price."""
    return [written for found in _NUMBER.finditer(text) for written in _parts(text, found.start(), found.end())]


def readings(raw: str) -> frozenset[Decimal]:
    """What digits with separators can mean: "1.234,50" one thing, "1.234" two, "12.05.2018" nothing."""
    joined = _JOINT.sub("", raw)
    marks = [letter for letter in joined if letter in ".,"]
    if joined != raw and not _well_grouped(_JOINT.split(re.split("[.,]", raw)[0])):
        return frozenset()
    if not marks:
        return frozenset({Decimal(joined)})
    if len(set(marks)) == 2:
        return _mixed(joined, marks)
    parts = joined.split(marks[0])
    values = {Decimal("".join(parts))} if joined == raw and _well_grouped(parts) else set()
    if len(marks) == 1:
        values.add(Decimal(".".join(parts)))
    return frozenset(values)


def _parts(text: str, start: int, end: int) -> Iterator[Written]:
    """The number as a whole, then its parts where a plain blank may separate two numbers."""
    raw = text[start:end]
    yield Written(start, end, _signed(text, start, end))
    if " " not in raw or re.search(r",\d+$", raw):
        return
    place = start
    for part in raw.split(" "):
        yield Written(place, place + len(part), _signed(text, place, place + len(part)))
        place += len(part) + 1


def _mixed(joined: str, marks: list[str]) -> frozenset[Decimal]:
    """Both marks occur: the last one is the decimal mark, if it occurs once and what is before it is well grouped."""
    if marks.count(marks[-1]) > 1:
        return frozenset()
    whole, fraction = joined.rsplit(marks[-1], 1)
    groups = whole.split(marks[0])
    return frozenset({Decimal("".join(groups) + "." + fraction)}) if _well_grouped(groups) else frozenset()


def _well_grouped(groups: list[str]) -> bool:
    """Whether groups of digits are thousands (1 234 567) or the Indian way (12 34 567)."""
    first, *others = groups
    if not others:
        return True
    western = all(len(group) == 3 for group in others) and len(first) <= 3
    indian = len(others[-1]) == 3 and all(len(group) == 2 for group in others[:-1]) and len(first) <= 2
    return (western or indian) and not first.startswith("0")


def _signed(text: str, start: int, end: int) -> frozenset[Decimal]:
    """The readings with the signs that stand around them; brackets, and a dash after a blank, leave both open."""
    values = readings(text[start:end])
    negative = frozenset(value.copy_negate() for value in values)
    before = _BEFORE.search(text, max(0, start - _NEAR), start)
    after = _AFTER.match(text, end)
    if before and before["mark"] != "(" and not text[max(0, before.start() - 1) : before.start()].isalnum():
        return values | negative if before["gap"] else negative
    bracketed = before is not None and before["mark"] == "(" and after is not None and bool(after["close"])
    return values | negative if bracketed or (after is not None and not after["close"]) else values
