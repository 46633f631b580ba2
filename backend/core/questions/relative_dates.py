"""Dates that a question counts from today: yesterday, last month, the last three weeks, this year so far."""

from __future__ import annotations

import re
from datetime import date, timedelta

from backend.core.questions.dates import Maker, Period, Point, fixed, months, whole
from backend.core.questions.reading import phrases

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
_UNIT_WORD = (
    r"(?:weeks?|wochen?|semaines?|semanas?|months?|monate?[ns]?|mois|mes|meses|quarters?|quartale?[ns]?|trimestres?"
    r"|years?|jahre?[ns]?|annees?|ans?|anos?)"
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
_ADJECTIVE = (
    r"(?:this|current|last|previous|past|next|coming|dies\w*|laufend\w*|aktuell\w*|letzt\w*|vorig\w*|vergangen\w*"
    r"|nachst\w*|kommend\w*|ce|cet|cette|este|esta|pasad[oa]|ultim[oa])"
)
_AFTERWARDS = r"(?:derniere?|passee?|precedente?|prochaine?|en cours|pasad[oa]|anterior|proxim[oa]|que viene|actual)"
_THE = r"(?:the |in den |der |den |le |la |les |l['’]|el |los |las )?"


def _today(found: re.Match[str], today: date) -> Point | None:
    moment = today - timedelta(days=_back(found, RELATIVE_DAYS))
    return fixed(found, Period(moment, moment, "day"))


def _back(found: re.Match[str], table: dict[str, int]) -> int:
    return next(days for names, days in table.items() if phrases(names).fullmatch(found[0]))


def _this_or_last(found: re.Match[str], today: date) -> Point | None:
    """This, last and next week, month, quarter and year."""
    unit = next(name for name, pattern in UNITS.items() if re.search(pattern, found[0]))
    step = -1 if _LAST.search(found[0]) else 1 if _NEXT.search(found[0]) else 0
    return fixed(found, _unit(today, unit, step))


def _last_many(found: re.Match[str], today: date) -> Point | None:
    """The last n days up to today; the last n whole weeks, months, quarters or years before this one."""
    unit = next((name for name, pattern in UNITS.items() if re.search(pattern, found[0])), "day")
    count = int(found["count"]) if found["count"].isdigit() else _COUNTS[found["count"]]
    if not 0 < count <= 1_000:
        return None
    if unit == "day":
        return fixed(found, Period(today - timedelta(days=count - 1), today, "span"))
    first, last = _unit(today, unit, -count).first, _unit(today, unit, -1).last
    return fixed(found, Period(first, last, "span", f"I took the last {count} {unit}s to end on {last}."))


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
    return fixed(found, Period(date(today.year, 1, 1), today, "span"))


RELATIVE: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (
        whole(
            r"so far this year|this year so far|year to date|ytd|bisher in diesem jahr|depuis le debut de l['’]annee"
            r"|en lo que va de ano"
        ),
        _so_far,
    ),
    (
        whole(
            rf"{_THE}(?:last|past|previous|letzten?|vergangenen?|ultim[oa]s)\s+{_COUNT}\s+"
            rf"(?:days?|tagen?|dias?|{_UNIT_WORD})"
        ),
        _last_many,
    ),
    (whole(rf"{_THE}{_COUNT}\s+(?:dernier(?:e)?s|ultim[oa]s)\s+(?:jours|dias|{_UNIT_WORD})"), _last_many),
    (whole("|".join(reversed("|".join(RELATIVE_DAYS).split("|")))), _today),
    (whole(rf"{_THE}{_ADJECTIVE}\s+{_UNIT_WORD}(?:\s+{_AFTERWARDS})?"), _this_or_last),
    (whole(rf"{_THE}{_UNIT_WORD}\s+{_AFTERWARDS}"), _this_or_last),
)
