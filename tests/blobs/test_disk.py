"""What is special about blobs on the disk; what all stores do is in test_contract.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from backend.blobs import allocate
from backend.blobs.disk import DiskBlobs
from backend.errors import StoreUnavailable
from tests.blobs.test_contract import put


@pytest.fixture
def blobs(tmp_path: Path) -> DiskBlobs:
    return DiskBlobs(tmp_path, reserve_bytes=0)


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


def test_a_blob_is_readable_by_its_owner_alone(blobs: DiskBlobs) -> None:
    assert blobs.path(put(blobs, b"hello")).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_went_away_is_noticed(blobs: DiskBlobs) -> None:
    blobs.folder.rename(blobs.folder.with_name("elsewhere"))
    assert not blobs.answers()
    with pytest.raises(StoreUnavailable, match="can not be written"):
        blobs.check()


def test_what_is_stored_without_flushing_is_stored_all_the_same(tmp_path: Path) -> None:
    blobs = DiskBlobs(tmp_path, reserve_bytes=0, durable=False)
    with blobs.local(put(blobs, b"hello")) as path:
        assert path.read_bytes() == b"hello"
