"""Dates that a question names: days, months, quarters, halves, calendar and financial years."""

from __future__ import annotations

import re
from datetime import date

from backend.core.questions.dates import Maker, Period, Point, fixed, month, months, point, whole
from backend.core.questions.reading import NEAR

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
SEASONS = {
    "spring|fruhling|fruhjahr|printemps|primavera": ("spring", 3),
    "summer|sommer|ete|verano": ("summer", 6),
    "autumn|fall|herbst|automne|otono": ("autumn", 9),
    "winter|hiver|invierno": ("winter", 12),
}
_MONTH = "|".join(f"(?:{names})" for names in MONTHS)
_SEASON = "|".join(f"(?:{names})" for names in SEASONS)
_ORDINAL = "|".join(f"(?:{names})" for names in ORDINALS)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF = r"[.,]?\s*(?:(?:of|de|del|du|in|von|des jahres)\s+)?"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_THE = r"(?:the |das |dem |im |le |au |el )?"
_TH = r"(?:st|nd|rd|th|er|\.)?"
_MONTH_OF = rf"(?:(?:of|de)\s+)?(?P<month>{_MONTH})(?:\.|\b)"
_FISCAL = (
    r"(?:fy|f\.y\.|fiscal year|financial year|tax year|geschaftsjahr|wirtschaftsjahr|exercice(?: fiscal)?|ano fiscal"
    r"|ejercicio(?: fiscal)?)"
)
_QUARTER = rf"(?:[qt](?P<number>[1-4])|(?P<ordinal>{_ORDINAL})\s+(?:quarter|quartals?|trimestre))"
_HALF = rf"(?:h(?P<number>[12])|(?P<ordinal>{_ORDINAL})\s+(?:half|halbjahr(?:es)?|semestre))"
_AMBIGUOUS = re.compile(r"may|march|mar|mars|set|dec|ene|out")
_IN = re.compile(
    r"\b(?:in|during|for|since|of|until|till|to|through|from|after|before|by|and|between|month|this|last|next|im|zwischen"
    r"|von|bis|ab|seit|vor|nach|fur|en|de|du|und|et|entre|depuis|avant|apres|desde|hasta|y|a|el|cet|letzten|diesen)\s+$"
    r"|jusqu['’](?:a|en)\s+$"
)
_TO_MONTH = re.compile(rf"\s*(?:to|and|until|till|bis|und|et|a|au|y|hasta|or|ou|oder|[-–])\s*(?:{_MONTH})(?!\w)")


def _index(word: str, names: tuple[str, ...]) -> int:
    return next(number for number, pattern in enumerate(names, 1) if re.fullmatch(pattern, word))


def _days(found: re.Match[str], today: date) -> Point | None:
    """Two days of one month: "1 to 15 May 2018"."""
    number, day, last = _index(found["month"], MONTHS), int(found["day"]), int(found["last"])
    return point(found, "span", lambda year: Period(date(year, number, day), date(year, number, last), "span"))


def _iso_day(found: re.Match[str], today: date) -> Point | None:
    number, day = int(found["month"]), int(found["day"])
    return point(found, "day", lambda year: _day(year, number, day))


def _written_day(found: re.Match[str], today: date) -> Point | None:
    number, day = _index(found["month"].rstrip("."), MONTHS), int(found["day"])
    return point(found, "day", lambda year: _day(year, number, day))


def _numeric_day(found: re.Match[str], today: date) -> Point | None:
    """Day first, as most of the world writes; month first where only that is a date."""
    first, second = int(found["day"]), int(found["month"])
    assumed = ""
    if second > 12 >= first:
        first, second = second, first
    elif first <= 12 and first != second and found["sign"] == "/":
        assumed = f"I read {found[0]} with the day first."
    return point(found, "day", lambda year: _day(year, second, first, assumed))


def _day(year: int, number: int, day: int, assumed: str = "") -> Period:
    moment = date(year, number, day)
    return Period(moment, moment, "day", assumed)


def _written_month(found: re.Match[str], today: date) -> Point | None:
    """A month; of those that are also other words ("may") alone only what stands where a month would."""
    if (
        "year" not in found.groupdict()
        and _AMBIGUOUS.fullmatch(found[0])
        and not _IN.search(found.string, max(0, found.start() - NEAR), found.start())
        and not _TO_MONTH.match(found.string, found.end())
    ):
        return None
    number = _index(found["month"].rstrip("."), MONTHS)
    return point(found, "month", lambda year: month(year, number))


