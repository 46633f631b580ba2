"""What Word and PowerPoint files have in common."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Protocol

from backend.formats.builder import TextBuilder

RELATIONS = "_rels/.rels"
STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
USUAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
XML = (".xml", ".rels")


class Properties(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def author(self) -> str: ...
    @property
    def subject(self) -> str: ...


def add_properties(out: TextBuilder, properties: Properties) -> None:
    """Keep a document's title, author and subject."""
    out.fact("title", properties.title)
    out.fact("author", properties.author)
    out.fact("subject", properties.subject)


def package(path: Path) -> str | io.BytesIO:
    """What a library opens: the file itself, or a "Strict Open XML" document with the usual names for its elements."""
    with zipfile.ZipFile(path) as archive:
        if RELATIONS not in archive.namelist() or not STRICT.search(archive.read(RELATIONS)):
            return str(path)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
            for entry in archive.infolist():
                data = archive.read(entry)
                copy.writestr(entry, STRICT.sub(USUAL, data) if entry.filename.endswith(XML) else data)
    return buffer
