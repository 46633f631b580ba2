"""Files that hold files: ZIP and GZIP. The text is a list of what is inside; the files become members."""

from __future__ import annotations

import gzip
import lzma
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats import unsupported
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.spool import safe_name

BLOCK_BYTES = 1024**2
BOMB_BYTES = 256 * 1024**2
BOMB_RATIO = 200
ENCRYPTED = 0x1
UTF8_NAME = 0x800
NO_HEADER = "Not a gzipped file"  # what gzip says when something else follows
JUNK_FOLDERS = frozenset({"__macosx", ".git", ".svn"})
JUNK_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
GZ, TGZ = re.compile(r"\.gz$", re.IGNORECASE), re.compile(r"\.tgz$", re.IGNORECASE)
PROTECTED, DAMAGED = "are protected by a password and", "are damaged or packed in an unknown way, and"
NAMELESS = "have no name that a file can have and"
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError)


class Zip:
    name = "zip"
    label = "ZIP archive"
    media_type = "application/zip"

    def accepts(self, probe: Probe) -> bool:
        return probe.is_zip and not probe.zip_type and not unsupported.package(probe)

    def extract(self, source: Source) -> Text:
        out = source.builder()
        left: Counter[str] = Counter()
        with zipfile.ZipFile(source.path) as archive:
            entries = archive.infolist()
            wanted = [entry for entry in entries if not _is_folder(entry) and not _is_junk(entry.filename)]
            _refuse_bomb(sum(entry.file_size for entry in wanted), source.path.stat().st_size)
            source.spool.expect(len(wanted))
            for entry in wanted:
                if reason := _unpack(archive, entry, source, out):
                    left[reason] += 1
        if not source.spool.members:
            raise ExtractionFailed(_nothing(len(wanted), left))
        for reason, count in left.items():
            out.warn(f"{count:,} of {len(wanted):,} files {reason} were left out.")
        out.fact("files", len(source.spool.members))
        return out.text()


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: Source, out: TextBuilder) -> str:
    """Make a member of an entry; the reason where it can not become one."""
    if not safe_name(_name(entry), ""):
        return NAMELESS
    if entry.flag_bits & ENCRYPTED:
        return PROTECTED
    try:
        with archive.open(entry) as file:
            member = source.spool.add(_name(entry), _blocks(file))
    except DAMAGE:
        return DAMAGED
    out.line(f"{member.name} ({entry.file_size:,} bytes)")
    return ""


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.endswith("/")


class Gzip:
    name = "gzip"
    label = "GZIP file"
    media_type = "application/gzip"

    def accepts(self, probe: Probe) -> bool:
        return probe.head.startswith(b"\x1f\x8b")

    def extract(self, source: Source) -> Text:
        out = source.builder()
        packed = source.path.stat().st_size
        name = PurePosixPath(source.name.replace("\\", "/")).name
        inner = TGZ.sub(".tar", name) if TGZ.search(name) else GZ.sub("", name)
        try:
            with gzip.open(source.path) as file:
                member = source.spool.add(inner, _guarded(_unpacked(file, out), packed))
        except DAMAGE:
            raise ExtractionFailed("The file is damaged: it can not be unpacked.") from None
        out.line(f"{member.name} ({member.path.stat().st_size:,} bytes)")
        return out.text()


def _is_junk(name: str) -> bool:
    """What operating systems and version control leave in archives."""
    *folders, last = ["", *(part.lower() for part in PurePosixPath(name.replace("\\", "/")).parts)]
    return last in JUNK_FILES or last.startswith("._") or not JUNK_FOLDERS.isdisjoint(folders)


def _name(entry: zipfile.ZipInfo) -> str:
    """The entry's name. Many programs write UTF-8 without saying so, which zipfile takes for cp437."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _refuse_bomb(unpacked: int, packed: int) -> None:
    if unpacked > BOMB_BYTES and unpacked > packed * BOMB_RATIO:
        raise ExtractionFailed(
            f"The archive would unpack to more than {BOMB_RATIO} times its size, as one made to do harm does. "
            "Unpack it and send the files themselves."
        )


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK_BYTES):
        yield block


def _unpacked(file: gzip.GzipFile, out: TextBuilder) -> Iterator[bytes]:
    """The blocks of a GZIP file, and a warning where something else follows its data."""
    begun = False
    try:
        while block := file.read1(BLOCK_BYTES):
            begun = True
            yield block
    except gzip.BadGzipFile as error:
        if not begun or not str(error).startswith(NO_HEADER):
            raise
        out.warn("Bytes behind the end of the packed file belong to no file and were left out.")


def _guarded(blocks: Iterable[bytes], packed: int) -> Iterator[bytes]:
    unpacked = 0
    for block in blocks:
        unpacked += len(block)
        _refuse_bomb(unpacked, packed)
        yield block


def _nothing(wanted: int, left: Counter[str]) -> str:
    if not wanted:
        return "The archive is empty."
    if left[NAMELESS] == wanted:
        return "None of the files in the archive has a name. Pack them again and send the new archive."
    if left[PROTECTED]:
        return "The archive is protected by a password. Unpack it and send the files themselves."
    return "The archive is damaged: none of its files can be unpacked."
