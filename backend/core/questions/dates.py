"""Periods that a question names, and the place where it names them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "half", "year", "span"]


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date
    grain: Grain
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the question that names a period; `of` makes it for a year, which the place itself may not tell."""

    start: int
    end: int
    grain: Grain
    of: Callable[[int], Period]
    year: int | None


Maker = Callable[[re.Match[str], date], Point | None]  # makes the point of a match, given today's date


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), "month")


def months(year: int, first: int, last: int, grain: Grain) -> Period:
    """From the first day of one month to the last day of another; months beyond December are those of the next year."""
    start, end = divmod(first - 1, 12), divmod(last - 1, 12)
    return Period(month(year + start[0], start[1] + 1).first, month(year + end[0], end[1] + 1).last, grain)


def whole(source: str) -> re.Pattern[str]:
    """A pattern for a date that is not a part of a longer number, path or word."""
    return re.compile(rf"(?<![\w.,/-])(?:{source})(?![\w/-])")


def point(found: re.Match[str], grain: Grain, of: Callable[[int], Period]) -> Point | None:
    """The point of a match, with the year it names, if any; None for what is no date in any year."""
    year = found.groupdict().get("year")
    try:
        of(int(year) if year else 2024)  # a leap year
    except ValueError:
        return None
    return Point(found.start(), found.end(), grain, of, int(year) if year else None)


def fixed(found: re.Match[str], period: Period) -> Point:
    """The point of a match that means one period in every year."""
    return Point(found.start(), found.end(), period.grain, lambda _: period, period.first.year)
