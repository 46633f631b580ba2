"""What Word and PowerPoint files have in common."""

from __future__ import annotations

from typing import Protocol

from backend.formats.builder import TextBuilder


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
