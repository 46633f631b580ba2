from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.sentences import LONGEST, sentences

WRAPPED = """The contract runs for twelve months and is renewed for
one more year, unless it is ended in writing ninety
days before. Fruit that arrives bruised may be returned
within three days.
Signed in Malmö
Ada Lovelace"""
RECEIPT = "Corner Bakery\nDate: 02/03/2026\n\nRye bread      4.20\nTOTAL EUR 8.00\nThank you"


def parts(text: str, *cuts: int, lines: bool = False) -> list[str]:
    return [text[start:end] for start, end in sentences(text, cuts, lines=lines)]


def test_prose_goes_over_the_ends_of_its_lines() -> None:
    assert parts(WRAPPED) == [
        "The contract runs for twelve months and is renewed for\none more year, "
        "unless it is ended in writing ninety\ndays before.",
        "Fruit that arrives bruised may be returned\nwithin three days.",
        "Signed in Malmö",
        "Ada Lovelace",
    ]


def test_what_is_no_prose_is_read_line_by_line() -> None:
    assert parts(RECEIPT) == [
        "Corner Bakery",
        "Date: 02/03/2026",
        "Rye bread      4.20",
        "TOTAL EUR 8.00",
        "Thank you",
    ]
    assert parts("The board decided:\n- the roof is mended\n- the van is sold") == [
        "The board decided:",
        "- the roof is mended",
        "- the van is sold",
    ]
    assert parts("a. It rained,\nand then it snowed") == ["a. It rained,\nand then it snowed"]
    assert parts("A,1\nand,2", lines=True) == ["A,1", "and,2"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Smith met Mr. Jones on 3. May at No. 5, i.e. at home.",
        "J. S. Bach paid 1.250 for it, approx. half of it in cash.",
        "Was it worth it?",
        "“It was.”",
        "Er zahlte z. B. am 12. Mai.",
    ],
)
def test_not_every_full_stop_ends_a_sentence(sentence: str) -> None:
    text = f"It rained. {sentence} Then it stopped."
    assert parts(text) == ["It rained.", sentence, "Then it stopped."]


def test_a_sentence_ends_where_a_page_does() -> None:
    assert parts("on one page and the next", 12) == ["on one page", "and the next"]
    assert parts("on one page", -5, 0, 11, 99) == ["on one page"]


def test_what_has_no_end_is_cut_between_words() -> None:
    made = parts("word " * 300)
    assert {word for each in made for word in each.split()} == {"word"}
    assert all(len(each) <= LONGEST for each in made)
    assert len(parts("x" * 1000)) == 3


@given(st.text(), st.lists(st.integers()), st.booleans())
def test_every_letter_lies_in_one_sentence(text: str, cuts: list[int], lines: bool) -> None:
    spans = sentences(text, cuts, lines=lines)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(start < end for start, end in spans)
    assert sorted(spans) == spans
