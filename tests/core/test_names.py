from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.names import MAX_FILE_NAME, UNNAMED, file_name, is_collection_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("2026/March/report.pdf", "2026/March/report.pdf"),
        ("..\\..\\windows\\win.ini", "windows/win.ini"),
        ("/etc/passwd", "etc/passwd"),
        ("a/./b//../c.txt", "a/b/c.txt"),
        ("line\nbreak\u202e.txt", "line break .txt"),
        ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
        ("", UNNAMED),
        ("..", UNNAMED),
    ],
)
def test_a_file_name_is_kept_but_can_not_climb_or_hide(raw: str, shown: str) -> None:
    assert file_name(raw) == shown


@given(st.text(max_size=3_000))
def test_any_name_becomes_one_that_can_be_shown(raw: str) -> None:
    name = file_name(raw)
    assert 0 < len(name) <= MAX_FILE_NAME
    assert ".." not in name.split("/")
    assert all(letter >= " " for letter in name)


@pytest.mark.parametrize("name", ["receipts", "Q1-2026", "müller_gmbh", "a.b", "東京"])
def test_a_collection_name_works_behind_a_hash(name: str) -> None:
    assert is_collection_name(name)


@pytest.mark.parametrize("name", ["", "two words", "#tag", "-dash", "a/b", "x" * 65, "<b>"])
def test_other_collection_names_are_refused(name: str) -> None:
    assert not is_collection_name(name)
