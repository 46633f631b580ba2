"""The one range of dates that a question asks for, from the points in time it names and the words between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from backend.core.asked import KINDS
from backend.core.plan import PERIODS
from backend.core.questions.dates import Grain, Period, Point
from backend.core.questions.points import find_points
from backend.core.questions.reading import Reading, phrases

_BETWEEN = re.compile(
    r"\s*(?:,?\s*(?:and|to|till|until|through|thru|und|bis(?: zum?)?|et|au|a|jusqu['’]au?|y|e|hasta(?: el)?|al)\b"
    r"|[-–—])\s*(?:the |dem |le |el |l['’])?"
)
_LISTED = re.compile(
    r"\s*(?:,|(?:,\s*)?\b(?:and|vs\.?|versus|with|against|or|to|und|gegen|mit|oder|et|ou|avec|y|con|o|e)\b)"
    r"\s*(?:the |to )?"
)
_OPENERS = phrases(
    "(?:between|from)(?: the)?", "zwischen(?: dem)?|vom?", "entre(?: le| el| l['’])?|du|de", "desde(?: el)?|del?"
)
_SINCE = phrases(
    "(?:since|starting(?: in| from| with)?|beginning(?: in)?|as of)(?: the)?(?: start of| beginning of)?",
    "seit(?: dem)?|ab(?: dem)?",
    "depuis(?: le| l)?|a partir d[eu]",
    "desde(?: el)?|a partir de(?:l)?",
)
_FROM = phrases("from(?: the)?")  # "receipts from 1 May" are of that day, "spent from 1 May" begins there
_DATED = re.compile(
    rf"(?:{'|'.join(pattern.pattern for _, pattern in KINDS)}|\b(?:documents?|files?))\s+(?:dated )?from(?: the)?\s*"
)
_ONWARDS = phrases("on|onwards?|forward|an|en adelante")
_AFTER = phrases("(?:after|later than)(?: the)?", "nach(?: dem)?", "apres(?: le)?", "despues de(?:l)?")
_BEFORE = phrases("(?:before|prior to|earlier than)(?: the)?", "vor(?: dem)?", "avant(?: le)?", "antes de(?:l)?")
_UNTIL = phrases(
    "(?:until|till|through|up to|up until|no later than|by(?: the)? end of)(?: the)?",
    "bis(?: zum?| einschlieslich)?",
    "jusqu['’](?:a|au|en)(?: fin)?",
    "hasta(?: el)?",
)
_COMPARED = phrases("compare~|versus|vs|difference", "vergleich~|gegenuber", "compar~", "compara~")


@dataclass(frozen=True, slots=True)
class Range:
    """Days, both included and each open where it is None; what was assumed; the group that a comparison asks for."""

    first: date | None
    last: date | None
    grain: Grain
    assumed: tuple[str, ...] = ()
    compared: str = ""


def find_range(reading: Reading, today: date) -> Range | None:
    """The range of dates the question asks for, its words marked as understood; None where it names none."""
    points = find_points(reading, today)
    if not points:
        return None
    periods, assumed = _with_years(points, today)
    reading.take(*((point.start, point.end) for point in points))
    assumed += [period.assumed for period in periods if period.assumed]
    opened = _open(reading, points[0], periods[0]) if len(points) == 1 else None
    found = opened or _joined(reading, points, periods)
    return replace(found, assumed=(*assumed, *found.assumed))


def _with_years(points: list[Point], today: date) -> tuple[list[Period], list[str]]:
    """The periods; one without a year takes that of the point after it, else of the one before, else the latest."""
    years: list[int | None] = [point.year for point in points]
    for index in reversed(range(len(points) - 1)):
        years[index] = years[index] or _earlier(points[index], points[index + 1], years[index + 1])
    for index in range(1, len(points)):
        years[index] = years[index] or years[index - 1]
    assumed: list[str] = []
    periods = []
    for point, year in zip(points, years, strict=True):
        if year is None:
            year = next(
                it for it in range(today.year, today.year - 9, -1) if _exists(point, it) and point.of(it).first <= today
            )
            assumed.append(f"No year was named; I took the latest, {year}.")
        periods.append(point.of(year if _exists(point, year) else year - year % 4))
    return periods, list(dict.fromkeys(assumed))


def _earlier(point: Point, following: Point, year: int | None) -> int | None:
    """The year of what comes before a point in `year`: "November to February 2019" begins in 2018."""
    if year is None or point.grain != following.grain:
        return year
    return year - 1 if _first(point, year) > _first(following, year) else year


def _exists(point: Point, year: int) -> bool:
    try:
        point.of(year)
    except ValueError:
        return False
    return True


def _first(point: Point, year: int) -> date:
    return point.of(year if _exists(point, year) else year - year % 4).first


def _open(reading: Reading, point: Point, period: Period) -> Range | None:
    """Since, after, before and until one point."""
    onwards = _ONWARDS.match(reading.folded, point.end + 1)
    since = reading.right_before(_FROM, point.start)
    if onwards or (since and point.grain == "day" and not reading.right_before(_DATED, point.start)):
        opener = since or reading.right_before(_SINCE, point.start)
        reading.take(*(found.span() for found in (onwards, opener) if found))
        return Range(period.first, None, period.grain)
    for pattern, first, last in (
        (_SINCE, period.first, None),
        (_AFTER, period.last + timedelta(days=1), None),
        (_UNTIL, None, period.last),
        (_BEFORE, None, period.first - timedelta(days=1)),
    ):
        word = reading.right_before(pattern, point.start)
        if word and not reading.is_taken(*word.span()):
            reading.take(word.span())
            return Range(first, last, period.grain)
    return None


def _joined(reading: Reading, points: list[Point], periods: list[Period]) -> Range:
    """From the first to the last of the periods; those that are only listed are also what the answer is grouped by."""
    first, last = min(it.first for it in periods), max(it.last for it in periods)
    if len(points) == 1:
        return Range(first, last, periods[0].grain)
    gaps = [(one.end, other.start) for one, other in pairwise(points)]
    between = [reading.folded[low:high] for low, high in gaps]
    opener = reading.right_before(_OPENERS, points[0].start)
    if len(points) == 2 and _BETWEEN.fullmatch(between[0]) and (opener or not _LISTED.fullmatch(between[0])):
        reading.take(*gaps, *([opener.span()] if opener else []))
        return Range(first, last, "span")
    reading.take(*(gap for gap, words in zip(gaps, between, strict=True) if _LISTED.fullmatch(words)))
    grains = {period.grain for period in periods}
    group = grains.pop() if len(grains) == 1 else "month"
    group = group if group in PERIODS else "month"
    gapless = all(one.last + timedelta(days=1) >= other.first for one, other in pairwise(sorted(periods, key=_start)))
    told = f"The answer is grouped by {group} and also shows the time between the ones you named."
    return Range(first, last, "span", () if gapless else (told,), group)


def _start(period: Period) -> date:
    return period.first
