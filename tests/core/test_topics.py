"""Topics: words that mean the same thing to spend money on."""

from __future__ import annotations

import pytest

from backend.core.topics import has_words, is_topic, places_of


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Unleaded 95", "fuel"),
        ("Super E10 45 L", "petrol"),
        ("Web Hosting, May", "hosting"),
        ("Stromlieferung", "Strom"),
        ("two invoices", "invoice"),
        ("Grocery", "groceries"),
        ("Café Central", "coffee"),
        ("Taxi", "taxis|trains"),
    ],
)
def test_a_word_stands_in_one_or_in_many_and_in_other_words_of_its_topic(text: str, word: str) -> None:
    assert has_words(text, [word])


def test_a_word_inside_another_does_not_count() -> None:
    assert not has_words("Parental leave", ["rent"])
    assert not has_words("software licence", ["soft"])


def test_a_document_of_a_category_says_the_category() -> None:
    assert has_words("Bread 2.00", ["groceries"], category="groceries")
    assert not has_words("Bread 2.00", ["coffee"], category="groceries")


def test_places_are_those_of_the_text_as_written() -> None:
    text = "Straße 3, CAFÉ\nCentral; a café"
    assert [text[start:end] for start, end in places_of(text, ["café"])] == ["CAFÉ", "café"]
    assert places_of("login\n  problems", ["login problems"]) == [(0, 16)]


def test_a_name_is_no_topic() -> None:
    assert is_topic("Restaurants")
    assert not is_topic("Larkfield")
