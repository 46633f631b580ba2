from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core import unspaced


@pytest.mark.parametrize(
    "text", ["", "plain", "Zürich, 1. März", "Ελλάδα", "Москва", "שלום", "مرحبا", "नमस्ते", "😀 ½ ①"]
)
def test_other_scripts_stay_as_they_are(text: str) -> None:
    assert unspaced.indexed(text) is None
    assert unspaced.asked(text) == (text, [], [])


def test_a_run_becomes_pairs_and_its_last_letter() -> None:
    assert unspaced.indexed("東京都 ABC会社") == " 東京 京都 都  ABC 会社 社 "


def test_punctuation_divides_and_adds_nothing() -> None:
    assert (unspaced.indexed("ア・イウ") or "").split() == ["ア", "イウ", "ウ"]


def test_compatible_forms_are_one_letter() -> None:
    assert unspaced.asked("ｶﾞｽ")[1] == unspaced.asked("ガス")[1] == ["ガス"]
    assert unspaced.asked("한국")[1] == unspaced.asked("\u1112\u1161\u11ab\u1100\u116e\u11a8")[1] == ["한국"]


def test_marks_stay_with_their_letter() -> None:
    assert len(unspaced.asked("ที่")[2]) == 1
    assert unspaced.asked("มติ")[1] != unspaced.asked("มตู")[1]


@given(st.text(alphabet=st.characters(min_codepoint=0x0E00, max_codepoint=0x9FFF), max_size=40))
def test_whatever_is_asked_in_the_words_of_a_text_is_indexed(text: str) -> None:
    words = (unspaced.indexed(text) or text).split()
    _, pairs, alone = unspaced.asked(text)
    assert set(pairs) | set(alone) <= set(words)
