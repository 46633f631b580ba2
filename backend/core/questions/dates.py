"""Points in time that a question names: days, months, quarters, halves, years, and those counted from today."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from backend.core.questions.reading import Reading, phrases

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


MONTHS = (
    "january|jan|januar|janner|jaen|janvier|janv|enero|ene",
    "february|feb|febr|februar|fevrier|fevr|febrero",
    "march|mar|marz|maerz|mars|marzo",
    "april|apr|avril|avr|abril|abr",
    "may|mai|mayo",
    "june|jun|juni|juin|junio",
    "july|jul|juli|juillet|juil|julio",
    "august|aug|aout|agosto|ago",
    "september|sept|sep|septembre|septiembre|set|setiembre",
    "october|oct|oktober|okt|octobre|octubre",
    "november|nov|novembre|noviembre",
    "december|dec|dezember|dez|decembre|diciembre|dic",
)
ORDINALS = (
    r"1\.|1st|first|erste[nsr]?|1er|1ere|premier|premiere|primer|primero",
    r"2\.|2nd|second|zweite[nsr]?|2e|2eme|deuxieme|segundo",
    r"3\.|3rd|third|dritte[nsr]?|3e|3eme|troisieme|tercer|tercero",
    r"4\.|4th|fourth|vierte[nsr]?|4e|4eme|quatrieme|cuarto",
)
_MONTH = "|".join(f"(?:{names})" for names in MONTHS)
_ORDINAL = "|".join(f"(?:{names})" for names in ORDINALS)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF = r"[.,]?\s*(?:(?:of|de|del|du|in|von|des jahres)\s+)?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"


def find_points(reading: Reading, today: date) -> list[Point]:
    """Every period the question names, in order; the longest reading of a place wins, by the order of RULES."""
    points: list[Point] = []
    for pattern, make in RULES:
        for found in reading.find(pattern):
            point = make(found, today)
            if point and not any(point.start < it.end and it.start < point.end for it in points):
                points.append(point)
    return _with_year_before(reading, sorted(points, key=lambda point: point.start))


def _with_year_before(reading: Reading, points: list[Point]) -> list[Point]:
    """ "2019 Q2": a year right before a point that names none is its year."""
    joined: list[Point] = []
    for point in points:
        year = joined[-1] if joined else None
        between = reading.text[year.end : point.start] if year else ","
        if year and year.grain == "year" and point.year is None and not between.strip():
            joined[-1] = replace(point, start=year.start, year=year.year)
        else:
            joined.append(point)
    return joined


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), "month")


def months(year: int, first: int, last: int, grain: Grain) -> Period:
    """From the first day of one month to the last day of another; months beyond December are those of the next year."""
    start, end = divmod(first - 1, 12), divmod(last - 1, 12)
    return Period(month(year + start[0], start[1] + 1).first, month(year + end[0], end[1] + 1).last, grain)


def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/-])(?:{source})(?![\w/-])")


def _index(word: str, names: tuple[str, ...]) -> int:
    return next(number for number, pattern in enumerate(names, 1) if re.fullmatch(pattern, word))


def _point(found: re.Match[str], grain: Grain, of: Callable[[int], Period]) -> Point | None:
    year = found.groupdict().get("year")
    try:
        of(int(year) if year else 2024)  # a leap year: refuses what is no date in any year
    except ValueError:
        return None
    return Point(found.start(), found.end(), grain, of, int(year) if year else None)


def _fixed(found: re.Match[str], period: Period) -> Point:
    return Point(found.start(), found.end(), period.grain, lambda _: period, period.first.year)


def _days(found: re.Match[str], today: date) -> Point | None:
    """Two days of one month: "1 to 15 May 2018"."""
    number, day, last = _index(found["month"], MONTHS), int(found["day"]), int(found["last"])
    return _point(found, "span", lambda year: Period(date(year, number, day), date(year, number, last), "span"))


def _iso_day(found: re.Match[str], today: date) -> Point | None:
    number, day = int(found["month"]), int(found["day"])
    return _point(found, "day", lambda year: _day(year, number, day))


def _written_day(found: re.Match[str], today: date) -> Point | None:
    number, day = _index(found["month"].rstrip("."), MONTHS), int(found["day"])
    return _point(found, "day", lambda year: _day(year, number, day))


def _numeric_day(found: re.Match[str], today: date) -> Point | None:
    """Day first, as most of the world writes; month first where only that is a date."""
    first, second = int(found["day"]), int(found["month"])
    assumed = ""
    if second > 12 >= first:
        first, second = second, first
    elif first <= 12 and first != second and found["sign"] == "/":
        assumed = f"I read {found[0]} with the day first."
    return _point(found, "day", lambda year: _day(year, second, first, assumed))


def _day(year: int, number: int, day: int, assumed: str = "") -> Period:
    moment = date(year, number, day)
    return Period(moment, moment, "day", assumed)


def _written_month(found: re.Match[str], today: date) -> Point | None:
    """A month; of those that are also other words ("may") alone only what stands where a month would."""
    if (
        "year" not in found.groupdict()
        and _AMBIGUOUS.fullmatch(found[0])
        and not _IN.search(found.string, 0, found.start())
    ):
        return None
    number = _index(found["month"].rstrip("."), MONTHS)
    return _point(found, "month", lambda year: month(year, number))


def _numeric_month(found: re.Match[str], today: date) -> Point | None:
    number = int(found["month"])
    return _point(found, "month", lambda year: month(year, number))


def _quarter(found: re.Match[str], today: date) -> Point | None:
    number = int(found["number"]) if found["number"] else _index(found["ordinal"], ORDINALS)
    return _point(found, "quarter", lambda year: months(year, 3 * number - 2, 3 * number, "quarter"))


def _half(found: re.Match[str], today: date) -> Point | None:
    number = int(found["number"]) if found["number"] else _index(found["ordinal"], ORDINALS)
    if number > 2:
        return None
    return _point(found, "half", lambda year: months(year, 6 * number - 5, 6 * number, "half"))


def _fiscal(found: re.Match[str], today: date) -> Point | None:
    first = int(found["first"]) if len(found["first"]) == 4 else 2000 + int(found["first"])
    if found["second"] and (first + 1) % 100 != int(found["second"]) % 100:
        return None
    span = months(first, 4, 15, "year")
    assumed = (
        f"I took the financial year {first}/{(first + 1) % 100:02} to run from 1 April {first} to 31 March {first + 1}."
    )
    return _fixed(found, Period(span.first, span.last, "year", assumed))


def _years(found: re.Match[str], today: date) -> Point | None:
    first, last = int(found["first"]), int(found["last"])
    return _fixed(found, Period(date(first, 1, 1), date(last, 12, 31), "span")) if first <= last else None


def _year(found: re.Match[str], today: date) -> Point | None:
    return _point(found, "year", lambda year: months(year, 1, 12, "year"))


def _today(found: re.Match[str], today: date) -> Point | None:
    moment = today - timedelta(days=_back(found, RELATIVE_DAYS))
    return _fixed(found, Period(moment, moment, "day"))


def _this_or_last(found: re.Match[str], today: date) -> Point | None:
    """This, last and next week, month, quarter and year."""
    unit = next(name for name, pattern in UNITS.items() if re.search(pattern, found[0]))
    step = -1 if _LAST.search(found[0]) else 1 if _NEXT.search(found[0]) else 0
    return _fixed(found, _unit(today, unit, step))


def _last_many(found: re.Match[str], today: date) -> Point | None:
    """The last n days up to today; the last n whole weeks, months, quarters or years before this one."""
    unit = next((name for name, pattern in UNITS.items() if re.search(pattern, found[0])), "day")
    count = int(found["count"]) if found["count"].isdigit() else _COUNTS[found["count"]]
    if not 0 < count <= 1_000:
        return None
    if unit == "day":
        return _fixed(found, Period(today - timedelta(days=count - 1), today, "span"))
    first, last = _unit(today, unit, -count).first, _unit(today, unit, -1).last
    return _fixed(found, Period(first, last, "span", f"I took the last {count} {unit}s to end on {last}."))


def _unit(today: date, unit: str, step: int) -> Period:
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return Period(monday, monday + timedelta(days=6), "week")
    if unit == "month":
        return months(today.year, today.month + step, today.month + step, "month")
    if unit == "quarter":
        first = (today.month - 1) // 3 * 3 + 1 + 3 * step
        return months(today.year, first, first + 2, "quarter")
    return months(today.year + step, 1, 12, "year")


def _so_far(found: re.Match[str], today: date) -> Point | None:
    return _fixed(found, Period(date(today.year, 1, 1), today, "span"))


def _back(found: re.Match[str], table: dict[str, int]) -> int:
    return next(days for names, days in table.items() if phrases(names).fullmatch(found[0]))


RELATIVE_DAYS = {
    "today|heute|aujourd['’]hui|hoy": 0,
    "yesterday|gestern|hier|ayer": 1,
    "the day before yesterday|vorgestern|avant-hier|anteayer|antes de ayer": 2,
}
UNITS = {
    "week": r"week|woche|semaine|semana",
    "month": r"month|monat|mois|mes(?:es)?\b",
    "quarter": r"quarter|quartal|trimest",
    "year": r"year|jahr|annee|\bans?\b|ano",
}
_UNIT_WORD = r"(?:weeks?|woche[n]?|semaines?|semanas?|months?|monate?[ns]?|mois|mes|meses|quarters?|quartale?[ns]?|trimestres?|years?|jahre?[ns]?|annees?|ans?|anos?)"  # noqa: E501
_AMBIGUOUS = re.compile(r"may|march|mar|mars|set|dec|ene|out")
_IN = re.compile(
    r"\b(?:in|during|for|since|of|until|till|to|through|from|after|before|by|and|between|month|im|en|de|du|und|et|y|a)\s+$"
)
_LAST = re.compile(r"last|previous|past|letzt|vorig|vergangen|dernier|passe|precedent|pasad|anterior|ultim")
_NEXT = re.compile(r"next|coming|nachst|kommend|prochain|proxim|que viene")
_COUNTS = {
    word: number
    for number, words in enumerate(
        (
            "two zwei deux dos", "three drei trois tres", "four vier quatre cuatro", "five funf cinq cinco",
            "six sechs six seis", "seven sieben sept siete", "eight acht huit ocho", "nine neun neuf nueve",
            "ten zehn dix diez", "eleven elf onze once", "twelve zwolf douze doce",
        ),
        2,
    )
    for word in words.split()
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(_COUNTS)})"
_ADJECTIVE = r"(?:this|current|last|previous|past|next|coming|dies\w*|laufend\w*|aktuell\w*|letzt\w*|vorig\w*|vergangen\w*|nachst\w*|kommend\w*|ce|cet|cette|este|esta|pasad[oa]|ultim[oa])"  # noqa: E501
_AFTERWARDS = r"(?:derniere?|passee?|precedente?|prochaine?|en cours|pasad[oa]|anterior|proxim[oa]|que viene|actual)"

# Longest and most certain first: what one rule has read, a later one does not read again.
RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Point | None]], ...] = (
    (_pattern(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)"), _iso_day),
    (_pattern(rf"(?P<day>\d\d?)(?P<sign>[./-])(?P<month>\d\d?)(?P=sign){_YEAR}"), _numeric_day),
    (_pattern(rf"(?:(?:between|from|vom?|du|del) )?(?:the |le |el )?{_DAY}(?:st|nd|rd|th|er|\.)?\s*(?:-|–|to|and|till|until|bis(?: zum)?|au|al|y)\s*(?:the |le |el )?(?P<last>\d\d?)(?:st|nd|rd|th|\.)?\s*(?:(?:of|de)\s+)?(?P<month>{_MONTH})(?:\.|\b)(?:{_OF}{_YEAR})?"), _days),
    (_pattern(rf"{_DAY}(?:st|nd|rd|th|er|\.)?\s*(?:(?:of|de)\s+)?(?P<month>{_MONTH})(?:\.|\b)(?:{_OF}{_YEAR})?"), _written_day),
    (_pattern(rf"(?P<month>{_MONTH})\.?\s+{_DAY}(?:st|nd|rd|th)?(?:{_OF}{_YEAR})?"), _written_day),
    (_pattern(r"(?:the\s+)?(?:fy|f\.y\.|fiscal year|financial year|tax year|geschaftsjahr|wirtschaftsjahr|exercice(?: fiscal)?|ano fiscal|ejercicio(?: fiscal)?)\s*(?P<first>20\d\d|\d\d)(?:\s*[/–-]\s*(?P<second>(?:20)?\d\d))?"), _fiscal),
    (_pattern(rf"(?:(?:the|das|dem|im|le|au|el)\s+)?(?:[qt](?P<number>[1-4])|(?P<ordinal>{_ORDINAL}|[1-4]\.)\s+(?:quarter|quartals?|trimestre))(?:[/-]|{_OF}){_YEAR}"), _quarter),
    (_pattern(rf"(?:[qt](?P<number>[1-4])|(?:the\s+)?(?P<ordinal>{_ORDINAL})\s+(?:quarter|quartals?|trimestre))"), _quarter),
    (_pattern(rf"(?:the\s+)?(?:h(?P<number>[12])|(?P<ordinal>{_ORDINAL})\s+(?:half|halbjahr(?:es)?|semestre))(?:(?:[/-]|{_OF}){_YEAR})?"), _half),
    (_pattern(rf"(?P<month>{_MONTH})(?:\.|\b){_OF}{_YEAR}"), _written_month),
    (_pattern(r"(?P<first>(?:19|20)\d\d)\s?[-–]\s?(?P<last>(?:19|20)\d\d)"), _years),
    (_pattern(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])"), _numeric_month),
    (_pattern(rf"(?P<month>0?[1-9]|1[0-2])/{_YEAR}"), _numeric_month),
    (_pattern(r"(?:so far this year|this year so far|year to date|ytd|bisher in diesem jahr|depuis le debut de l['’]annee|en lo que va de ano)"), _so_far),
    (_pattern(rf"(?:the |in den |der |les |los |las )?(?:last|past|previous|letzten?|vergangenen?|ultim[oa]s)\s+{_COUNT}\s+(?:days?|tagen?|dias?|{_UNIT_WORD})"), _last_many),
    (_pattern(rf"(?:the |les |los |las )?{_COUNT}\s+(?:dernier(?:e)?s|ultim[oa]s)\s+(?:jours|dias|{_UNIT_WORD})"), _last_many),
    (_pattern(r"the day before yesterday|today|yesterday|heute|gestern|vorgestern|aujourd['’]hui|avant-hier|hoy|ayer|anteayer|antes de ayer"), _today),
    (_pattern(rf"(?:the |l['’])?{_ADJECTIVE}\s+{_UNIT_WORD}(?:\s+{_AFTERWARDS})?"), _this_or_last),
    (_pattern(rf"(?:le |la |l['’]|el )?{_UNIT_WORD}\s+{_AFTERWARDS}"), _this_or_last),
    (_pattern(rf"(?P<month>{_MONTH})"), _written_month),
    (_pattern(_YEAR), _year),
)  # fmt: skip
