"""Hashtags in questions."""

from __future__ import annotations

import pytest

from backend.core.questions.hashtags import split

COLLECTIONS = ["Receipts", "Müll", "2019", "v1.2"]


@pytest.mark.parametrize(
    ("question", "recognized", "rest"),
    [
        ("total in #receipts?", ("Receipts",), "total in ?"),
        ("#RECEIPTS and #müll total", ("Receipts", "Müll"), "and total"),
        ("#receipts #Receipts", ("Receipts",), ""),
        ("#2019 total", ("2019",), "total"),
        ("what is in #v1.2.", ("v1.2",), "what is in ."),
        ("total of #Receipts.", ("Receipts",), "total of ."),
        ("no tag", (), "no tag"),
    ],
)
def test_tags_select_collections_whatever_their_case(question: str, recognized: tuple[str, ...], rest: str) -> None:
    tags, left = split(question, COLLECTIONS)
    assert (tags.recognized, tags.unrecognized, left) == (recognized, (), rest)


def test_accents_may_be_composed_either_way() -> None:
    assert split("#mu\u0308ll", COLLECTIONS)[0].recognized == ("Müll",)


def test_a_tag_of_no_collection_is_reported() -> None:
    tags, rest = split("#nothing total", COLLECTIONS)
    assert (tags.detected, tags.recognized, tags.unrecognized, rest) == (("nothing",), (), ("nothing",), "total")


@pytest.mark.parametrize("text", ["invoice #4711", "C# and F#", "a#b", "see page#2", "# total"])
def test_numbers_and_signs_within_words_are_no_tags(text: str) -> None:
    assert split(text, COLLECTIONS)[0].detected == ()
