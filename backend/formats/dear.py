"""Which HTML pages are too dear for a parser that builds their tree.

A parser keeps a list of the elements that are open and looks through it at nearly every tag, as the standard of HTML
demands: a page of three megabytes that closes nothing takes hours. Browsers stop at 512 levels; the same measure is
taken here, by whoever must not be misled: every tag counts, even one within a remark or a script, and an element is
over only where its end follows all that began in it.
"""

from __future__ import annotations

import re

DEEPEST = 512
MANY_TAGS = 20_000  # with fewer of them no depth is dear
MOST_COPIES = 2_000_000  # styles of letters that are open, times tags: every paragraph takes them over anew
MOST_ROOTS = 64  # tags of the page as a whole, whose attributes are gathered
MOST_ATTRIBUTES = 256  # of one tag, each compared with those before it
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img image input keygen link meta param source track wbr".split()
)
CLOSE_THEMSELVES = frozenset("caption colgroup dd dt li option p tbody td tfoot th thead tr".split())
STYLES = frozenset("a b big code em font i nobr s small strike strong tt u".split())
FOREIGN = frozenset({"math", "svg"})
BACK_IN_HTML = frozenset(
    """
    b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta
    nobr ol p pre ruby s small span strong strike sub sup table tt u ul var
""".split()
)
TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)(?:([^<>]*+)(?<=/)>)?")
QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
LONG_TAG = re.compile(r"<[A-Za-z][^<>]{500}")
ATTRIBUTE = re.compile(r"\s*+(?:/|([^\s/>=]++)(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]++))?+)")


def is_dear(html: str) -> bool:
    """Whether the tree of this page would take far longer to build than the page is long."""
    page = _Page()
    for found in TAG.finditer(html):
        page.meet(found[2].lower(), closes=bool(found[1]), whole=_is_whole(found[3]))
    return page.is_dear or any(_has_many_attributes(html, tag.start() + 1) for tag in LONG_TAG.finditer(html))


class _Page:
    def __init__(self) -> None:
        self._tags = self._roots = self._deepest = self._styles = self._most_styles = 0
        self._opened: list[str] = []
        self._foreign = 0  # drawings and formulas around, in which a tag may be whole by itself

    @property
    def is_dear(self) -> bool:
        deep = self._tags > MANY_TAGS and self._deepest > DEEPEST
        return deep or self._most_styles * self._tags > MOST_COPIES or self._roots > MOST_ROOTS

    def meet(self, name: str, *, closes: bool, whole: bool) -> None:
        """The next tag of the page."""
        self._tags += 1
        if name in BACK_IN_HTML:
            self._foreign = 0
        if name in VOID or name in CLOSE_THEMSELVES or (whole and self._foreign):
            return
        if closes:
            self._close(name)
        else:
            self._open(name)

    def _open(self, name: str) -> None:
        self._opened.append(name)
        self._foreign += name in FOREIGN
        self._roots += name in {"html", "body"}
        self._styles += name in STYLES
        self._deepest = max(self._deepest, len(self._opened))
        self._most_styles = max(self._most_styles, self._styles)

    def _close(self, name: str) -> None:
        if self._opened[-1:] == [name]:
            self._opened.pop()
            self._styles -= name in STYLES
            self._foreign = max(0, self._foreign - (name in FOREIGN))


def _is_whole(attributes: str | None) -> bool:
    """Whether a tag ends with /> outside of quotation marks."""
    bare = QUOTED.sub("", attributes or "")
    return bare.endswith("/") and not ('"' in bare or "'" in bare)


def _has_many_attributes(html: str, at: int) -> bool:
    count = 0
    while (found := ATTRIBUTE.match(html, at)) and count <= MOST_ATTRIBUTES:
        count += found[1] is not None
        at = found.end()
    return count > MOST_ATTRIBUTES
