"""What every store of blobs does, on the disk and in a real S3 store alike."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from backend.blobs.base import Incoming, Store
from backend.blobs.everywhere import Everywhere
from backend.blobs.registry import BLOBS, open_blobs
from backend.errors import DiskFull, NotFound, StoreUnavailable
from backend.settings import Settings

LARGE = bytes(range(256)) * 12_000
NOBODY = hashlib.sha256(b"never stored").hexdigest()


@pytest.fixture(params=BLOBS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings by which a store of each kind is opened."""
    if request.param == "disk":
        return Settings(data_dir=tmp_path, disk_reserve_bytes=0)
    seaweed = request.getfixturevalue("seaweed")
    made: Settings = seaweed.settings(tmp_path, blobs=seaweed.new_place())
    return made


@pytest.fixture
def blobs(settings: Settings) -> Store:
    return open_blobs(settings.blobs, settings)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    """Another place, where blobs were kept before."""
    yield open_blobs("disk", Settings(data_dir=tmp_path / "other", disk_reserve_bytes=0))


def received(blobs: Store, content: bytes) -> Incoming:
    incoming = blobs.receive()
    incoming.write(content[: len(content) // 3], content[len(content) // 3 :])
    return incoming


def put(blobs: Store, content: bytes) -> str:
    incoming = received(blobs, content)
    incoming.keep()
    incoming.secure()
    incoming.discard()
    return incoming.digest()


def left_behind(settings: Settings) -> list[Path]:
    return list((settings.data_dir / "incoming").iterdir())


@pytest.mark.parametrize("content", [b"", b"hello", LARGE], ids=["nothing", "little", "much"])
def test_bytes_are_stored_under_their_hash(blobs: Store, settings: Settings, content: bytes) -> None:
    sha256 = put(blobs, content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert blobs.has(sha256)
    with blobs.open(sha256) as stream:
        assert stream.read() == content
    with blobs.local(sha256) as path:
        assert path.read_bytes() == content
    assert left_behind(settings) == []


def test_what_is_only_received_is_no_blob_and_leaves_nothing_when_discarded(blobs: Store, settings: Settings) -> None:
    incoming = received(blobs, b"half a fi")
    assert not blobs.has(incoming.digest())
    incoming.discard()
    assert not blobs.has(incoming.digest())
    assert left_behind(settings) == []


def test_the_same_bytes_twice_at_once_and_again_are_one_blob(blobs: Store, settings: Settings) -> None:
    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(lambda _: put(blobs, b"hello"), range(16)))
    [sha256] = hashes
    assert put(blobs, b"hello") == sha256
    assert blobs.stored(sha256[:2], older_than=-60) == {sha256}
    assert left_behind(settings) == []


def test_many_are_kept_and_then_secured(blobs: Store) -> None:
    arrivals = [received(blobs, b"%d" % number) for number in range(20)]
    for each in arrivals:
        each.keep()
        each.keep()
    for each in arrivals:
        each.secure()
        each.discard()
    assert all(blobs.has(each.digest()) for each in arrivals)


@pytest.mark.parametrize(("first", "end"), [(0, 5), (100, None), (1_000_000, 1_000_010), (len(LARGE), None)])
def test_a_part_is_read_as_what_it_is(blobs: Store, first: int, end: int | None) -> None:
    with blobs.open(put(blobs, LARGE), first, end) as stream:
        assert stream.read() == LARGE[first:end]


def test_a_file_can_be_read_piece_by_piece(blobs: Store) -> None:
    with blobs.open(put(blobs, LARGE)) as stream:
        pieces = list(iter(lambda: stream.read(700_000), b""))
    assert max(map(len, pieces)) == 700_000
    assert b"".join(pieces) == LARGE


def test_what_is_gone_is_not_found(blobs: Store) -> None:
    assert not blobs.has(NOBODY)
    assert not blobs.vouches(NOBODY)
    with pytest.raises(NotFound):
        blobs.open(NOBODY)
    with pytest.raises(NotFound), blobs.local(NOBODY):
        pass


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab", "G" * 64])
def test_only_a_hash_names_a_blob(blobs: Store, name: str) -> None:
    with pytest.raises(NotFound):
        blobs.open(name)


def test_removing_takes_many_and_does_not_mind_what_is_gone(blobs: Store) -> None:
    kept, *gone = [put(blobs, b"%d" % number) for number in range(40)]
    blobs.delete(*gone, NOBODY)
    blobs.delete(*gone)
    blobs.delete()
    assert blobs.has(kept)
    assert not any(blobs.has(each) for each in gone)


def test_blobs_are_listed_by_how_they_begin_once_they_are_old_enough(blobs: Store) -> None:
    hashes = {put(blobs, b"%d" % number) for number in range(30)}
    for prefix in {each[:2] for each in hashes}:
        assert blobs.stored(prefix, older_than=-60) == {each for each in hashes if each.startswith(prefix)}
        assert blobs.stored(prefix, older_than=3_600) == set()


def test_sweeping_removes_receptions_that_nobody_finished(blobs: Store, settings: Settings) -> None:
    left = received(blobs, b"as a killed process leaves it behind")
    assert blobs.sweep(older_than=3_600) == 0
    assert blobs.sweep(older_than=-1) == 1
    assert left_behind(settings) == []
    left.discard()


def test_a_full_disk_is_said_before_a_byte_is_taken(settings: Settings) -> None:
    full = settings.model_copy(update={"disk_reserve_bytes": 2**60})
    with pytest.raises(DiskFull, match="in reserve"):
        open_blobs(full.blobs, full).receive()


def test_what_is_set_aside_can_be_stored_again(blobs: Store) -> None:
    sha256 = put(blobs, b"hello")
    blobs.set_aside(sha256)
    assert not blobs.has(sha256)
    assert put(blobs, b"hello") == sha256
    assert blobs.has(sha256)


def test_a_store_that_works_passes_its_check_and_answers(blobs: Store) -> None:
    blobs.check()
    assert blobs.answers()
    assert not [found for digit in "0123456789abcdef" for found in blobs.stored(f"0{digit}", -60)]


def test_a_killed_reader_leaves_copies_only_until_the_next_sweep(blobs: Store, settings: Settings) -> None:
    sha256 = put(blobs, b"hello")
    with blobs.local(sha256) as path:
        remote = path.is_relative_to(settings.data_dir / "incoming")
        assert blobs.sweep(older_than=-1) == remote
    assert blobs.has(sha256)


def test_older_blobs_are_found_in_the_place_they_were_kept_before(blobs: Store, other: Store) -> None:
    both = Everywhere(blobs, lambda: [other])
    old, new = put(other, b"old"), put(blobs, b"new")
    for sha256, content in ((old, b"old"), (new, b"new")):
        assert both.has(sha256)
        with both.open(sha256) as stream:
            assert stream.read() == content
        with both.local(sha256) as path:
            assert path.read_bytes() == content
        assert sha256 in both.stored(sha256[:2], -60)
    with pytest.raises(NotFound):
        both.open(NOBODY)
    both.delete(old, new)
    assert not other.has(old) and not blobs.has(new)


def test_what_is_stored_anew_goes_to_the_first_place_though_an_older_one_has_it(blobs: Store, other: Store) -> None:
    put(other, b"same")
    both = Everywhere(blobs, lambda: [other])
    incoming = both.receive()
    incoming.write(b"same")
    incoming.keep()
    incoming.secure()
    assert blobs.has(incoming.digest())


def test_an_older_place_that_is_away_hides_nothing_that_is_in_the_first(blobs: Store) -> None:
    class Away(Everywhere):
        def delete(self, *_: str) -> None:
            raise StoreUnavailable("away")

    both = Everywhere(blobs, lambda: [Away(blobs, list)])  # type: ignore[list-item]
    sha256 = put(blobs, b"new")
    with both.open(sha256) as stream:
        assert stream.read() == b"new"
    both.delete(sha256)
    assert not blobs.has(sha256)


def test_files_are_received_at_once_without_waiting_for_each_other(blobs: Store) -> None:
    together = threading.Barrier(4, timeout=20)

    def one(number: int) -> str:
        incoming = received(blobs, b"%d" % number)
        together.wait()
        incoming.keep()
        incoming.secure()
        return incoming.digest()

    with ThreadPoolExecutor(4) as pool:
        assert all(map(blobs.has, pool.map(one, range(4))))
