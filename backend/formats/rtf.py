"""Rich Text Format."""

from __future__ import annotations

import re

from backend.core.text import Text
from backend.formats.base import Probe, Source

ASIDE = re.compile(  # what stands beside the text: striprtf leaves it out, unless it is a paragraph like others
    r"\{(?:\\\*)?\\(?:header[flr]?|footer[flr]?|footnote|annotation|shptxt)(?![a-z])-?\d*\s?"
)
SHAPE = re.compile(r"\{(?:\\\*)?\\(?:shp|shpinst)(?![a-z])")

FIELD = "{\\field{"  # on lines of their own: striprtf looks for links line by line, and long over long lines


class Rtf:
    name = "rtf"
    label = "RTF document"
    media_type = "application/rtf"

    def accepts(self, probe: Probe) -> bool:
        return probe.head.startswith(b"{\\rtf")

    def extract(self, source: Source) -> Text:
        out = source.builder()
        out.add(rtf_text(source.path.read_bytes()))
        return out.text()


def rtf_text(data: bytes) -> str:
    """The text of an RTF document; bytes beyond ASCII, which RTF forbids but programs write, count as cp1252."""
    from striprtf.striprtf import rtf_to_text

    shown = SHAPE.sub("{", ASIDE.sub(r"{\\par ", data.decode("cp1252", errors="replace")))
    shown = shown.replace(FIELD, "\n" + FIELD)
    text: str = rtf_to_text(shown, errors="replace")  # type: ignore[no-untyped-call]
    return text
