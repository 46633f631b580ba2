"""HTML pages."""

from __future__ import annotations

import re

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.encoding import read_text
from backend.formats.markup import add_markup, parse, title

MARKUP_RATIO = 4  # a page may be this much longer than its text
SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht"})
CHARSET = re.compile(rb"""<meta[^>]{1,200}charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
BEGINS = re.compile(  # atomic: what was skipped is never tried in another way
    r"(?>(?:(?:<!--.*?-->|<\?xml[^>]*+>)\s*+)*+)<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL
)

TABLE = re.compile(r"<(?:table|tr)[\s>]", re.IGNORECASE)  # many programs export one and call it a workbook


class Html:
    name = "html"
    label = "web page"
    media_type = "text/html"

    def accepts(self, probe: Probe) -> bool:
        named = probe.suffix in SUFFIXES or (probe.suffix == ".xls" and TABLE.search(probe.start))
        return probe.is_text and bool(named or BEGINS.match(probe.start))

    def extract(self, source: Source) -> Text:
        out = source.builder()
        tree = parse(read_text(source.path, out, source.limits.max_text_chars * MARKUP_RATIO, declared_charset))
        page, name = source.builder(), title(tree)
        add_markup(page, tree)
        if page.content and name and name.casefold() not in page.content.casefold():
            out.line(f"# {name}")
            out.line()
        out.add(page.content)
        out.fact("title", name)
        return out.text()


def declared_charset(head: bytes) -> str | None:
    """What the page says of its encoding."""
    found = CHARSET.search(head)
    return found[1].decode("ascii", errors="ignore") if found else None
