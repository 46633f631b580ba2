"""Sentences: where those of a passage begin and end, so that one of them can be marked.

What is no prose has no sentences, but lines: a receipt, a list, a table. A line end belongs to the
prose where the line is about as long as others are, or the next one goes on with a small letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

LONGEST = 400  # characters after which what has no end is cut between words
FULL, WIDE = 0.7, 50  # a line is full at this share of the longest line, if that is so wide

_END = re.compile(r"[.!?…]+[\"'”’»)\]]{0,3}(?=\s|$)|[。！？；]+[”』」）]*")
_BLANK = re.compile(r"\n[ \t\r\f]*\n\s*|\f\s*")
_LINE = re.compile(r"\n\s*")
_ITEM = re.compile(r"[-*•–—·▪‣]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s")
_GAP = re.compile(r"\s+")
# Before a full stop that ends nothing: a letter, "i.e", "No", what has no vowel ("Ltd", "vs"), the
# number of a day.
_SHORTENED = re.compile(
    r"(?<![^\W_])(?:"
    r"[^\W\d_]|(?:[^\W\d_]+\.)+[^\W\d_]+|[A-Z][^\W\d_]|(?<!\S)\d{1,2}"
    r"|[b-df-hj-np-tv-zA-Z][b-df-hj-np-tv-z]{1,3}"
    r")$"
)

Span = tuple[int, int]


def sentences(text: str, cuts: Sequence[int] = (), *, lines: bool = False) -> list[Span]:
    """The sentences [start, end) of a text in order, without the blanks around them.

    None goes over one of the `cuts`, such as the beginning of a page; with `lines` every line is
    one, as in a table.
    """
    found: list[Span] = []
    gaps = (_LINE if lines else _BLANK).finditer(text)
    blocks = sorted({0, len(text), *cuts, *(gap.end() for gap in gaps)})
    for low, high in pairwise(each for each in blocks if 0 <= each <= len(text)):
        ends = [] if lines else _ends(text, low, high)
        for start, end in pairwise([low, *ends, high]):
            found += _pieces(text, start, end)
    return found


def _ends(text: str, low: int, high: int) -> list[int]:
    """Where in a block one sentence ends and the next may begin."""
    stops = (stop for stop in _END.finditer(text, low, high) if not _is_shortened(text, low, stop))
    return sorted({*(stop.end() for stop in stops), *_line_ends(text, low, high)} - {low, high})


def _is_shortened(text: str, low: int, stop: re.Match[str]) -> bool:
    after = text[stop.end() :].lstrip()[:1] if stop[0] == "." else ""
    if not after:
        return False
    return after.islower() or _SHORTENED.search(text, low, stop.start()) is not None


def _line_ends(text: str, low: int, high: int) -> Iterator[int]:
    """The line ends of a block that its prose does not go over."""
    gaps = [gap.span() for gap in _LINE.finditer(text, low, high)]
    starts = [low, *(end for _, end in gaps)]
    stops = [*(start for start, _ in gaps), high]
    lengths = [end - start for start, end in zip(starts, stops, strict=True)]
    longest = max(lengths)
    for (_, begin), length in zip(gaps, lengths, strict=False):
        is_full = longest >= WIDE and length >= FULL * longest
        if _ITEM.match(text, begin) or not (is_full or text[begin : begin + 1].islower()):
            yield begin


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence without the blanks at its ends, in pieces where it has no end."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end = start + len(text[start:end].rstrip())
    while end - start > LONGEST:
        gaps = [gap.span() for gap in _GAP.finditer(text, start + 1, start + LONGEST)]
        cut, begin = gaps[-1] if gaps else (start + LONGEST, start + LONGEST)
        yield start, cut
        start = begin
    if start < end:
        yield start, end
