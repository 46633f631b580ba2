"""CSV and TSV: one line of text per row, as close to the file as that allows."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Literal

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.encoding import read_text
from backend.formats.table import Tally

DELIMITERS = ",;\t|"
SAMPLE_CHARS = 64 * 1024
LONGEST_ROW_LINES = 500
WORKBOOK = ".xls"  # how some programs call their tables, so that a spreadsheet opens them
MAX_FIELD_CHARS = 2**31 - 1


class Delimited:
    """A table whose cells stand between commas, semicolons, tabs or bars."""

    def __init__(self, name: Literal["csv", "tsv"], media_type: str, suffixes: Sequence[str]) -> None:
        self.name: str = name
        self.label = f"{name.upper()} table"
        self.media_type = media_type
        self._suffixes = frozenset(suffixes)

    def accepts(self, probe: Probe) -> bool:
        if probe.suffix == WORKBOOK and probe.is_text and not probe.start.startswith("<"):
            return (self.name == "tsv") == ("\t" in probe.start.partition("\n")[0])
        return probe.suffix in self._suffixes and probe.is_text

    def extract(self, source: Source) -> Text:
        out = source.builder()
        content = read_text(source.path, out, source.limits.max_text_chars)
        delimiter = "\t" if self.name == "tsv" else sniff_delimiter(content[:SAMPLE_CHARS])
        tally = Tally()
        for number, (line, cells) in enumerate(rows(content, delimiter, out), start=1):
            if tally.add(cells, line):
                out.row(number)
            out.record(line)
        out.fact("header", tally.header)
        out.fact("rows", tally.rows)
        return out.text()


def sniff_delimiter(sample: str) -> str:
    """The delimiter that cuts most rows into the same number of cells; those within quotation marks do not count."""

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = [len(cells) for cells in csv.reader(sample.split("\n"), delimiter=delimiter) if cells]
        common, count = Counter(widths).most_common(1)[0] if widths else (1, 0)
        return (count / len(widths), common) if common > 1 else (0.0, 0)

    return max(DELIMITERS, key=evenness)


def rows(content: str, delimiter: str, out: TextBuilder) -> Iterator[tuple[str, list[str]]]:
    """Each row as one line of text, and its cells.

    The lines of a row whose cells hold line ends are joined by spaces. A quotation mark that is never closed would
    swallow the rest of the file: from there on every line is a row of its own.
    """
    csv.field_size_limit(MAX_FIELD_CHARS)
    lines = _lines(content)
    taken: list[str] = []

    def feed() -> Iterator[str]:
        while len(taken) < LONGEST_ROW_LINES and (line := next(lines, None)) is not None:
            taken.append(line)
            yield line

    for cells in csv.reader(feed(), delimiter=delimiter):
        if len(taken) == LONGEST_ROW_LINES:
            break
        yield " ".join(taken), cells
        taken.clear()
    if taken:
        out.warn("A quotation mark is never closed. From there on every line was taken as a row.")
    for line in chain(taken, lines):
        yield line, line.split(delimiter)


def _lines(content: str) -> Iterator[str]:
    start = 0
    while (end := content.find("\n", start)) >= 0:
        yield content[start:end]
        start = end + 1
    if start < len(content):
        yield content[start:]
