from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import unspaced
from backend.core.spelling import usual


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Miet\u00adver\u00adtrag", "Mietvertrag"),
        ("zero\u200bwidth", "zerowidth"),
        ("Straße", "Strasse"),
        ("STRAẞE", "STRAssE"),
        ("o\ufb03ce", "office"),
        ("\uff21\uff22\uff23\uff11\uff12", "ABC12"),
        ("مُحَمَّد", "محمد"),
        ("العـــقد", "العقد"),
        ("שָׁלוֹם", "שלום"),
        ("Müller, naïve – 12,50 €", "Müller, naïve – 12,50 €"),
    ],
)
def test_a_word_has_one_spelling(written: str, found: str) -> None:
    assert usual(written) == found


@given(st.text())
def test_what_is_asked_is_spelled_as_what_is_indexed(text: str) -> None:
    once = usual(text)
    assert usual(once) == once
    assert unspaced.asked(text) == unspaced.asked(once)
    assert (unspaced.indexed(text) or text) == (unspaced.indexed(once) or once)
