"""Disposition: the name that a sender gives a file in a form, in the ways that browsers and programs write it."""

from __future__ import annotations

from email.message import Message
from email.utils import collapse_rfc2231_value
from typing import Any


def sent_name(disposition: bytes, options: dict[bytes, bytes]) -> str | None:
    """The name a sender gives a file; None for a field. Some programs write it as RFC 5987 does: filename*=UTF-8''a."""
    if b"filename*" in disposition.lower():
        header = Message()
        header["Disposition"] = disposition.decode("latin-1")
        given: list[tuple[str, Any]] = header.get_params([], "Disposition")
        if encoded := [value for name, value in given if name == "filename" and isinstance(value, tuple)]:
            return collapse_rfc2231_value(encoded[-1])
    raw = options.get(b"filename")
    return None if raw is None else _unescaped(raw)


def _unescaped(raw: bytes) -> str:
    """Browsers write a quote or line break in a file name as %22, %0A, %0D; everything else is UTF-8."""
    text = raw.decode("utf-8", errors="replace")
    for written, meant in (("%22", '"'), ("%0A", " "), ("%0D", " ")):
        text = text.replace(written, meant)
    return text
