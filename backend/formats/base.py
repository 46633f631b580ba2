"""What a Format is: it reads one type of file and gives its Text, and the files it found inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from backend.core.text import Text
from backend.formats.builder import TextBuilder
from backend.formats.effort import Effort
from backend.formats.probe import Probe
from backend.formats.spool import Member, Spool

__all__ = ["Extraction", "Format", "Limits", "Member", "Probe", "Source"]


@dataclass(frozen=True)
class Extraction:
    """What came out of a file. Member paths are valid until the next file is read."""

    format: str
    media_type: str
    text: Text
    members: tuple[Member, ...] = ()


@dataclass(frozen=True)
class Limits:
    """How much one file may yield: characters of text, number and total bytes of the files inside it."""

    max_text_chars: int
    max_members: int
    max_member_bytes: int


@dataclass(frozen=True)
class Source:
    """A file to read. `name` is what its uploader called it and may be anything; `path` is where it lies.

    What is read part by part asks `effort` before each part, and says which it left out.
    """

    path: Path
    name: str
    limits: Limits
    spool: Spool = field(repr=False)
    effort: Effort = field(default_factory=Effort, repr=False)

    def builder(self) -> TextBuilder:
        """A new builder that holds the text to its limit."""
        return TextBuilder(self.limits.max_text_chars)


class Format(Protocol):
    """One type of file. Parsers are imported inside `extract`: a worker loads only what its files need."""

    name: str
    label: str  # what a person calls such a file: "PDF", "Word document"
    media_type: str

    def accepts(self, probe: Probe) -> bool:
        """Whether this format reads the file; formats before it in the registry have declined."""
        ...

    def extract(self, source: Source) -> Text:
        """The file's text; files inside it go to `source.spool`. Raises ExtractionFailed with a reason."""
        ...
