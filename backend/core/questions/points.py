"""The points in time that a question names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from backend.core.questions.dates import Point
from backend.core.questions.named_dates import CERTAIN, LOOSE
from backend.core.questions.reading import Reading
from backend.core.questions.relative_dates import RELATIVE

RULES = (*CERTAIN, *RELATIVE, *LOOSE)


def find_points(reading: Reading, today: date) -> list[Point]:
    """Every period the question names, in order; the longest reading of a place wins, by the order of RULES."""
    points: list[Point] = []
    held = bytearray(len(reading.text))  # 1 for a letter of a point
    for pattern, make in RULES:
        for found in reading.find(pattern):
            point = make(found, today)
            if point and held.find(1, point.start, point.end) < 0:
                held[point.start : point.end] = b"\x01" * (point.end - point.start)
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
