"""The lines of a page as a browser shows them: blocks on lines of their own, table cells apart."""

from __future__ import annotations

import re
from enum import IntEnum

from backend.formats.builder import TextBuilder


def _words(names: str) -> frozenset[str]:
    return frozenset(names.split())


BLOCKS = _words("""
    address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol option p pre search section select summary
    table tbody tfoot thead tr ul
""")
PICTURES = _words("img area")  # have words for those who can not see them
TIGHT = _words("dd dt li td th")  # paragraphs that they hold are no farther apart than they are
SPACED = _words("article blockquote dl h1 h2 h3 h4 h5 h6 ol p pre section table ul")
SOFT = frozenset({"p", "div"})  # may be all that a table cell holds, which then stays on its row's line
CELLS = frozenset({"td", "th"})
PREFIXES = {"li": "- "} | {f"h{level}": "#" * level + " " for level in range(1, 7)}
WHITE = re.compile(r"[ \t\n\r\f]+")


class _Break(IntEnum):
    """What is due before the next text."""

    NONE = 0
    SOFT = 1
    LINE = 2


class Lines:
    """Collects running text into lines, as a browser would show them."""

    def __init__(self, out: TextBuilder) -> None:
        self._out = out
        self._line: list[str] = []
        self._prefix = ""
        self._space = False
        self._preformatted = 0
        self._tight = 0
        self._due = _Break.NONE
        self._blank_due = False

    def text(self, piece: str) -> None:
        """Add running text; white space counts as one space, except in preformatted text."""
        words = piece if self._preformatted else WHITE.sub(" ", piece)
        if self._preformatted or words.strip(" "):
            self._flush_if_due()
        if self._preformatted:
            self._line.append(piece)
            return
        space = self._space or words.startswith(" ")
        if words.strip(" "):
            if space and self._line and self._line[-1] != "\t":
                self._line.append(" ")
            self._line.append(words.strip(" "))
            space = words.endswith(" ")
        self._space = space

    def enter(self, tag: str) -> None:
        """An element begins."""
        first_in_cell = tag in SOFT and self._line[-1:] == ["\t"]
        if tag in BLOCKS and not first_in_cell:
            self._break(tag, _Break.LINE)
        if tag in CELLS:
            self._flush_if_due()
        elif tag in PREFIXES:
            self._flush_if_due()
            self._prefix = PREFIXES[tag]
        self._preformatted += tag == "pre"
        self._tight += tag in TIGHT

    def leave(self, tag: str) -> None:
        """An element ends."""
        if tag in CELLS:
            if self._due is _Break.SOFT:
                self._due = _Break.NONE
            self._flush_if_due()
            self._line.append("\t")
            self._space = False
        elif tag in BLOCKS:
            self._break(tag, _Break.SOFT if tag in SOFT else _Break.LINE)
        if tag in PREFIXES:
            self._flush_if_due()
            self._prefix = ""
        self._preformatted -= tag == "pre"
        self._tight -= tag in TIGHT

    def end(self) -> None:
        """Everything has been added."""
        self._blank_due = False
        self._flush()

    def _break(self, tag: str, kind: _Break) -> None:
        self._due = max(self._due, kind)
        self._blank_due = self._blank_due or (tag in SPACED and not (tag == "p" and self._tight))
        self._space = False

    def _flush_if_due(self) -> None:
        if self._due is not _Break.NONE:
            self._flush()

    def _flush(self) -> None:
        line = "".join(self._line).rstrip()
        if line:
            self._out.line(self._prefix + line)
            self._prefix = ""
        if self._blank_due and self._out.length and not self._out.ends_blank:
            self._out.line()
        self._line.clear()
        self._due, self._blank_due, self._space = _Break.NONE, False, False
