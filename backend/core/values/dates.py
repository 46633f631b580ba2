"""Dates: days named in a text, in figures or with month names of many languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from backend.core.letters import plain
from backend.core.values.country import find_country

EARLIEST, LATEST = 1970, 2069  # years outside are misread numbers; two figures mean one of these years too
MONTH_FIRST = frozenset({"US", "PH", "PR", "FM", "GU"})
# Where two languages mean different months by one word, the one named first decides.
LANGUAGES = "en de fr es it pt nl pl cs sk sv nb da fi hu ro bg ru uk el tr id ms sl hr et lv lt ca vi"
MORE_NAMES = {
    "sept": 9,
    "mrz": 3,
    "jänner": 1,
    "juni": 6,
    "febr": 2,
    "maerz": 3,
    "agt": 8,
    "agust": 8,
    "ogos": 8,
    "setembro": 9,
}

_DASH = "[-−–/.,]"
_NUMERIC = re.compile(
    r"(?<![\d/.,-])(?<!\d:)(\d{1,4})([ ]?[-/.][ ]?)(\d{1,2})\2(\d{2}(?:\d\d)?)(?=\D|$|\d\d:\d\d)(?![/-]\d|[.]\d\d|:\d)"
    r"|(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\6(\d{1,2})(?!\d)"
)
_EAST_ASIAN = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_DATE_LABEL = re.compile(r"(?:date|datum|data|fecha|dato|päivä|dátum|tarih|tanggal|tarikh|дата)\W{0,4}$", re.IGNORECASE)
_DAY_NAME = re.compile(
    rf"(?<![\d.,:/])(\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?{_DASH}?[ ]?(?:of |de |d[’'])?["
    rf" ]?([^\W\d_]{{3,12}})\.?(?:{_DASH}|,)?[ ]?"
    rf"(?:de[l]? )?,?[ ]?['’]?((?:19|20)\d\d|\d\d)(?![\d.,]\d|:\d|\d)"
)
_NAME_DAY = re.compile(
    rf"(?<![^\W\d_])([^\W\d_]{{3,12}})\.?[ ]?{_DASH}?[ ]?(\d{{1,2}})(?:st|nd|rd|th)?(?:[ ]?{_DASH}[ ]?|[ ])((?:19"
    rf"|20)\d\d|['’]?\d\d)(?![\d.,]\d|\d|:\d)"
)
_YEAR_NAME = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:{_DASH}|\.)?[ ]?([^\W\d_]{{3,12}})\.?{_DASH}?[ ]?(\d{{1,2}})(?!\d|:)"
)
_THANG = re.compile(r"(?<!\d)(\d{1,2})\s+tháng\s+(\d{1,2})[\s,]+(?:năm\s+)?((?:19|20)\d\d)", re.IGNORECASE)
_STATED = re.compile(r"\b(d{1,2}[-/.]m{1,2}[-/.]y{2,4})\b|\b(m{1,2}[-/.]d{1,2}[-/.]y{2,4})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written at characters [start, end). `other` is what it would be with day and month exchanged, where
    neither its figures nor the document decide, else None.
    """

    value: date
    start: int
    end: int
    raw: str
    other: date | None = None


@dataclass(frozen=True, slots=True)
class _Figures:
    """Two numbers of which one is the day and one the month, and a year."""

    first: int
    second: int
    year: int
    span: tuple[int, int]


def find_dates(text: str, country: str | None = None) -> list[Day]:
    """Every date of the text, in order. `country` (ISO 3166) helps where figures leave day and month open."""
    found = [*_named(text), *_year_first(text)]
    figures = list(_figures(text))
    taken = [(day.start, day.end) for day in found]
    figures = [each for each in figures if not any(each.span[0] < end and start < each.span[1] for start, end in taken)]
    month_first = _month_first(text, figures, found, country)
    for each in figures:
        value, other = _day(each.year, each.second, each.first), _day(each.year, each.first, each.second)
        if month_first and other:
            value, other = other, value
        value, other = (value, other) if value else (other, None)
        if value:
            start, end = each.span
            is_open = month_first is None and other != value
            found.append(Day(value, start, end, text[start:end], other if is_open else None))
    return _without_overlaps(found)


