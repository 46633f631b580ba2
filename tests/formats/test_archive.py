"""ZIP and GZIP."""

from __future__ import annotations

import gzip
import io
import os
import zipfile

import pytest

from backend.formats.spool import safe_name

from .conftest import MIB, Read, Refused
from .samples import pdf, zipped


def test_members_are_listed_and_unpacked(read: Read) -> None:
    found = read("a.zip", zipped({"docs/one.txt": "One.", "two.pdf": pdf()}))
    assert found.text.content.splitlines()[0] == "docs/one.txt (4 bytes)"
    assert [member.name for member in found.members] == ["docs/one.txt", "two.pdf"]
    assert found.members[0].path.read_text() == "One."
    assert found.text.facts["files"] == 2


def test_an_archive_within_an_archive_is_a_member_like_any_other(read: Read) -> None:
    (member,) = read("a.zip", zipped({"inner.zip": zipped({"b.txt": "b"})})).members
    assert zipfile.is_zipfile(member.path)


def test_what_systems_leave_behind_is_skipped(read: Read) -> None:
    members = {
        "a.txt": "a",
        "__MACOSX/._a.txt": "x",
        ".DS_Store": "x",
        "b/Thumbs.db": "x",
        ".git/config": "x",
        "c/": "",
    }
    assert [member.name for member in read("a.zip", zipped(members)).members] == ["a.txt"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\a.txt", "Users/a.txt"),
        ("a/./b//c.txt", "a/b/c.txt"),
        ("line\nbreak\x00.txt", "line break .txt"),
        ("<script>.txt", "<script>.txt"),
        ("..", "file"),
        ("", "file"),
        ("x" * 2_000 + ".txt", "x" * 508 + ".txt"),
    ],
)
def test_a_name_can_not_lead_out_of_the_folder(name: str, shown: str) -> None:
    assert safe_name(name, "file") == shown


def test_hostile_names_stay_inside_the_spool(read: Read) -> None:
    found = read("a.zip", zipped({"../../../tmp/evil.txt": "x", "/abs.txt": "y"}))
    assert [member.name for member in found.members] == ["tmp/evil.txt", "abs.txt"]
    assert len({member.path.parent for member in found.members}) == 1


def test_names_in_unmarked_utf8_are_read_right(read: Read) -> None:
    data = zipped({"Mietvertrag_xx.txt": "x"}).replace(b"_xx", "_ä".encode())
    assert read("a.zip", data).members[0].name == "Mietvertrag_ä.txt"


@pytest.mark.parametrize("name", ["", ".", "..", "./.", "/", "//", "\\", "C:", " ", "\0", "\u202e"])
def test_a_member_whose_name_is_none_is_left_out_and_told(name: str, read: Read) -> None:
    with zipfile.ZipFile(data := io.BytesIO(), "w") as archive:
        for each in ("a.txt", name, "b.txt"):
            entry = zipfile.ZipInfo("x")
            entry.filename = each  # as it is
            archive.writestr(entry, each or "nameless")
    found = read("a.zip", data.getvalue())
    assert [member.name for member in found.members] == ["a.txt", "b.txt"]
    if not name.endswith("/"):
        assert found.text.warnings == ("1 of 3 files have no name that a file can have and were left out.",)


def locked(data: bytes, name: bytes) -> bytes:
    """The same ZIP with the flag set that says this member is encrypted."""
    for signature, flags, start in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        offset = next(
            o for o in range(len(data)) if data[o:].startswith(signature) and data[o + start :].startswith(name)
        )
        data = data[: offset + flags] + b"\x01" + data[offset + flags + 1 :]
    return data


def test_a_protected_member_is_left_out_and_told(read: Read) -> None:
    found = read("a.zip", locked(zipped({"a.txt": "a", "b.txt": "b"}), b"b.txt"))
    assert [member.name for member in found.members] == ["a.txt"]
    assert found.text.warnings == ("1 of 2 files are protected by a password and were left out.",)


def test_a_protected_archive_is_refused(refused: Refused) -> None:
    assert "protected by a password" in refused("a.zip", locked(zipped({"a.txt": "a"}), b"a.txt"))


def test_a_damaged_member_is_left_out_and_told(read: Read) -> None:
    data = bytearray(zipped({"a.txt": "a" * 100, "b.txt": "b"}, zipfile.ZIP_STORED))
    data[data.index(b"aaaa")] = ord("x")
    found = read("a.zip", bytes(data))
    assert [member.name for member in found.members] == ["b.txt"]
    assert "1 of 2 files are damaged" in found.text.warnings[0]


@pytest.mark.parametrize("data", [zipped({}), zipped({".DS_Store": "x"})])
def test_an_archive_of_nothing_is_empty(data: bytes, refused: Refused) -> None:
    assert refused("a.zip", data) == "The archive is empty."


def test_a_bomb_is_refused_before_it_unpacks(refused: Refused) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as member:
        for _ in range(300):
            member.write(bytes(MIB))
    assert "more than 200 times its size" in refused("a.zip", buffer.getvalue())


def test_members_too_large_together_are_refused(refused: Refused) -> None:
    block = os.urandom(17 * MIB)
    assert "larger than 32 MB together" in refused("a.zip", zipped({"a": block, "b": block}, zipfile.ZIP_STORED))


def test_too_many_members_are_refused(refused: Refused) -> None:
    assert "more than 50 files inside" in refused("a.zip", zipped({f"{number}.txt": "x" for number in range(51)}))


@pytest.mark.parametrize(
    ("name", "inner"), [("a.csv.gz", "a.csv"), ("A.CSV.GZ", "A.CSV"), ("a.tgz", "a.tar"), ("folder/a", "a")]
)
def test_a_gzip_file_has_one_member(name: str, inner: str, read: Read) -> None:
    (member,) = read(name, gzip.compress(b"a,b\n")).members
    assert (member.name, member.path.read_bytes()) == (inner, b"a,b\n")


def test_a_cut_gzip_file_is_damaged(refused: Refused) -> None:
    assert "damaged" in refused("a.gz", gzip.compress(os.urandom(1_000))[:500])


def test_bytes_behind_a_packed_file_are_told_and_harm_nothing(read: Read) -> None:
    data = os.urandom(2 * MIB)
    found = read("a.gz", gzip.compress(data[:MIB]) + gzip.compress(data[MIB:]) + bytes(512) + b"garbage")
    assert found.members[0].path.read_bytes() == data
    assert found.text.warnings == ("Bytes behind the end of the packed file belong to no file and were left out.",)


def test_a_packed_file_whose_bytes_were_changed_is_damaged(refused: Refused) -> None:
    packed = bytearray(gzip.compress(os.urandom(1_000)))
    packed[-8] ^= 1
    assert "damaged" in refused("a.gz", bytes(packed))
