"""Small files get little time, and a part of a file that costs too much takes no other along."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.formats import effort
from backend.formats.effort import LEAST_SECONDS, MIB, NOTE, SECONDS_PER_MIB, allowed, begun, goes_on, left_out

from .conftest import Read, Refused
from .hostile import PDF_RENT, pdf_forms, pdf_operations, pdf_pages


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.mark.parametrize(
    ("size", "seconds"),
    [(0, LEAST_SECONDS), (2 * MIB, LEAST_SECONDS + 2 * SECONDS_PER_MIB), (1_000 * MIB, 120)],
)
def test_the_time_of_a_file_grows_with_its_size(size: int, seconds: int, folder: Path) -> None:
    path = folder / "file"
    with path.open("wb") as file:
        file.truncate(size)
    assert allowed(120, path) == seconds
    assert allowed(5, path) == 5


def test_a_file_that_is_gone_is_left_to_who_opens_it(folder: Path) -> None:
    assert allowed(120, folder / "gone") == LEAST_SECONDS


@pytest.mark.parametrize(("note", "part"), [("7", 7), ("7    ", 7), ("", None), ("seven", None), ("-1", -1)])
def test_a_note_says_which_part_was_begun(note: str, part: int | None, folder: Path) -> None:
    (folder / NOTE).write_text(note)
    assert begun(folder) == part


def test_no_note_leads_out_of_the_folder_or_keeps_anybody_waiting(folder: Path) -> None:
    assert begun(folder) is None
    (folder / NOTE).symlink_to("/proc/sys/kernel/pid_max")
    assert begun(folder) is None
    (folder / NOTE).unlink()
    os.mkfifo(folder / NOTE)
    assert begun(folder) is None


def test_a_file_is_read_again_only_so_often() -> None:
    assert goes_on([], 1)
    assert not goes_on([], None)
    assert not goes_on([1], 1)
    assert not goes_on([1, 2], 3)


@pytest.mark.parametrize(
    ("parts", "total", "words"),
    [
        ([2], 3, "1 of 3 pages was left out (2): reading it takes too much time or memory."),
        ([2, 5, 6, 7], 9, "4 of 9 pages were left out (2, 5 to 7): reading them takes too much time or memory."),
        (
            range(1, 2_000, 2),
            2_000,
            "1,000 of 2,000 pages were left out (1, 3, 5, 7, 9, 11, 13, 15, 17, 19 …): reading them takes too much "
            "time or memory.",
        ),
    ],
)
def test_parts_that_were_left_out_are_named(parts: list[int], total: int, words: str) -> None:
    assert left_out("page", list(parts), total) == words


LINES = b"0 0 m 9 9 l S\n"


def test_of_pages_made_to_do_harm_only_those_are_lost(read: Read) -> None:
    text = read("a.pdf", pdf_operations(LINES, 5_000_000)).text
    assert [line for line in text.content.split("\n") if line] == ["The rent is 950", "The rent is 975"]
    assert text.warnings == ("1 of 3 pages was left out (2): reading it takes too much time or memory.",)
    assert text.place(text.content.index("975")) == {"page": 3}


def test_a_file_of_many_such_pages_ends_before_the_second(read: Read) -> None:
    bombs = [LINES * 5_000_000] * 3
    text = read("a.pdf", pdf_pages([PDF_RENT, bombs[0], PDF_RENT, bombs[1], PDF_RENT, bombs[2]])).text
    assert text.content.count("The rent is 950") == 2
    assert "4 of 6 pages were left out (2, 4 to 6)" in text.warnings[0]


def test_a_file_of_nothing_else_is_refused(refused: Refused) -> None:
    assert "Every page of the PDF" in refused("a.pdf", pdf_pages([LINES * 5_000_000]))


def test_forms_that_draw_forms_cost_no_more_than_their_page(read: Read) -> None:
    assert "The rent is 950" in read("a.pdf", pdf_forms(12, 20)).text.content


def test_nothing_is_begun_once_most_of_the_time_is_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("backend.formats.effort.time.process_time", lambda: now)
    monkeypatch.setattr("backend.formats.effort.signal.setitimer", lambda *_: None)
    with effort.Limited(10, folder) as limited:
        assert limited.begin(1)
        now = 7.0
        assert limited.begin(2)
        assert begun(folder) == 2
        now = 8.0
        assert not limited.begin(3)
        assert limited.spent
        assert begun(folder) is None
