"""A page that is too dear to parse, read tag by tag: the same words on the same lines, and no look at its structure."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from backend.formats.builder import TextBuilder
from backend.formats.layout import CELLS, PICTURES, WHITE, Lines

FLAT = "The page nests its elements deeper than any browser shows them. Its words were read in order, as they stand."
NOT_SHOWN = ("iframe", "math", "noembed", "noframes", "noscript", "script", "style", "svg", "template", "title")
AS_IT_STANDS = ("textarea", "xmp")
ATTRIBUTES = r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+'|))*+"
TOKEN = re.compile(rf"<(?:!--.*?(?:-->|\Z)|[!?][^>]*+>?|(/?)([A-Za-z][^\s/>]*+)({ATTRIBUTES})>?)", re.DOTALL)
ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in (*NOT_SHOWN, *AS_IT_STANDS)}
TITLE = re.compile(r"<title(?:\s[^>]*+)?>([^<]*+)", re.IGNORECASE)
ALT = re.compile(r"\balt\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


class FlatPage:
    """An HTML page, read without its tree."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._lines: Lines
        self._opened: Counter[str] = Counter()
        self._cell = ""

    @property
    def title(self) -> str:
        """The page's title, or an empty string."""
        found = TITLE.search(self._page)
        return WHITE.sub(" ", _unescaped(found[1])).strip() if found else ""

    def add_to(self, out: TextBuilder) -> None:
        """Add the text of the page."""
        out.warn(FLAT)
        self._lines, self._opened, self._cell = Lines(out), Counter(), ""
        at = 0
        for start, end, tag in self._tokens():
            if start > at:
                self._lines.text(_unescaped(self._page[at:start]))
            if tag is not None:
                self._tag(tag)
            at = end
        self._lines.text(_unescaped(self._page[at:]))
        self._lines.end()

    def _tokens(self) -> Iterator[tuple[int, int, re.Match[str] | None]]:
        """Where each tag begins and ends. What is not shown, such as a script, goes with its tag."""
        at, unclosed = 0, set[str]()
        while found := TOKEN.search(self._page, at):
            name, at = (found[2] or "").lower(), found.end()
            if not found[1] and name in NOT_SHOWN and name not in unclosed:
                if end := ENDS[name].search(self._page, at):
                    at = end.start()
                else:
                    unclosed.add(name)  # one look to the end of the page is enough
            yield found.start(), at, found if name else None

    def _tag(self, found: re.Match[str]) -> None:
        name = found[2].lower()
        if name == "tr" or (name in CELLS and not found[1]):
            self._leave(self._cell)  # many pages do not close them
        if found[1]:
            self._leave(name)
            return
        self._opened[name] += 1
        self._lines.enter(name)
        if name in CELLS or name == "table":
            self._cell = name if name in CELLS else ""
        if name in PICTURES and (alt := ALT.search(found[3])):
            self._lines.text(f" {_unescaped(next(filter(None, alt.groups()), ''))} ")

    def _leave(self, name: str) -> None:
        """An element ends, if it had begun."""
        if name == self._cell:
            self._cell = ""
        if self._opened[name] > 0:
            self._opened[name] -= 1
            self._lines.leave(name)


def _unescaped(words: str) -> str:
    """Characters by their names and numbers as what they are; as they stand where a number is endless."""
    try:
        return html.unescape(words)
    except ValueError:
        return words
