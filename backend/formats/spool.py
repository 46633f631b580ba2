"""Spool: the folder that receives the files found inside a file, within limits of number and size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from backend.errors import ExtractionFailed

MIB = 1024**2
LONGEST_NAME = 512


@dataclass(frozen=True)
class Member:
    """A file found inside a file. `name` is a clean relative path; `path` is where its bytes lie for now."""

    name: str
    path: Path


class Spool:
    """Stores members under numbers, never under the names that a stranger chose."""

    def __init__(self, folder: Path, max_members: int, max_bytes: int) -> None:
        self._folder = folder
        self._max_members = max_members
        self._max_bytes = max_bytes
        self._bytes = 0
        self.members: list[Member] = []

    def expect(self, number: int) -> None:
        """Raise ExtractionFailed when so many more members would be too many."""
        if len(self.members) + number > self._max_members:
            raise ExtractionFailed(
                f"There are more than {self._max_members:,} files inside, the most Winnow takes from one file. "
                "Unpack it and send the files themselves."
            )

    def add(self, name: str, blocks: Iterable[bytes]) -> Member:
        """Write a member block by block. Raises ExtractionFailed past a limit or when the disk is full."""
        self.expect(1)
        path = self._folder / f"{len(self.members):06}"
        try:
            with path.open("wb") as file:
                for block in blocks:
                    self._bytes += len(block)
                    self._refuse_excess()
                    _write(file, block)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        self.members.append(Member(safe_name(name, f"file {len(self.members) + 1}"), path))
        return self.members[-1]

    def _refuse_excess(self) -> None:
        if self._bytes > self._max_bytes:
            raise ExtractionFailed(
                f"The files inside are larger than {self._max_bytes // MIB:,} MB together, the most Winnow takes from "
                "one file. Unpack it and send the files themselves."
            )


def _write(file: BinaryIO, block: bytes) -> None:
    try:
        file.write(block)
    except OSError as error:
        raise ExtractionFailed(
            f"The files inside could not be stored: {error.strerror}. Free some space and retry.", retryable=True
        ) from error


def safe_name(name: str, fallback: str) -> str:
    """A relative path with / between its parts: no drive, no root, no "..", no control characters."""
    shown = "".join(letter if letter.isprintable() else " " for letter in name.replace("\\", "/"))
    parts = [" ".join(part.split()) for part in PurePosixPath(shown).parts]
    kept = [part for part in parts if part not in {"", "/", "//", ".", ".."} and not _is_drive(part)]
    return "/".join(kept)[-LONGEST_NAME:].lstrip("/") or fallback


def _is_drive(part: str) -> bool:
    return len(part) == 2 and part[0].isalpha() and part[1] == ":"
