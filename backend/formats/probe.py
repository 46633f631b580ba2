"""Probe: what the beginning of a file tells about its type, each thing looked up once and only when asked."""

from __future__ import annotations

import importlib
import re
import struct
import zipfile
import zlib
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from backend.formats.encoding import guess

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN_OLE = (OSError, ValueError, IndexError, KeyError, TypeError, struct.error)
HEAD_BYTES = 64 * 1024
MAGIC_BYTES = 8 * 1024
LOCAL_NAME = re.compile(rb"PK\x03\x04.{26}((?:\[?\w+\]?/)*\w+(?:\.xml|type))", re.DOTALL)  # of office files
MAX_CONTENT_TYPES = 1024**2
MAIN_PART = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.(\w+)ml\.\w+|ms-(\w+)\.[\w.]{1,60}?)\.main\+xml"
)
PROGRAMS = {"wordprocessing": "word", "presentation": "powerpoint"} | {
    name: name for name in ("word", "powerpoint", "visio")
}


class Probe:
    """A file seen from outside. The name only tells subtypes of text apart; content decides everything else."""

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.name = name

    @cached_property
    def suffix(self) -> str:
        """The lower-case ending of the name with its dot, or an empty string."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lower()

    @cached_property
    def head(self) -> bytes:
        """The first bytes of the file."""
        with self.path.open("rb") as file:
            return file.read(HEAD_BYTES)

    @cached_property
    def media_type(self) -> str:
        """What libmagic says."""
        return str(_libmagic().from_buffer(self.head[:MAGIC_BYTES]))

    @cached_property
    def encoding(self) -> str | None:
        """The likely encoding when the file is text, None when it is not text."""
        return guess(self.head)

    @property
    def is_text(self) -> bool:
        return self.encoding is not None

    @cached_property
    def start(self) -> str:
        """The first characters of a text file without leading white space; empty when it is not text."""
        if self.encoding is None:
            return ""
        return self.head[:4096].decode(self.encoding, errors="ignore").lstrip("\ufeff \t\r\n")

    @cached_property
    def is_zip(self) -> bool:
        return self.head.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    @cached_property
    def members(self) -> frozenset[str]:
        """Names inside a ZIP; when its directory is broken, those that the head shows. Empty when it is no ZIP."""
        if not self.is_zip:
            return frozenset()
        try:
            with zipfile.ZipFile(self.path) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return frozenset(match[1].decode("ascii") for match in LOCAL_NAME.finditer(self.head))

    @cached_property
    def zip_type(self) -> str:
        """What a ZIP says of itself in a member called mimetype, as OpenDocument and EPUB do."""
        return self._member("mimetype", 200).strip()

    @cached_property
    def office_type(self) -> str:
        """The program that a ZIP of Office names as its own (word, powerpoint, visio ...), wherever its parts lie."""
        found = MAIN_PART.search(self._member("[Content_Types].xml", MAX_CONTENT_TYPES))
        return PROGRAMS.get(found[1] or found[2], "") if found else ""

    def _member(self, name: str, limit: int) -> str:
        """The beginning of a member of a ZIP; empty when there is none that can be read."""
        if name not in self.members:
            return ""
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(name) as file:
                return file.read(limit).decode("ascii", errors="ignore")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            return ""

    @cached_property
    def streams(self) -> frozenset[str]:
        """The top names inside an OLE file (old Office, Outlook); empty when it is none or is broken."""
        if not self.head.startswith(OLE_MAGIC):
            return frozenset()
        import olefile  # type: ignore[import-untyped]

        try:
            with olefile.OleFileIO(self.path) as ole:
                return frozenset(entry[0] for entry in ole.listdir(storages=True))
        except BROKEN_OLE:
            return frozenset()

    def stream(self, name: str, limit: int) -> bytes:
        """The beginning of a stream of an OLE file; empty when there is none that can be read."""
        if name not in self.streams:
            return b""
        import olefile

        try:
            with olefile.OleFileIO(self.path) as ole:
                return bytes(ole.openstream(name).read(limit))
        except BROKEN_OLE:
            return b""


@lru_cache(maxsize=1)
def _libmagic() -> Any:
    """The system's libmagic, or the packaged one where there is none."""
    try:
        import magic
    except ImportError:
        importlib.import_module("pylibmagic")  # puts the packaged library where magic looks
        import magic
    return magic.Magic(mime=True)
