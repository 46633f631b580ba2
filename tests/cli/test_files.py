from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.cli.errors import Failed
from backend.cli.files import MAX_BUNDLE_BYTES, MAX_BUNDLE_FILES, File, bundles, find, label
from tests.cli.conftest import write


def names(*paths: Path) -> list[str]:
    return [file.name for file in find(paths)[0]]


def sized(*sizes: int) -> list[File]:
    return [File(Path(f"{number}"), f"{number}", size) for number, size in enumerate(sizes)]


def test_a_folder_gives_its_name_to_its_files_and_a_file_only_its_own(tmp_path: Path) -> None:
    write(tmp_path / "papers" / "2026" / "a.txt", "a")
    assert names(tmp_path / "papers") == ["papers/2026/a.txt"]
    assert names(tmp_path / "papers" / "2026" / "a.txt") == ["a.txt"]


def test_the_folder_one_is_in_has_its_name_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "papers" / "a.txt", "a")
    (tmp_path / "papers" / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "papers")
    assert names(Path()) == ["papers/a.txt"]
    monkeypatch.chdir("empty")
    assert names(Path("..")) == ["papers/a.txt"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found, (lost,) = find([tmp_path])
    assert (found, lost.reason) == ([], "This is no regular file.")


def test_a_name_that_is_no_utf_8_can_be_sent(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"coffee")
    assert names(tmp_path) == [f"{tmp_path.name}/caf\N{REPLACEMENT CHARACTER}.txt"]


def test_a_path_where_nothing_is_ends_the_command(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="There is no file or folder"):
        find([tmp_path / "none"])


def test_small_files_travel_together() -> None:
    assert [len(bundle) for bundle in bundles(sized(*[10] * (MAX_BUNDLE_FILES + 1)))] == [MAX_BUNDLE_FILES, 1]


def test_a_large_file_travels_alone() -> None:
    found = bundles(sized(10, MAX_BUNDLE_BYTES * 3, 10))
    assert [[file.name for file in bundle] for bundle in found] == [["0"], ["1"], ["2"]]


def test_an_upload_is_called_by_its_folder_its_only_file_or_its_number(tmp_path: Path) -> None:
    for name in ("papers/a.txt", "papers/b.txt", "c.txt"):
        write(tmp_path / name, name)
    assert label(find([tmp_path / "papers"])[0]) == "papers/"
    assert label(find([tmp_path / "c.txt"])[0]) == "c.txt"
    assert label(find([tmp_path / "c.txt", tmp_path / "papers"])[0]) == "3 files"
