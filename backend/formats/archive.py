"""Files that hold files: ZIP and GZIP. The text is a list of what is inside; the files become members."""

from __future__ import annotations

import gzip
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats import unsupported
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder

BLOCK_BYTES = 1024**2
BOMB_BYTES = 256 * 1024**2
BOMB_RATIO = 200
ENCRYPTED = 0x1
UTF8_NAME = 0x800
NO_HEADER = "Not a gzipped file"  # what gzip says when something else follows
JUNK_FOLDERS = frozenset({"__macosx", ".git", ".svn"})
JUNK_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
GZ, TGZ = re.compile(r"\.gz$", re.IGNORECASE), re.compile(r"\.tgz$", re.IGNORECASE)
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError)


class Zip:
    name = "zip"
    label = "ZIP archive"
    media_type = "application/zip"

    def accepts(self, probe: Probe) -> bool:
        return probe.is_zip and not probe.zip_type and not unsupported.package(probe)

    def extract(self, source: Source) -> Text:
        out = source.builder()
        protected = damaged = 0
        with zipfile.ZipFile(source.path) as archive:
            wanted = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_junk(entry.filename)]
            _refuse_bomb(sum(entry.file_size for entry in wanted), source.path.stat().st_size)
            for entry in wanted:
                if entry.flag_bits & ENCRYPTED:
                    protected += 1
                    continue
                try:
                    with archive.open(entry) as file:
                        member = source.spool.add(_name(entry), _blocks(file))
                except DAMAGE:
                    damaged += 1
                    continue
                out.line(f"{member.name} ({entry.file_size:,} bytes)")
        if not source.spool.members:
            raise ExtractionFailed(_nothing(len(wanted), protected))
        if protected:
            out.warn(f"{protected:,} of {len(wanted):,} files are protected by a password and were left out.")
        if damaged:
            out.warn(
                f"{damaged:,} of {len(wanted):,} files are damaged or packed in an unknown way, and were left out."
            )
        out.fact("files", len(source.spool.members))
        return out.text()


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
    *folders, last = (part.lower() for part in PurePosixPath(name.replace("\\", "/")).parts)
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


def _nothing(wanted: int, protected: int) -> str:
    if not wanted:
        return "The archive is empty."
    if protected:
        return "The archive is protected by a password. Unpack it and send the files themselves."
    return "The archive is damaged: none of its files can be unpacked."
