from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend.core.focus import focus

FIRST, LAST = "The first page of the report.\n", "The end of the report.\n"
PAGES = FIRST * 20 + "The deposit of the flat is 1,900 euros.\n" + LAST * 9


def test_the_place_with_the_most_of_the_words_is_found() -> None:
    assert PAGES[focus(PAGES, "How much is the deposit of the flat?") :].startswith(("The deposit", "deposit"))
    assert PAGES[focus(PAGES, "1,900") :].startswith("900")


def test_without_any_of_the_words_it_is_the_beginning() -> None:
    assert focus(PAGES, "zebra?") == focus(PAGES, "") == focus("", "zebra") == 0


@given(st.text(), st.text())
def test_it_lies_within_the_passage(passage: str, question: str) -> None:
    assert 0 <= focus(passage, question) <= len(passage)
