"""Disposition: the name that a sender gives a file in a form, as browsers and programs write it."""

from __future__ import annotations

from email.message import Message
from typing import Any

from backend.errors import BadRequest

ENCODINGS = {"utf-8": "utf-8", "iso-8859-1": "latin-1"}  # all that RFC 8187 knows

UNREADABLE = 'The name of a file can not be read. Send it as filename="NAME", in UTF-8.'


def sent_name(disposition: bytes, options: dict[bytes, bytes]) -> str | None:
    """The name a sender gives a file; None for a field. BadRequest when it can not be read.

    Some programs write it as RFC 8187 does, filename*=UTF-8''a, or in pieces as RFC 2231 does. In another
    encoding than those of RFC 8187 the plain filename beside it counts, else its bytes as UTF-8.
    """
    raw = options.get(b"filename")
    plain = None if raw is None else _unescaped(raw)
    encoded = _encoded(disposition)
    if encoded is None:
        return plain
    charset, content = encoded
    known = ENCODINGS.get(charset.lower())
    if known is None and plain is not None:
        return plain
    return content.decode(known or "utf-8", errors="replace")


def _encoded(disposition: bytes) -> tuple[str, bytes] | None:
    """The encoding that filename* names, and the bytes of the name."""
    if b"filename*" not in disposition.lower():
        return None
    header = Message()
    header["Disposition"] = disposition.decode("latin-1")
    try:
        given: list[tuple[str, Any]] = header.get_params([], "Disposition")
    except (TypeError, ValueError) as error:  # which the library raises for some that are malformed
        raise BadRequest(UNREADABLE) from error
    named = [it for name, it in given if name == "filename" and isinstance(it, tuple)]
    if not named:
        return None
    charset, _, text = named[-1]
    return charset or "utf-8", text.encode("latin-1", errors="replace")


def _unescaped(raw: bytes) -> str:
    """Browsers write a quote or line break in a file name as %22, %0A, %0D; all else is UTF-8."""
    text = raw.decode("utf-8", errors="replace")
    for written, meant in (("%22", '"'), ("%0A", " "), ("%0D", " ")):
        text = text.replace(written, meant)
    return text
