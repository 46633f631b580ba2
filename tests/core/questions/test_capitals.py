"""Names in questions whose letters are common words too."""

from __future__ import annotations

from datetime import date

import pytest

from backend.core.intent import classify
from backend.core.plan import Filters


def filters(question: str) -> Filters:
    plan = classify(question, today=date(2026, 11, 22)).plan
    assert plan is not None
    return plan.filters


@pytest.mark.parametrize(
    ("question", "vendor"),
    [
        ("How much did I spend at Uber?", "Uber"),
        ("How much did I spend at Total?", "Total"),
        ("How much did I spend at Bill's in March?", "Bill's"),
        ("How much did I spend at The Works?", "The Works"),
        ("How much did I spend at IT Works?", "IT Works"),
        ("How much did I spend at May's Deli?", "May's Deli"),
        ("How much did I spend at March Hare Pub in March?", "March Hare Pub"),
        ("How much did I spend at 2 Sisters?", "2 Sisters"),
        ("How much did I spend at Tesco March 2026?", "Tesco"),
        ("How much did I spend at Lidl EUR", "Lidl"),
        ("How Much Did I Spend At Tesco In March?", "Tesco"),
        ("How much went to Uber in March?", "Uber"),
        ("total of invoices from Total", "Total"),
        ("payments to Bintang SDN BHD", "Bintang SDN BHD"),
        ("Wie viel habe ich bei Netto ausgegeben?", "Netto"),
        ("Wie viel habe ich bei Alle Farben ausgegeben?", "Alle Farben"),
        ("Summe der Zahlungen an Netto", "Netto"),
        ("Rechnungen von Uber", "Uber"),
        ("Combien ai-je dépensé chez Total en avril ?", "Total"),
        ("¿Cuánto he pagado a Total?", "Total"),
        ("¿Cuánto gasté en Uber?", "Uber"),
        ("¿Cuánto gasté en Total?", "Total"),
        ("How much did I spend at Day Lewis?", "Day Lewis"),
        ("Rechnungen von Dollar Tree", "Dollar Tree"),
        ("Wie viel hat Chloé Martin für Hotel ausgegeben?", "Chloé Martin"),
        ("Combien a Chloé Martin dépensé ?", "Chloé Martin"),
        ("¿Cuánto ha gastado Luis Ortega en comidas?", "Luis Ortega"),
    ],
)
def test_a_capital_makes_a_name_of_a_common_word(question: str, vendor: str) -> None:
    assert filters(question).vendor == vendor


@pytest.mark.parametrize(
    "question",
    [
        "Wie viel haben wir bei Lieferanten ausgegeben?",
        "payments from January to March",
        "Total from All Invoices",
        "What did I spend at Restaurants?",
        "Wie viel habe ich an Mehrwertsteuer bezahlt?",
        "HOW MUCH DID I SPEND AT ALL?",
        "Ausgaben über 100 Euro",
        "total of what it is paid at. Also by month",
    ],
)
def test_a_noun_a_date_or_a_tax_is_no_name(question: str) -> None:
    assert filters(question).vendor == ""


@pytest.mark.parametrize("question", ["total for Uber", "How much did I spend on Uber?", "Ausgaben für Uber 2025"])
def test_what_no_vendor_holds_must_stand_in_the_document(question: str) -> None:
    assert filters(question).words == ("Uber",)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("total for Dollar Tree", ("Dollar Tree",)),
        ("total for March Hare Pub in March", ("March Hare Pub",)),
        ("total for All Suppliers", ()),
        ("Total for Each Month", ()),
    ],
)
def test_several_words_with_capitals_are_one_name_unless_they_end_in_a_noun(
    question: str, words: tuple[str, ...]
) -> None:
    assert filters(question).words == words


@pytest.mark.parametrize("question", ["What did Milton pay to Veolia?", "Was hat Milton an Veolia gezahlt?"])
def test_of_two_names_who_is_paid_is_the_vendor_and_the_other_must_stand_there(question: str) -> None:
    assert (filters(question).vendor, filters(question).words) == ("Veolia", ("Milton",))


@pytest.mark.parametrize(
    ("question", "vendor"),
    [
        ("total paid to Veolia and Biffa", "Veolia|Biffa"),
        ("What did I spend at Tesco or Lidl?", "Tesco|Lidl"),
        ("Wie viel haben wir an Veolia GmbH und Remondis Nord gezahlt?", "Veolia GmbH|Remondis Nord"),
        ("How much did we pay to Kier and Sons?", "Kier and Sons"),
        ("How much did we pay to Hampshire and Isle of Wight Trust?", "Hampshire and Isle of Wight Trust"),
    ],
)
def test_two_names_are_either_of_them_where_they_are_not_one(question: str, vendor: str) -> None:
    assert filters(question).vendor == vendor
