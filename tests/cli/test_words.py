from __future__ import annotations

from datetime import UTC, datetime

import pytest

from backend.cli import words


def test_a_document_can_not_order_the_terminal_about() -> None:
    assert words.plain("\x1b]0;owned\x07 a\tb\n\x9b31m \u202egpj.exe") == "�]0;owned� a\tb\n�31m �gpj.exe"


def test_what_is_not_quite_all_never_shows_as_all() -> None:
    assert [words.percent(share) for share in (0.934, 0.9999, 1.0)] == ["93%", "99%", "100%"]


@pytest.mark.parametrize(
    ("time", "shown"),
    [("11:59:20", "40 s"), ("11:57:00", "3 min"), ("07:00:00", "5 h"), ("12:00:09", "0 s")],
)
def test_an_age_has_one_unit(time: str, shown: str) -> None:
    assert words.age(f"2026-03-01T{time}+00:00", datetime(2026, 3, 1, 12, tzinfo=UTC)) == shown


def test_a_size_has_the_unit_that_fits() -> None:
    assert [words.size(number) for number in (512, 1536, 5 * 2**20, 3 * 2**30)] == [
        "512 B",
        "1.5 KB",
        "5.0 MB",
        "3.0 GB",
    ]


def test_a_question_that_waits_says_what_for() -> None:
    assert words.waiting(2) == "2 questions come before this one"
    assert words.waiting(1) == "1 question comes before this one"
    assert words.waiting(0) == words.waiting(None) == "Waiting for a worker"


def test_a_folder_becomes_a_collection_name() -> None:
    assert words.collection_name("Board minutes (2026)") == "board-minutes-2026"
    assert words.collection_name("Über München") == "über-münchen"
    assert words.collection_name("(…)") == ""
