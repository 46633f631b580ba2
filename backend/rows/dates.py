"""Dates: the days, months, quarters or years of a column. Whether 3/4 is in March or April is decided by all of it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from babel import Locale

from backend.rows.amounts import is_blank
from backend.rows.table import Cell
from backend.rows.words import tokens, unaccented

Order = Literal["", "day first", "month first"]
Period = tuple[date, date]  # first and last day; the same for a day
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "nb", "fi", "ro", "hu", "tr", "id", "ms")
SERIAL_FROM, SERIAL_TO = 20_000, 80_000  # 1954 to 2119 as a spreadsheet counts days
SPREADSHEET_EPOCH = date(1899, 12, 30)
PIVOT = 69  # of years with two digits, as in POSIX
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})([01]\d)([0-3]\d)")
_TRIPLE = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})\.?(?:[T ,]+\d{1,2}[:.]\d{2}.*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_YEAR = re.compile(r"(?:19|20|21)\d{2}")
_QUARTER = re.compile(r"[qQtT]([1-4])[ /'-]*((?:19|20)\d{2})|((?:19|20)\d{2})[ /-]*[qQtT]([1-4])")


@dataclass(frozen=True, slots=True)
class Days:
    """One period per cell, None where there is none; `blank` tells an empty cell from one that could not be read."""

    periods: tuple[Period | None, ...]
    problems: tuple[str, ...]
    order: Order
    reason: str


NO_DATE = "no date"
UNREADABLE = "the date could not be read"


def read_days(cells: Sequence[Cell], hint: Order = "") -> Days:
    """All cells of a column; `hint` is the order in tables of the same shape, used where this column leaves it open."""
    order, reason = decide_order(cells, hint)
    known = {cell: read_day(cell, order) for cell in dict.fromkeys(cells)}
    periods = tuple(known[cell] for cell in cells)
    problems = tuple(
        "" if period else NO_DATE if is_blank(cell) else UNREADABLE for cell, period in zip(cells, periods, strict=True)
    )
    return Days(periods, problems, order, reason)


def column_order(cells: Iterable[Cell]) -> Order:
    """The order that a column shows beyond doubt, else empty."""
    first, second = _evidence(cells)
    return "" if bool(first) == bool(second) else "day first" if first else "month first"


def decide_order(cells: Sequence[Cell], hint: Order) -> tuple[Order, str]:
    """Whether the day stands before the month and, where it made a difference, why."""
    first, second = _evidence(dict.fromkeys(cells))
    if first or second:
        chosen: Order = "day first" if first >= second else "month first"
        mixed = (
            f" ({first:,} different dates only make sense day first, {second:,} only month first)"
            if first and second
            else ""
        )
        return chosen, f"Read {chosen}: some numbers are larger than 12{mixed}."
    doubtful = [cell for cell in cells if read_day(cell, "day first") != read_day(cell, "month first")]
    if not doubtful:
        return "day first", ""
    if hint:
        return hint, f"Read {hint}, as in other tables with these columns."
    if chosen := _smoother(doubtful):
        return chosen, f"Read {chosen}: then the rows follow each other in time."
    return "day first", "Read day first; nothing in the column says otherwise."


def read_day(cell: Cell, order: Order = "day first") -> Period | None:
    """The period that a cell names. A date that makes sense in one order only is read in that one."""
    if isinstance(cell, datetime):
        return cell.date(), cell.date()
    if isinstance(cell, date):
        return cell, cell
    if isinstance(cell, Decimal):
        return _number(cell)
    return _parse(cell.strip(), order)


def month_number(cell: Cell) -> int | None:
    """The month that a cell names by itself: 3, "03", "March", "Mrz"."""
    text = str(cell).strip()
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    words = tokens(text)
    return _month_names().get(words[0]) if len(words) == 1 else None


def month_of(year: int, month: int) -> Period:
    """First and last day of a month."""
    return _months(year, month, 1)


def find_period(text: str) -> Period | None:
    """The only month, quarter or day that a file's or sheet's name or a title mentions ("spend-2019-03.csv")."""
    found = {
        period
        for pattern in _mentions()
        for match in pattern.finditer(unaccented(text))
        if (period := _parse(match[0].strip(), ""))
    }
    finest = {
        each
        for each in found
        if not any(each != other and each[0] <= other[0] and other[1] <= each[1] for other in found)
    }
    return finest.pop() if len(finest) == 1 else None


def _evidence(cells: Iterable[Cell]) -> tuple[int, int]:
    """How many dates make sense only day first, and only month first."""
    first = second = 0
    for cell in cells:
        if isinstance(cell, str) and (match := _TRIPLE.fullmatch(cell.strip())):
            a, b = int(match[1]), int(match[3])
            first += b <= 12 < a <= 31
            second += a <= 12 < b <= 31
    return first, second


def _smoother(cells: Sequence[Cell]) -> Order:
    """The order in which the rows jump least through time, if it is clearly less: tables are mostly sorted."""
    jumps = {}
    for order in ("day first", "month first"):
        days = [period[0] for cell in cells if (period := read_day(cell, order))]
        jumps[order] = sum(abs((after - before).days) for before, after in pairwise(days))
    least: Order = "day first" if jumps["day first"] <= jumps["month first"] else "month first"
    return least if len(cells) > 3 and min(jumps.values()) * 2 < max(jumps.values()) else ""


def _number(value: Decimal) -> Period | None:
    if value != int(value):
        value = Decimal(int(value)) if SERIAL_FROM <= value <= SERIAL_TO else Decimal(0)  # with a time of day
    number = int(value)
    if SERIAL_FROM <= number <= SERIAL_TO:
        day = SPREADSHEET_EPOCH + timedelta(number)
        return day, day
    return _parse(str(number), "") if 1900 <= number <= 2199 or len(str(number)) == 8 else None


@lru_cache(maxsize=100_000)
def _parse(text: str, order: Order) -> Period | None:
    if match := _ISO.fullmatch(text):
        return _day(match[1], match[2], match[3]) if match[3] else _month(match[1], match[2])
    if match := _TRIPLE.fullmatch(text):
        year = _year(match[4])
        orders = [(match[3], match[1]), (match[1], match[3])]
        for month, day in reversed(orders) if order == "month first" else orders:
            if found := _day(year, month, day):
                return found
        return None
    if match := _COMPACT.fullmatch(text):
        return _day(*match.groups())
    if match := _MONTH_YEAR.fullmatch(text):
        return _month(match[2], match[1])
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if match := _QUARTER.fullmatch(text):
        quarter, year = (match[1], match[2]) if match[1] else (match[4], match[3])
        return _months(int(year), int(quarter) * 3 - 2, 3)
    if text.isdigit() and SERIAL_FROM <= int(text) <= SERIAL_TO:
        return _number(Decimal(text))
    return _named(text)


def _named(text: str) -> Period | None:
    """ "3 March 2019", "Mar 3, 2019", "March 2019", "Mar-19", with or without the name of the day and the time."""
    words = [word for word in tokens(re.sub(r"\b\d{1,2}:\d{2}.*$", "", text)) if word not in _noise()]
    words = [re.sub(r"^(\d{1,2})(?:st|nd|rd|th|er|e)$", r"\1", word) for word in words]
    months = [place for place, word in enumerate(words) if word in _month_names()]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(words) != len(numbers) + 1 or not 1 <= len(numbers) <= 2:
        return None
    month = str(_month_names()[words[months[0]]])
    if len(numbers) == 1:
        return _month(_year(numbers[0]), month) if len(numbers[0]) in {2, 4} else None
    day, year = numbers if len(numbers[0]) <= 2 else (numbers[1], numbers[0])
    return _day(_year(year), month, day) if len(year) in {2, 4} and len(day) <= 2 else None


@cache
def _month_names() -> dict[str, int]:
    names: dict[str, int] = {"sept": 9, "mrt": 3, "maerz": 3}
    for language in LANGUAGES:
        locale = Locale(language)
        for context, width in (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated")):
            for number, name in locale.months[context][width].items():
                if len(words := tokens(name)) == 1 and len(words[0]) > 2 and not words[0].isdigit():
                    names.setdefault(words[0], number)
    return names


@cache
def _noise() -> frozenset[str]:
    names = {"de", "del", "of", "the"}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            names |= {words[0] for name in Locale(language).days["format"][width].values() if (words := tokens(name))}
    return frozenset(names) - _month_names().keys()


@cache
def _mentions() -> tuple[re.Pattern[str], ...]:
    months = "|".join(sorted((name for name in _month_names() if name.isascii()), key=len, reverse=True))
    return (
        re.compile(r"(?<!\d)(?:19|20)\d{2}[-_./](?:0[1-9]|1[0-2])(?!\d)(?:[-_./][0-3]\d(?!\d))?"),
        re.compile(rf"(?<![^\W\d_])(?:{months})[ _./'-]*(?:19|20)\d{{2}}(?!\d)", re.IGNORECASE),
        re.compile(rf"(?<!\d)(?:19|20)\d{{2}}[ _./-]*(?:{months})(?![^\W\d_])", re.IGNORECASE),
        re.compile(r"(?<![^\W_])[qQ][1-4][ _/-]*(?:19|20)\d{2}(?!\d)"),
        re.compile(r"(?<!\d)(?:19|20)\d{2}[ _/-]*[qQ][1-4](?![^\W_])"),
    )


def _day(year: str, month: str, day: str) -> Period | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found, found


def _month(year: str, month: str) -> Period | None:
    return _months(int(year), int(month), 1) if 1 <= int(month) <= 12 and 1900 <= int(year) <= 2199 else None


def _months(year: int, month: int, count: int) -> Period:
    last = month + count - 1
    return date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1])


def _year(digits: str) -> str:
    return digits if len(digits) > 2 else str((1900 if int(digits) >= PIVOT else 2000) + int(digits))
