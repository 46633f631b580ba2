"""What a question wants left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backend.core.intent import Intent, classify


def ask(question: str) -> Intent:
    return classify(question, today=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("question", "left_out"),
    [
        ("total paid to all suppliers except Veolia", {"without_vendors": ("Veolia",)}),
        ("sum of invoices except those from ACME", {"without_vendors": ("ACME",)}),
        ("total without Werkzeugkiste24", {"without_vendors": ("Werkzeugkiste24",)}),
        ("total without credit notes", {"without_words": ("credit notes",)}),
        ("everything except groceries and rent", {"without_words": ("groceries", "rent")}),
        ("Summe aller Zahlungen außer an Veolia und Biffa", {"without_vendors": ("Veolia", "Biffa")}),
        ("Ausgaben ohne Lebensmittel", {"without_words": ("Lebensmittel",)}),
        ("Wie viel habe ich ohne Pfand ausgegeben?", {"without_words": ("Pfand",)}),
        ("Total des factures sauf Veolia", {"without_vendors": ("Veolia",)}),
        ("gastos sin Amazon", {"without_vendors": ("Amazon",)}),
    ],
)
def test_names_and_words_that_filters_leave_out(question: str, left_out: dict[str, Any]) -> None:
    intent = ask(question)
    assert intent.plan
    assert intent.plan.operation == "sum"
    assert intent.plan.filters.model_dump(exclude_defaults=True) == left_out
    assert "is left out" in intent.reasoning


def test_what_comes_behind_an_exclusion_stays_a_condition() -> None:
    plan = ask("Ausgaben ohne Lebensmittel im März 2026").plan
    assert plan is not None
    assert (plan.filters.without_words, plan.filters.date_from) == (("Lebensmittel",), date(2026, 3, 1))


@pytest.mark.parametrize("question", ["total of all invoices without VAT", "Summe der Rechnungen ohne MwSt"])
def test_without_tax_is_another_amount(question: str) -> None:
    plan = ask(question).plan
    assert plan is not None
    assert plan.filters.without_words == ()
