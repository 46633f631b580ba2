"""TextBuilder: collects a file's text piece by piece, keeps offsets right and the total within its limit."""

from __future__ import annotations

import io
import re

from backend.core.text import Mark, MarkKind, Text
from backend.errors import ExtractionFailed
from backend.formats import noise

MAX_ROW_MARKS = 20_000
ENCODED = "{count:,} characters of encoded data, such as pictures within the text, were left out."
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
HIDDEN = "\xad\u2060\ufeff"  # soft hyphen, word joiner, byte order mark: no one sees them, and no one types them
HIDDEN_SPACE = "\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])"  # Thai, Lao, Burmese and Khmer part words by it
COLOURS = r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|\][^\x07\x1b\n]{0,1000}(?:\x07|\x1b\\)|[()][0-9A-Z])"  # of a terminal
UNWANTED = re.compile(f"{COLOURS}|[\x00-\x08\x0e-\x1f\x7f{HIDDEN}\ud800-\udfff]|{HIDDEN_SPACE}")
NOT_CLEAN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f\x85\u200b\u2028\u2029{HIDDEN}\ud800-\udfff]")


class TextBuilder:
    """What is added is cleaned first: line ends become \\n; control characters, soft hyphens and lone surrogates go."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._content = io.StringIO()
        self._last = ""
        self._marks: list[Mark] = []
        self._rows: list[Mark] = []
        self._stride = 1
        self._encoded = 0  # characters that were left out
        self.length = 0
        self.warnings: list[str] = []
        self.facts: dict[str, str | int] = {}

    def add(self, piece: str) -> None:
        """Append a piece of text. Raises ExtractionFailed when the text grows past the limit."""
        piece, lost = noise.without(clean(piece))
        self._encoded += lost
        self.length += len(piece)
        if self.length > self._limit:
            raise too_long(self._limit)
        self._content.write(piece)
        self._last = piece or self._last

    def line(self, piece: str = "") -> None:
        """Append a piece and a line end."""
        self.add(piece + "\n")

    def record(self, piece: str) -> None:
        """Append what must stay one line, whatever stands in it."""
        self.add(LINE_ENDS.sub(" ", piece).replace("\n", " ") + "\n")

    @property
    def ends_blank(self) -> bool:
        """Whether the last line is blank, or nothing was added yet."""
        return self._last in {"", "\n"}

    @property
    def content(self) -> str:
        """Everything added so far."""
        return self._content.getvalue()

    def mark(self, kind: MarkKind, number: int, label: str = "") -> None:
        """What is added next belongs to page, sheet ... `number`."""
        self._marks.append(Mark(self.length, kind, number, clean(label)))

    def row(self, number: int, *, follows: bool = True) -> None:
        """What is added next is row `number`, one line of text.

        Marks of long tables are thinned (every second, fourth ... row keeps one), so a table of millions of rows
        costs no more than MAX_ROW_MARKS. Between two marks each line is the next row; `follows=False` says that
        rows were left out just before this one, and keeps its mark.
        """
        if not follows:
            self.mark("row", number)
        elif number % self._stride == 0 or not self._rows:
            self._rows.append(Mark(self.length, "row", number))
        if len(self._rows) > MAX_ROW_MARKS:
            self._stride *= 2
            first, *others = self._rows
            self._rows = [first, *(mark for mark in others if mark.number % self._stride == 0)]

    def warn(self, sentence: str) -> None:
        """Tell the uploader what could not be read."""
        if sentence not in self.warnings:
            self.warnings.append(clean(sentence))

    def take_warnings(self, other: TextBuilder) -> None:
        """Tell the uploader what another builder had to tell, whose text is taken over."""
        self._encoded += other._encoded
        for sentence in other.warnings:
            self.warn(sentence)

    def fact(self, name: str, value: object) -> None:
        """Keep a small named value, unless it is empty."""
        if isinstance(value, int):
            self.facts[name] = value
        elif value is not None and (words := " ".join(clean(str(value)).split())):
            self.facts[name] = words[:1_000]

    def text(self) -> Text:
        """Everything added so far. Raises ExtractionFailed when that is nothing but white space."""
        content = self.content
        if not content or content.isspace():
            raise ExtractionFailed("The file holds no text, nothing but white space.")
        if self._encoded:
            self.warn(ENCODED.format(count=self._encoded))
        marks = sorted([*self._marks, *self._rows], key=lambda mark: mark.start)
        return Text(content, tuple(marks), tuple(self.warnings), self.facts)


def too_long(limit: int) -> ExtractionFailed:
    """The failure of a file that holds more characters than this."""
    return ExtractionFailed(
        f"The file holds more than {limit:,} characters of text, the most Winnow reads from one file. "
        "Split it into smaller files and send those."
    )


def clean(piece: str) -> str:
    """Line ends as \\n; no control characters except tab, no lone surrogates (no store and no page can hold them).

    Soft hyphens and the like go, too: within a word they would keep it from being found.
    """
    if not NOT_CLEAN.search(piece):
        return piece
    return UNWANTED.sub("", LINE_ENDS.sub("\n", piece))
