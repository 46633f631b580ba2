"""HTML pages."""

from __future__ import annotations

import re

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.encoding import read_text
from backend.formats.markup import parse

MARKUP_RATIO = 4  # a page may be this much longer than its text
SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht"})
CHARSET = re.compile(rb"""<meta[^>]{1,200}charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
BEFORE = re.compile(r"\s*(?:<!--.*?-->|<\?xml[^>]*>)\s*", re.IGNORECASE | re.DOTALL)  # remarks, and what XML says first
BEGINS = re.compile(r"\s*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
TABLE = re.compile(r"<(?:table|tr)[\s>]", re.IGNORECASE)  # many programs export one and call it a workbook


class Html:
    name = "html"
    label = "web page"
    media_type = "text/html"

    def accepts(self, probe: Probe) -> bool:
        named = probe.suffix in SUFFIXES or (probe.suffix == ".xls" and TABLE.search(probe.start))
        return probe.is_text and bool(named or _begins(probe.start))

    def extract(self, source: Source) -> Text:
        out = source.builder()
        page = parse(read_text(source.path, out, source.limits.max_text_chars * MARKUP_RATIO, declared_charset))
        body, name = source.builder(), page.title
        page.add_to(body)
        if body.content and name and name.casefold() not in body.content.casefold():
            out.line(f"# {name}")
            out.line()
        out.add(body.content)
        out.take_warnings(body)
        out.fact("title", name)
        return out.text()


def _begins(start: str) -> bool:
    """Whether a page begins here, behind any number of remarks: one after the other, none is tried in another way."""
    at = 0
    while before := BEFORE.match(start, at):
        at = before.end()
    return BEGINS.match(start, at) is not None


def declared_charset(head: bytes) -> str | None:
    """What the page says of its encoding."""
    found = CHARSET.search(head)
    return found[1].decode("ascii", errors="ignore") if found else None
