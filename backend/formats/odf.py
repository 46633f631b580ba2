"""OpenDocument workbooks whose cells hold line breaks or tabs, which calamine drops and so glues words together."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

CONTENT = "content.xml"
BREAK = re.compile(rb"<text:(?:line-break|tab)\s*/>")
MAX_CONTENT_BYTES = 256 * 1024**2


def spaced(path: Path) -> io.BytesIO | None:
    """The same workbook with blanks instead of breaks; None where there is none, or it is too large to look."""
    with zipfile.ZipFile(path) as archive:
        if CONTENT not in archive.namelist() or archive.getinfo(CONTENT).file_size > MAX_CONTENT_BYTES:
            return None
        content = archive.read(CONTENT)
        if not BREAK.search(content):
            return None
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as copy:
            for entry in archive.infolist():
                if entry.filename != CONTENT and entry.file_size < MAX_CONTENT_BYTES:
                    copy.writestr(entry, archive.read(entry))
            copy.writestr(CONTENT, BREAK.sub(b" ", content))
    buffer.seek(0)
    return buffer
