from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from backend.core.text import Text
from backend.errors import Cancelled, ExtractionFailed
from backend.sandbox.sandbox import PREFIX, Sandbox
from tests.formats.samples import zipped

MIB = 1024**2
LONG = b"[" + b"1," * 5_000_000 + b"1]"  # seconds of work


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    def _file(data: bytes) -> Path:
        path = tmp_path / "blob"
        path.write_bytes(data)
        return path

    return _file


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_one_child_reads_many_files(
    own: Callable[..., Sandbox],
    file: Callable[[bytes], Path],
) -> None:
    before = children()
    with own() as sandbox:
        first = sandbox.extract(file(b"One."), "a.txt")
        child = children() - before
        assert sandbox.extract(file(b"Two."), "b.txt").text.content == "Two."
        assert children() - before == child
        assert first.text == Text("One.", facts={"encoding": "utf-8"})
    assert children() == before


def test_a_fresh_child_takes_over_after_many_files(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sandbox.sandbox.FILES_PER_CHILD", 2)
    before = children()
    seen = set()
    with own() as sandbox:
        for _ in range(5):
            sandbox.extract(file(b"Text."), "a.txt")
            seen |= children() - before
    assert len(seen) == 3


def test_a_file_that_takes_too_long_is_given_up(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.sandbox.sandbox.WALL_PER_CPU", 100)
    with own(seconds=1, max_text_chars=50_000_000) as sandbox:
        with pytest.raises(ExtractionFailed, match="took longer than 1 s of computing") as caught:
            sandbox.extract(file(LONG), "a.json")
        assert not caught.value.retryable
        assert sandbox.extract(file(b"Next."), "b.txt").text.content == "Next."


def test_a_child_that_waits_for_ever_is_given_up(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path], tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with own(seconds=1) as sandbox:
        with pytest.raises(ExtractionFailed, match="took longer than 3 s to read") as caught:
            sandbox.extract(pipe, "a.txt")
        assert caught.value.retryable
        assert sandbox.extract(file(b"Next."), "b.txt").text.content == "Next."


@pytest.mark.parametrize(
    ("blow", "words", "retryable"),
    [
        (signal.SIGSEGV, "made its parser crash", False),
        (signal.SIGKILL, "The system stopped reading", True),
    ],
)
def test_a_dead_child_is_explained_and_replaced(
    blow: signal.Signals,
    words: str,
    retryable: bool,
    own: Callable[..., Sandbox],
    tmp_path: Path,
    file: Callable[[bytes], Path],
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    before = children()

    def strike() -> bool:
        for pid in children() - before:
            os.kill(pid, blow)
        return False

    with own() as sandbox:
        with pytest.raises(ExtractionFailed, match=words) as caught:
            sandbox.extract(pipe, "a.txt", stop=strike)
        assert caught.value.retryable is retryable
        assert sandbox.extract(file(b"Next."), "b.txt").text.content == "Next."


def test_a_cancelled_file_is_abandoned_and_its_child_ended(
    own: Callable[..., Sandbox],
    tmp_path: Path,
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    before = children()
    with own() as sandbox:
        with pytest.raises(Cancelled):
            sandbox.extract(pipe, "a.txt", stop=lambda: True)
        assert children() == before


def test_a_file_that_is_gone_can_be_tried_again(
    own: Callable[..., Sandbox],
    tmp_path: Path,
) -> None:
    with own() as sandbox:
        with pytest.raises(ExtractionFailed, match="could not be opened") as caught:
            sandbox.extract(tmp_path / "gone", "a.txt")
        assert caught.value.retryable


def test_memory_is_counted_per_file_not_in_total(
    own: Callable[..., Sandbox],
    file: Callable[[bytes], Path],
) -> None:
    with own(memory_bytes=64 * 1024**2, max_text_chars=10_000_000) as sandbox:
        for _ in range(4):
            assert len(sandbox.extract(file(b"word " * 1_500_000), "a.txt").text.content) == 7_500_000


def test_members_last_until_the_next_file(
    own: Callable[..., Sandbox],
    file: Callable[[bytes], Path],
) -> None:
    with own() as sandbox:
        (member,) = sandbox.extract(file(zipped({"a.txt": "Inner."})), "a.zip").members
        assert (member.name, member.path.read_text()) == ("a.txt", "Inner.")
        sandbox.extract(file(b"Next."), "b.txt")
        assert not member.path.exists()


def test_nothing_is_left_after_a_failure(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path], tmp_path: Path
) -> None:
    with own() as sandbox, pytest.raises(ExtractionFailed, match="more than 10 files inside"):
        sandbox.extract(file(zipped({f"{number}.txt": "x" for number in range(20)})), "a.zip")
    assert list((tmp_path / "spool").iterdir()) == []


def test_what_a_killed_worker_left_behind_is_swept_up_but_not_what_is_in_use(
    own: Callable[..., Sandbox], tmp_path: Path
) -> None:
    left = tmp_path / "spool" / f"{PREFIX}left"
    left.mkdir(parents=True)
    (left / "0").write_text("left behind")
    os.utime(left, (0, 0))
    with own() as first:
        assert not left.exists()
        os.utime(first.folder, (0, 0))
        with own():
            assert first.folder.exists()


def test_a_parser_sees_no_secret_of_the_worker(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:pass-phrase@host/db")
    before = children()
    with own() as sandbox:
        sandbox.extract(file(b"Text."), "a.txt")
        (pid,) = children() - before
        assert "pass-phrase" not in str(psutil.Process(pid).environ())


def test_a_parser_is_loaded_when_its_first_file_comes(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path]
) -> None:
    before = children()
    with own() as sandbox:
        sandbox.extract(file(b"Text."), "a.txt")
        (pid,) = children() - before
        loaded = {Path(mapping.path).name for mapping in psutil.Process(pid).memory_maps()}
    assert not [name for name in loaded if "pdfium" in name or "etree" in name]


def test_a_file_on_another_disk_is_copied(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_disk(_self: Path, _target: Path) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(Path, "hardlink_to", another_disk)
    with own() as sandbox:
        assert sandbox.extract(file(b"Text."), "a.txt").text.content == "Text."


def test_a_file_has_its_second_name_only_while_it_is_read(
    own: Callable[..., Sandbox], file: Callable[[bytes], Path]
) -> None:
    path = file(b"Text.")
    with own() as sandbox:
        sandbox.extract(path, "a.txt")
        assert path.stat().st_nlink == 1
