from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from backend.blobs import allocate
from backend.blobs.disk import DiskBlobs
from backend.errors import DiskFull, NotFound


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path, reserve_bytes=0)


def put(blobs: DiskBlobs, content: bytes) -> str:
    incoming = blobs.receive()
    incoming.write(content)
    incoming.keep()
    return incoming.digest()


def test_bytes_are_stored_under_their_hash(blobs: DiskBlobs) -> None:
    sha256 = put(blobs, b"hello")
    assert sha256 == hashlib.sha256(b"hello").hexdigest()
    with blobs.open(sha256) as stream:
        assert stream.read() == b"hello"
    with blobs.local(sha256) as path:
        assert path.read_bytes() == b"hello"


def test_the_same_bytes_twice_are_one_file(blobs: DiskBlobs) -> None:
    put(blobs, b"hello")
    put(blobs, b"hello")
    assert len([path for path in blobs.folder.rglob("*") if path.is_file()]) == 1
    assert list(blobs.incoming.iterdir()) == []


def test_discarded_bytes_leave_nothing_behind(blobs: DiskBlobs) -> None:
    incoming = blobs.receive()
    incoming.write(b"half a fi")
    incoming.discard()
    assert list(blobs.incoming.iterdir()) == []


def test_a_full_disk_is_said_before_a_byte_is_taken(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path, reserve_bytes=2**60)
    with pytest.raises(DiskFull, match="in reserve"):
        blobs.receive()


@pytest.mark.parametrize("pieces", [[700_000] * 3, [9_000_000, 12_000_000], [100_000] * 90])
def test_room_that_was_allocated_for_a_large_file_is_given_back(blobs: DiskBlobs, pieces: list[int]) -> None:
    incoming, whole = blobs.receive(), b""
    for number, size in enumerate(pieces):
        piece = bytes([number % 256]) * size
        incoming.write(piece[: size // 3], piece[size // 3 :])
        whole += piece
    incoming.keep()
    with blobs.open(incoming.digest()) as stream:
        assert stream.read() == whole
        assert os.fstat(stream.fileno()).st_blocks * 512 < len(whole) + 64 * 1024


def test_without_a_call_to_allocate_files_are_stored_all_the_same(
    blobs: DiskBlobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allocate, "_fallocate", lambda: None)
    content = b"x" * 3_000_000
    sha256 = put(blobs, content)
    with blobs.open(sha256) as stream:
        assert stream.read() == content


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab", "G" * 64])
def test_only_a_hash_names_a_blob(blobs: DiskBlobs, name: str) -> None:
    with pytest.raises(NotFound):
        blobs.open(name)


def test_sweeping_removes_receptions_that_nobody_finished(blobs: DiskBlobs) -> None:
    left = blobs.receive()
    left.write(b"as a killed process leaves it behind")
    assert blobs.sweep(older_than=3_600) == 0
    assert blobs.sweep(older_than=-1) == 1
    left.discard()
