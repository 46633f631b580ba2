"""Days of the week in questions."""

from __future__ import annotations

from datetime import date

import pytest

from backend.core.intent import classify
from backend.core.plan import Filters


def filters(question: str) -> Filters:
    plan = classify(question, today=date(2026, 11, 22)).plan
    return plan.filters if plan else Filters()


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("spending on Sundays", ("Sunday",)),
        ("what did I spend at the weekend", ("Saturday", "Sunday")),
        ("How many receipts are from Mondays or Fridays?", ("Monday", "Friday")),
        ("Wie viel habe ich sonntags ausgegeben?", ("Sunday",)),
        ("Ausgaben am Wochenende", ("Saturday", "Sunday")),
        ("Combien ai-je dépensé le dimanche ?", ("Sunday",)),
        ("gastos los lunes en marzo", ("Monday",)),
        ("gastos en fin de semana", ("Saturday", "Sunday")),
    ],
)
def test_days_of_the_week_are_a_filter(question: str, days: tuple[str, ...]) -> None:
    found = filters(question)
    assert (found.weekdays, found.words, found.meaning, found.vendor) == (days, (), "", "")


@pytest.mark.parametrize("question", ["spending by weekday", "total at Sunday Times", "Ausgaben nach Wochentag"])
def test_a_group_or_a_name_is_no_day(question: str) -> None:
    assert filters(question).weekdays == ()
