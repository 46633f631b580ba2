"""HTML to text, for web pages, mail and e-books: its words in the order and the lines of a browser, scripts dropped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from backend.formats.builder import TextBuilder
from backend.formats.dear import is_dear
from backend.formats.flatpage import FlatPage
from backend.formats.layout import PICTURES, WHITE, Lines

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DROPPED = frozenset("audio canvas embed head iframe math noscript object script style svg template title video".split())
XHTML = re.compile(r"<\?xml\s|<html\s[^>]{0,1000}http://www\.w3\.org/1999/xhtml", re.IGNORECASE)
WITHIN = 4_096  # characters at the beginning of a page, which say whether it is XHTML
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
EMPTY_TAG = re.compile(r"""<([A-Za-z][\w:.-]*+)((?:[^<>"'/]|"[^"<]*"|'[^'<]*'|/(?!>))*)/>""")


class Page(Protocol):
    """An HTML page, however broken."""

    @property
    def title(self) -> str:
        """The page's title, or an empty string."""
        ...

    def add_to(self, out: TextBuilder) -> None:
        """Add the text of the page, and a warning where it could not be read as it is meant."""
        ...


def parse(html: str) -> Page:
    """The page that this is."""
    if XHTML.search(html, 0, WITHIN):
        html = _closed(html)
    return FlatPage(html) if is_dear(html) else TreePage(html)


def _closed(xhtml: str) -> str:
    """The same page with <title/> as <title></title>: in HTML it would swallow all that follows."""
    return EMPTY_TAG.sub(lambda tag: tag[0] if tag[1].lower() in VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>", xhtml)


class TreePage:
    """A page as its tree, built as browsers build it."""

    def __init__(self, html: str) -> None:
        from selectolax.lexbor import LexborHTMLParser

        self._tree = LexborHTMLParser(html)

    @property
    def title(self) -> str:
        node = self._tree.css_first("title")
        return "" if node is None else WHITE.sub(" ", node.text()).strip()

    def add_to(self, out: TextBuilder) -> None:
        """Walks without recursion: a page may nest a hundred thousand tags."""
        lines = Lines(out)
        pending: list[LexborNode | str] = [] if self._tree.body is None else [self._tree.body]
        while pending:
            node = pending.pop()
            if isinstance(node, str):
                lines.leave(node)
                continue
            if node.next is not None and node.tag != "body":
                pending.append(node.next)
            if node.is_text_node:
                lines.text(node.text_content or "")
            elif node.is_element_node and (tag := node.tag or "") not in DROPPED:
                lines.enter(tag)
                if tag in PICTURES and (words := node.attributes.get("alt")):
                    lines.text(f" {words} ")
                pending.append(tag)
                if node.first_child is not None:
                    pending.append(node.first_child)
        lines.end()
