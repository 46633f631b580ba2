"""What the sandbox and its child say to each other: a JSON header and UTF-8 text, each after its
length.

Not pickle: a parser taken over by a hostile file must not take over the worker too. The parent
therefore also trusts no path and no length that the child names.
"""

from __future__ import annotations

import json
import stat
import struct
from pathlib import Path
from typing import IO, Any

from backend.core.text import Mark, Text
from backend.errors import ExtractionFailed
from backend.formats.base import Extraction, Member

LENGTHS = struct.Struct(">QQ")
MAX_HEADER_BYTES = 64 * 1024**2


def send(pipe: IO[bytes], header: dict[str, Any], content: bytes = b"") -> None:
    """Write one message."""
    encoded = json.dumps(header).encode()
    pipe.write(LENGTHS.pack(len(encoded), len(content)))
    pipe.write(encoded)
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Read one message's header, None when the other side has gone."""
    lengths = pipe.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    header: dict[str, Any] = json.loads(pipe.read(LENGTHS.unpack(lengths)[0]))
    return header


def success(found: Extraction) -> tuple[dict[str, Any], bytes]:
    """The message that carries an extraction."""
    text = found.text
    header = {
        "format": found.format,
        "media_type": found.media_type,
        "marks": [[mark.start, mark.kind, mark.number, mark.label] for mark in text.marks],
        "warnings": text.warnings,
        "facts": text.facts,
        "members": [[member.name, member.path.name] for member in found.members],
    }
    return header, text.content.encode()


def failure(error: ExtractionFailed) -> dict[str, Any]:
    """The message that carries a reason."""
    return {"failed": error.detail, "retryable": error.retryable}


def extraction(header: dict[str, Any], content: bytes | bytearray, folder: Path) -> Extraction:
    """The extraction that a message carries, members in `folder`. Raises ExtractionFailed when it
    carries a reason, KeyError, OSError, TypeError or ValueError when it is no message of ours.
    """
    if "failed" in header:
        raise ExtractionFailed(str(header["failed"]), retryable=header["retryable"] is True)
    marks = tuple(Mark(*mark) for mark in header["marks"])
    text = Text(content.decode(), marks, tuple(header["warnings"]), header["facts"])
    files = [(name, folder / Path(file).name) for name, file in header["members"]]
    members = tuple(Member(name, _plain_file(path)) for name, path in files)
    return Extraction(header["format"], header["media_type"], text, members)


def _plain_file(path: Path) -> Path:
    """A link would lead the parent to files that the child can not reach."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError(f"{path.name} is no plain file")
    return path