def _month_first(text: str, figures: Sequence[_Figures], named: Sequence[Day], country: str | None) -> bool | None:
    """Whether 3/4 is in March: the document says so, shows it by another date, or comes from where one writes so.

    None where nothing tells.
    """
    if stated := _STATED.search(text):
        return stated[2] is not None
    days = sum(each.first > 12 >= each.second for each in figures)
    months = sum(each.second > 12 >= each.first for each in figures)
    if days != months:
        return months > days
    known = {day.value for day in named}
    days = sum(_day(each.year, each.second, each.first) in known for each in figures)
    months = sum(_day(each.year, each.first, each.second) in known for each in figures)
    if days > months:
        return False
    if not any(each.first != each.second for each in figures):
        return None
    country = find_country(text) if country is None else country
    if country:
        return country in MONTH_FIRST  # that a bill is due on the day that its own date exchanged would be, is chance
    return True if months else None


def _figures(text: str) -> list[_Figures]:
    found = []
    for each in _NUMERIC.finditer(text):
        if each[1] and len(each[1]) <= 2:
            end = each.end()
            found.append(_Figures(int(each[1]), int(each[3]), _year(each[4]), (each.start(), end)))
    return [each for each in found if max(each.first, each.second) <= 31 and min(each.first, each.second) <= 12]


def _year_first(text: str) -> list[Day]:
    days = []
    for each in _NUMERIC.finditer(text):
        if each[5]:
            days.append(_found(each, _day(int(each[5]), int(each[7]), int(each[8]))))
        elif len(each[1]) == 4 and len(each[4]) == 2:
            days.append(_found(each, _day(int(each[1]), int(each[3]), int(each[4]))))
    for each in _EAST_ASIAN.finditer(text):
        days.append(_found(each, _day(*map(int, each.groups()))))
    for each in _COMPACT.finditer(text):
        if _DATE_LABEL.search(text, max(0, each.start() - 20), each.start()):
            days.append(_found(each, _day(*map(int, each.groups()))))
    return [day for day in days if day]


def _named(text: str) -> list[Day]:
    days = []
    for each in _DAY_NAME.finditer(text):
        days.append(_found(each, _day(_year(each[3]), _month(each[2]), int(each[1]))))
    for each in _NAME_DAY.finditer(text):
        days.append(_found(each, _day(_year(each[3].strip("'’")), _month(each[1]), int(each[2]))))
    for each in _YEAR_NAME.finditer(text):
        days.append(_found(each, _day(int(each[1]), _month(each[2]), int(each[3]))))
    for each in _THANG.finditer(text):
        days.append(_found(each, _day(int(each[3]), int(each[2]), int(each[1]))))
    return [day for day in days if day]


def _found(match: re.Match[str], value: date | None) -> Day | None:
    return Day(value, match.start(), match.end(), match[0]) if value else None


def _without_overlaps(days: list[Day]) -> list[Day]:
    """In order; of two that overlap the one that starts first, and the longer one."""
    kept: list[Day] = []
    for day in sorted(days, key=lambda day: (day.start, -day.end)):
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept


def _day(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(figures: str) -> int:
    """Of four figures, or of two: 69 is 2069, 70 is 1970."""
    year = int(figures)
    return year if len(figures) == 4 else year + (2000 if year <= LATEST - 2000 else 1900)


def _month(name: str) -> int:
    return month_names().get(_key(name), 0)


def _key(name: str) -> str:
    return plain(name).replace(".", "")


@cache
def month_names() -> dict[str, int]:
    """Names and abbreviations of months, folded, → number. Built on first use from Unicode's locale data."""
    names = {_key(name): month for name, month in MORE_NAMES.items()}
    for language in LANGUAGES.split():
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in months[context][width].items():
                    if len(_key(name)) >= 3 and _key(name).isalpha():
                        names.setdefault(_key(name), month)
    return names
