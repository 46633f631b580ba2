"""Chat: the messages of an exported conversation, each with its day and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# "05/01/2026 à 08:03 - Anna: ", "[5.1.26, 8:03:00 AM] Anna: ", "2026-01-05 08:03 Uhr - Anna: "
_DAY = r"(?P<one>\d{1,4})[./-](?P<two>\d{1,2})[./-](?P<three>\d{1,4})"
_CLOCK = (
    r"(?:,?\s+(?:à|at|um|a\s+las?|alle|às|om|kl\.?|klo)\s+|,?\s+)\d{1,2}(?:[:.]\d\d(?:[:.]\d\d)?|\s?h\s?\d\d)"
    r"(?:\s?Uhr)?(?:\s?[AaPp]\.?\s?[Mm]\.?)?"
)
_MESSAGE = re.compile(rf"^[^\w\n]{{0,3}}{_DAY}{_CLOCK}\]?:?\s?(?:[-–]\s?)?(?P<sender>[^\n:]{{1,40}}): ", re.MULTILINE)
_COPIED = re.compile(
    rf"^(?P<sender>[^\n:\[\]]{{0,39}}[^\s,:\[\]]),? \[{_DAY}{_CLOCK}\]:?[ \t]*(?:\n|(?=\S))", re.MULTILINE
)
_TIMED = re.compile(r"^\W{0,3}\d{1,2}:\d\d(?::\d\d)?\]?\s?(?:[-–]\s?)?[^\n:<>\d]{2,40}: ", re.MULTILINE)
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
    found = _heads(text)
    month_first = any(int(it["two"]) > MONTHS for it in found)
    line, counted = 1, 0
    for number, it in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        line, counted = line + text.count("\n", counted, it.start()), it.start()
        end = it.start() + len(text[it.start() : end].rstrip())
        yield Message(it.start(), end, line, _day(it, month_first), it["sender"].strip())


def count_messages(text: str) -> int:
    """How many lines begin a message, with or without its day."""
    return max(len(_heads(text)), len(_TIMED.findall(text)))


def _heads(text: str) -> list[re.Match[str]]:
    """What begins each message: day, clock and sender, or the sender first where messages were copied (Telegram)."""
    return list(_MESSAGE.finditer(text)) or list(_COPIED.finditer(text))


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
