"""Chat: the messages of an exported conversation, each with its day and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MESSAGE = re.compile(
    r"^[^\w\n]{0,3}(?P<one>\d{1,4})[./-](?P<two>\d{1,2})[./-](?P<three>\d{1,4}),?\s+\d{1,2}[:.]\d\d(?:[:.]\d\d)?"
    r"\s?(?:[AaPp]\.?\s?[Mm]\.?)?\]?\s?(?:[-–]\s?)?(?P<sender>[^\n:]{1,40}): ",
    re.MULTILINE,
)
YEAR_DIGITS = 4
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Message:
    """Characters [start, end) of the text on line `line`, counted from 1; `day` is None where it is no date."""

    start: int
    end: int
    line: int
    day: date | None
    sender: str


def read_messages(text: str) -> Iterator[Message]:
    """Every message in order, up to the next one. One day past the twelfth tells how all days are written."""
    found = list(_MESSAGE.finditer(text))
    month_first = any(int(it["two"]) > MONTHS for it in found)
    line, counted = 1, 0
    for number, it in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        line, counted = line + text.count("\n", counted, it.start()), it.start()
        end = it.start() + len(text[it.start() : end].rstrip())
        yield Message(it.start(), end, line, _day(it, month_first), it["sender"].strip())


def _day(it: re.Match[str], month_first: bool) -> date | None:
    one, two, three = (int(it[name]) for name in ("one", "two", "three"))
    if len(it["one"]) == YEAR_DIGITS:
        year, month, day = one, two, three
    else:
        day, month = (two, one) if month_first else (one, two)
        year = three if len(it["three"]) == YEAR_DIGITS else 2000 + three
    try:
        return date(year, month, day)
    except ValueError:
        return None
