"""Rich Text Format."""

from __future__ import annotations

from backend.core.text import Text
from backend.formats.base import Probe, Source


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

    text: str = rtf_to_text(data.decode("cp1252", errors="replace"), errors="replace")  # type: ignore[no-untyped-call]
    return text