def _season(found: re.Match[str], today: date) -> Point | None:
    """Three whole months, winter from December of its year on; without a year only where a time stands ("a été")."""
    name, first = next(held for names, held in SEASONS.items() if re.fullmatch(names, found["season"]))
    if not found["year"] and not _IN_SEASON.search(
        found.string, max(0, found.start("season") - NEAR), found.start("season")
    ):
        return None

    def of(year: int) -> Period:
        span = months(year, first, first + 2, "span")
        return Period(span.first, span.last, "span", f"I took {name} to run from {span.first} to {span.last}.")

    return point(found, "span", of)


_IN_SEASON = re.compile(
    r"(?:\b(?:in|during|for|this|last|since|until|before|after|of|im|diesen|letzten|vergangenen|seit|bis|vor|nach|en|au"
    r"|cet|durante|este|ultimo|pasado)\s+(?:the\s+|el\s+|l['’])?|l['’])$"
)


def _numeric_month(found: re.Match[str], today: date) -> Point | None:
    number = int(found["month"])
    return point(found, "month", lambda year: month(year, number))


def _quarter(found: re.Match[str], today: date) -> Point | None:
    number = int(found["number"]) if found["number"] else _index(found["ordinal"], ORDINALS)
    return point(found, "quarter", lambda year: months(year, 3 * number - 2, 3 * number, "quarter"))


def _half(found: re.Match[str], today: date) -> Point | None:
    number = int(found["number"]) if found["number"] else _index(found["ordinal"], ORDINALS)
    if number > 2:
        return None
    return point(found, "half", lambda year: months(year, 6 * number - 5, 6 * number, "half"))


def _fiscal(found: re.Match[str], today: date) -> Point | None:
    first = int(found["first"]) if len(found["first"]) == 4 else 2000 + int(found["first"])
    if found["second"] and (first + 1) % 100 != int(found["second"]) % 100:
        return None
    span = months(first, 4, 15, "year")
    assumed = (
        f"I took the financial year {first}/{(first + 1) % 100:02} to run from 1 April {first} to 31 March {first + 1}."
    )
    return fixed(found, Period(span.first, span.last, "year", assumed))


def _years(found: re.Match[str], today: date) -> Point | None:
    first, last = int(found["first"]), int(found["last"])
    return fixed(found, Period(date(first, 1, 1), date(last, 12, 31), "span")) if first <= last else None


def _year(found: re.Match[str], today: date) -> Point | None:
    return point(found, "year", lambda year: months(year, 1, 12, "year"))


# Longest and most certain first: what one rule has read, a later one does not read again.
CERTAIN: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (whole(rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)"), _iso_day),
    (whole(rf"(?P<day>\d\d?)(?P<sign>[./-])(?P<month>\d\d?)(?P=sign){_YEAR}"), _numeric_day),
    (
        whole(
            rf"(?:(?:between|from|vom?|du|del) )?{_THE}{_DAY}{_TH}\s*(?:-|–|to|and|till|until|bis(?: zum)?|au|al|y)"
            rf"\s*{_THE}(?P<last>\d\d?){_TH}\s*{_MONTH_OF}(?:{_OF}{_YEAR})?"
        ),
        _days,
    ),
    (whole(rf"{_DAY}{_TH}\s*{_MONTH_OF}(?:{_OF}{_YEAR})?"), _written_day),
    (whole(rf"(?P<month>{_MONTH})\.?\s+{_DAY}{_TH}(?:{_OF}{_YEAR})?"), _written_day),
    (whole(rf"{_THE}{_FISCAL}\s*(?P<first>20\d\d|\d\d)(?:\s*[/–-]\s*(?P<second>(?:20)?\d\d))?"), _fiscal),
    (whole(rf"{_THE}{_QUARTER}(?:[/-]|{_OF}){_YEAR}"), _quarter),
    (whole(rf"{_THE}{_QUARTER}"), _quarter),
    (whole(rf"{_THE}{_HALF}(?:(?:[/-]|{_OF}){_YEAR})?"), _half),
    (whole(rf"(?P<month>{_MONTH})(?:\.|\b){_OF}{_YEAR}"), _written_month),
    (
        whole(rf"(?:(?:this|last|im|en|in|cet|diesen|letzten)\s+)?(?P<season>{_SEASON})(?:{_OF}{_YEAR}(?:/\d\d)?)?"),
        _season,
    ),
    (whole(r"(?P<first>(?:19|20)\d\d)\s?[-–]\s?(?P<last>(?:19|20)\d\d)"), _years),
    (whole(rf"{_YEAR}-(?P<month>0[1-9]|1[0-2])"), _numeric_month),
    (whole(rf"(?P<month>0?[1-9]|1[0-2])/{_YEAR}"), _numeric_month),
)
LOOSE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (whole(rf"(?P<month>{_MONTH})"), _written_month),
    (whole(_YEAR), _year),
)
