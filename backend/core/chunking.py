"""Chunking: cuts a text into overlapping spans of a few hundred tokens, at the best boundary each window offers.

Works through the text in slices, so a text of any length costs memory for one slice and the spans it returns.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

SLICE = 1 << 16  # characters tokenized at a time
LOOK_BACK = 4_096  # characters in which a place to end a slice is looked for
LONGEST = 100  # characters that count as one token at most: a tokenizer may take a whole line of base64 for one
GAP = 2_000  # blank characters that always end a chunk
TAIL = 0.4  # the part of a window, at its end, in which a boundary is looked for

_FENCE = re.compile(r"^ {0,3}(?:```|~~~).*$", re.MULTILINE)
_OBJECT = re.compile(r"^([ \t]*)\}[\]),;]*[ \t]*\n", re.MULTILINE)
_RECORD = re.compile(r"^\{.*\}[ \t]*\n", re.MULTILINE)
_HEADING = re.compile(r"^(?=#{1,6} \S)", re.MULTILINE)
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_LINE = re.compile(r"\n\s*")
_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]{0,3}\s+|[。！？；]+[”』」）]*|\}\s*,\s*(?=[\{\"])")
_RUN = re.compile(r"\S+")
_WORD = re.compile(r"\s+|[-/,;:|](?=\w)|(?<=[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef])")
_MARKS = {"Mn", "Mc", "Me", "Cf"}


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [start, end) of the text, and how many tokens they hold."""

    start: int
    end: int
    tokens: int


class Tokens(Protocol):
    """A tokenizer, as far as chunking needs one."""

    def offsets(self, text: str) -> Sequence[tuple[int, int]]:
        """Where each token of the whole text starts and ends, in characters, in order."""


def chunk(text: str, tokens: Tokens, size: int = 500, overlap: int = 50) -> list[Span]:
    """Cut `text` into spans of at most `size` tokens; each repeats up to `overlap` tokens of the one before.

    Every character that is not blank lies in at least one span, and no span starts or ends with blanks.
    Raises ValueError unless 0 <= overlap <= size / 2, because otherwise the cutting would hardly move forward.
    """
    if not 0 <= overlap <= size // 2:
        raise ValueError("The overlap of chunks must be at most half of their size.")
    spans: list[Span] = []
    window = _Window(text, _atoms(text, tokens), size)
    while window.fill():
        cut, blank = window.cut()
        first, last = window.atoms[0], window.atoms[cut - 1]
        spans.append(Span(first[0], last[1], cut))
        window.drop(cut if blank or cut == len(window.atoms) else window.resume(cut, overlap))
    return spans


class _Window:
    """The next atoms of a text, and where among them to cut. An atom is (start, end) of what counts as one token."""

    def __init__(self, text: str, atoms: Iterator[tuple[int, int]], size: int) -> None:
        self.text = text
        self.atoms: list[tuple[int, int]] = []
        self._coming = atoms
        self._size = size
        self._counted = 0  # characters whose fences are counted
        self._fenced = False  # whether that place lies inside a fenced block

    def fill(self) -> bool:
        """Hold one atom more than a chunk takes, if there are so many; False when none is left."""
        while len(self.atoms) <= self._size:
            atom = next(self._coming, None)
            if atom is None:
                break
            self.atoms.append(atom)
        return bool(self.atoms)

    def drop(self, count: int) -> None:
        del self.atoms[:count]

    def cut(self) -> tuple[int, bool]:
        """How many atoms make the next chunk, and whether a long blank follows them, over which nothing is repeated."""
        for index in range(1, len(self.atoms)):
            if self.atoms[index][0] - self.atoms[index - 1][1] >= GAP:
                return index, True
        if len(self.atoms) <= self._size:
            return len(self.atoms), False
        least = self._size - int(self._size * TAIL)
        low, high = self.atoms[least][0], self.atoms[self._size][0]
        place = self._best(low, high)
        return (self._size if place is None else self._index(place, least)), False

    def resume(self, cut: int, overlap: int) -> int:
        """The atom at which the next chunk starts: up to `overlap` before the cut, at a sentence or else at a word."""
        if not overlap:
            return cut
        first = cut - overlap
        low, high = self.atoms[first - 1][0], self.atoms[cut - 1][0]
        for pattern in (_SENTENCE, _LINE, _WORD):
            for found in pattern.finditer(self.text, low, high):
                if found.end() >= self.atoms[first][0]:
                    return min(self._index(found.end(), first), cut)
        return first

    def _index(self, place: int, least: int) -> int:
        return max(least, bisect_left(self.atoms, (place, place), hi=self._size))

    def _best(self, low: int, high: int) -> int | None:
        """The best place to cut in characters [low, high]: blocks first, then ever smaller units, the last of each."""
        blocks = self._blocks(low, high)
        if blocks is not None:
            return blocks
        for pattern in (_HEADING, _PARAGRAPH, _LINE, _SENTENCE, _WORD):
            place = None
            for found in pattern.finditer(self.text, low, high):
                place = found.end()
            if place is not None:
                return place
        return None

    def _blocks(self, low: int, high: int) -> int | None:
        """The end of a fenced code block or of a JSON object or function (least indented), or a fence's start."""
        for _ in _FENCE.finditer(self.text, self._counted, low):
            self._fenced = not self._fenced
        self._counted = max(self._counted, low)
        place, inside = None, self._fenced
        for found in _FENCE.finditer(self.text, low, high):
            place = found.end() if inside else found.start()
            inside = not inside
        if place is not None:
            return place
        ends = [(-len(found[1]), found.end()) for found in _OBJECT.finditer(self.text, low, high)]
        ends += [(0, found.end()) for found in _RECORD.finditer(self.text, low, high)]
        return max(ends)[1] if ends else None


def _atoms(text: str, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """The tokens' places; and what the tokenizer dropped though it is not blank: accents, control characters."""
    held, end = (0, 0), 0
    for token in _places(text, tokens):
        for run in _runs(text, end, token[0]):
            if run[0] == held[1] and run[1] - held[0] <= LONGEST:
                held = (held[0], run[1])
            else:
                yield from _pieces(text, *held)
                held = run
        yield from _pieces(text, *held)
        held, end = token, max(end, token[1])
    yield from _pieces(text, *held)


def _places(text: str, tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Where each token stands, slice by slice, and at last an empty place behind the text."""
    for low, high in _slices(text):
        for start, end in tokens.offsets(text[low:high]):
            if end > start:
                yield low + start, low + end
    yield len(text), len(text)


def _slices(text: str) -> Iterator[tuple[int, int]]:
    """Cut the text where a tokenizer cuts too: before a blank, else after a sign, else anywhere."""
    low = 0
    while len(text) - low > SLICE:
        high = low + SLICE
        places = range(high, max(low, high - LOOK_BACK), -1)
        blank = next((place for place in places if text[place].isspace()), None)
        sign = blank or next((place for place in places if not text[place - 1].isalnum()), None)
        yield low, sign or high
        low = sign or high
    if low < len(text):
        yield low, len(text)


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches without blanks in a part of the text that no token covers."""
    if start < end and not text[start:end].isspace():
        for found in _RUN.finditer(text, start, end):
            yield found.span()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A place without the blanks at its ends, in pieces of about LONGEST characters, marks kept with their letters."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = start + LONGEST
        while cut < min(end, start + 2 * LONGEST) and unicodedata.category(text[cut]) in _MARKS:
            cut += 1
        yield start, cut
        start = cut
    if start < end:
        yield start, end
