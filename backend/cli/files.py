"""The files to send: found in folders, named as the page names them, packed into requests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.cli import words
from backend.cli.errors import Failed

JUNK = re.compile(r"\.DS_Store|Thumbs\.db|desktop\.ini|\._.*|~\$.*")
JUNK_FOLDERS = frozenset({".git", "__MACOSX"})
MAX_BUNDLE_FILES = 20
MAX_BUNDLE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class File:
    """A file on disk and the relative path it is sent under. `size` in bytes, as it was when it was found."""

    path: Path
    name: str
    size: int


@dataclass(frozen=True)
class Lost:
    """A file that does not become a document, and why."""

    name: str
    reason: str


def find(paths: Sequence[Path]) -> tuple[list[File], list[Lost]]:
    """Every file at or below `paths`, and what of it can not be read. A folder's files keep its name in theirs.

    Raises Failed for a path where nothing is. Links to folders are not followed below the first level.
    """
    found: list[File] = []
    lost: list[Lost] = []
    for path in paths:
        if not path.exists():
            raise Failed(f"There is no file or folder {path}.")
        if path.is_dir():
            _walk(path, found, lost)
        else:
            _add(path, path.name, found, lost)
    return found, lost


def bundles(files: Sequence[File]) -> Iterator[list[File]]:
    """The files in order, so many to a request that thousands do not cost thousands of round trips."""
    bundle: list[File] = []
    room = MAX_BUNDLE_BYTES
    for file in files:
        if bundle and (len(bundle) == MAX_BUNDLE_FILES or file.size > room):
            yield bundle
            bundle, room = [], MAX_BUNDLE_BYTES
        bundle.append(file)
        room -= file.size
    if bundle:
        yield bundle


def label(files: Sequence[File]) -> str:
    """What to call them together: their folder, the only one, or how many there are."""
    folder = top_folder(files)
    if folder:
        return f"{folder}/"
    return files[0].name if len(files) == 1 else words.plural(len(files), "file")


def top_folder(files: Sequence[File]) -> str:
    """The folder that all of them are in; empty when there is none."""
    tops = {file.name.partition("/")[0] if "/" in file.name else "" for file in files}
    return tops.pop() if len(tops) == 1 else ""


def _walk(folder: Path, found: list[File], lost: list[Lost]) -> None:
    top = folder.name if folder.name not in {"", ".."} else folder.resolve().name

    def name_of(path: Path) -> str:
        return Path(top, path.relative_to(folder)).as_posix()

    def unreadable(error: OSError) -> None:
        name = name_of(Path(str(error.filename)))
        lost.append(Lost(_sendable(name), f"The folder could not be opened: {error.strerror}."))

    for here, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if name not in JUNK_FOLDERS)
        for name in sorted(names):
            path = Path(here, name)
            if not JUNK.fullmatch(name):
                _add(path, name_of(path), found, lost)


def _add(path: Path, name: str, found: list[File], lost: list[Lost]) -> None:
    """Only real files: a pipe or a device would never end."""
    name = _sendable(name)
    try:
        if path.is_file():
            found.append(File(path, name, path.stat().st_size))
        else:
            lost.append(Lost(name, "This is no regular file."))
    except OSError as error:
        lost.append(Lost(name, f"The file could not be opened: {error.strerror}."))


def _sendable(name: str) -> str:
    """A name on disk is bytes; what of it is no UTF-8 is replaced."""
    return os.fsencode(name).decode(errors="replace")
