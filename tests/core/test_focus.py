from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.core.focus import focus

MINUTES = """The wind turbine at Grayfield stands on a hill. It was built by Larkspur & Co. in 2012.
In its best year the turbine produced 4,213 MWh. A visitor may climb it on Sundays.

Deposit of the flat: 1,900 euros.
Die Kaution der Wohnungen wurde am 3. Mai bezahlt, z.B. vom Mieter.
"""


def found(question: str, passage: str = MINUTES) -> str:
    span = focus(passage, question)
    return passage[slice(*span)] if span else ""


def test_the_sentence_with_the_most_of_the_words_is_found() -> None:
    produced = "In its best year the turbine produced 4,213 MWh."
    assert found("How much did the turbine at Grayfield produce?") == produced
    assert found("visitors on sunday") == "A visitor may climb it on Sundays."
    assert found("1,900") == found("Who paid deposits?") == "Deposit of the flat: 1,900 euros."


def test_words_are_found_in_other_forms_and_accents_and_topics() -> None:
    assert found("Wohnung bezahlen").startswith("Die Kaution")
    assert found("depôt ou déposit").startswith("Deposit")
    bought = "Bread 2.10\nUnleaded 95 40.00\nTotal 42.10"
    assert found("How much fuel?", bought) == "Unleaded 95 40.00"


def test_scripts_without_spaces_are_searched_by_pairs_of_letters() -> None:
    text = "風車は丘の上に立つ。最良の年に4213MWhを発電した。日曜日に登れる。"
    assert found("発電はいくら", text) == "最良の年に4213MWhを発電した。"


def test_numbers_have_to_be_the_same() -> None:
    assert found("12", "Item 1234\nItem 12\nItem 123") == "Item 12"


def test_of_equals_the_first_is_taken() -> None:
    assert found("rye", "Barley.\nRye one.\nRye two.") == "Rye one."


def test_without_any_of_the_words_nothing_is_found() -> None:
    assert focus(MINUTES, "zebra?") is focus(MINUTES, "") is focus("", "zebra") is None


@given(st.text(), st.text())
def test_it_lies_within_the_passage(passage: str, question: str) -> None:
    start, end = focus(passage, question) or (0, 1)
    assert 0 <= start < end <= max(1, len(passage))
