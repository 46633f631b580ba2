"""Slips in the words that questions are made of."""

from __future__ import annotations

import pytest

from backend.core.questions.slips import correct


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("averge spend per recipt", "average spend per receipt"),
        ("how many differnt shops", "how many different shops"),
        ("total of all invocies", "total of all invoices"),
        ("Durchschnit pro Rechnug", "durchschnitt pro Rechnug"),
        ("summe aller rechnugen", "summe aller rechnungen"),
        ("combien de factuers", "combien de factures"),
        ("promdio por factura", "promedio por factura"),
    ],
)
def test_a_slip_of_one_letter_is_read_as_the_word(question: str, read: str) -> None:
    found, told = correct(question)
    assert found == read
    assert bool(told) == (found != question)


@pytest.mark.parametrize(
    "question",
    ["which contacts are there", "purchased in March", "the recipe", "paid to Recipt Ltd", "averages by day"],
)
def test_other_words_and_names_stay(question: str) -> None:
    assert correct(question) == (question, ())
