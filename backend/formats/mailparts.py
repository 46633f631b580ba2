"""The parts of a message: which of them a reader sees, which are files attached to it, and what they hold."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email.message import Message

from backend.formats.encoding import decode
from backend.formats.mailparse import decoded

SIGNATURES = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
    }
)
NAMELESS = {"message/rfc822": "message.eml", "text/html": "text.html", "text/plain": "text.txt"}
FORWARDED = "message/rfc822"
MALFORMED = (AttributeError, IndexError, LookupError, TypeError, ValueError)  # what broken headers make of the library


def children(part: Message) -> list[Message]:
    """The parts directly inside a container, in order."""
    inner = part.get_payload() if part.is_multipart() else []
    return [child for child in inner if isinstance(child, Message)] if isinstance(inner, list) else []


def leaves(message: Message) -> Iterator[Message]:
    """The parts that are no containers, in order. A forwarded message is one part, not opened."""
    pending = [message]
    while pending:
        part = pending.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            pending.extend(reversed(children(part)))
        else:
            yield part


def everything(message: Message) -> Iterator[Message]:
    """All parts, containers too, in order; forwarded messages are not opened."""
    pending = [message]
    while pending:
        part = pending.pop()
        yield part
        if part.get_content_maintype() == "multipart":
            pending.extend(reversed(children(part)))


def name_of(part: Message) -> str:
    """The name that a part is sent under; empty where it has none."""
    for key, of in (("filename", "content-disposition"), ("name", "content-type")):
        try:
            value = part.get_param(key, header=of)
        except MALFORMED:
            continue
        if isinstance(value, tuple):  # in an encoding of its own (RFC 2231), perhaps one that there is not
            value = decode(value[2].encode("raw-unicode-escape", "replace"), value[0])
        if value and (name := decoded(value).strip()):
            return name
    return ""


def charset_of(part: Message) -> str | None:
    """The encoding that a part declares, whether there is such a one or not."""
    try:
        return part.get_content_charset()
    except MALFORMED:
        return None


def is_named(part: Message) -> bool:
    """Whether this is a file rather than a piece of the letter."""
    return part.get_content_disposition() == "attachment" or bool(name_of(part))


def is_attachment(part: Message) -> bool:
    """Pictures shown within the text, signatures and the pieces of the letter itself are none."""
    kind = part.get_content_type()
    if kind in SIGNATURES:
        return False
    if part.get_content_disposition() == "attachment" or kind == FORWARDED:
        return True
    if part.get_content_maintype() == "application":
        return bool(name_of(part) or payload(part).strip())
    return bool(name_of(part) and part.get_content_maintype() != "image")


def payload(part: Message) -> bytes:
    """The bytes of a part as its sender meant them; as they stand where they are packed in a way there is not."""
    if part.get_content_type() == FORWARDED and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    try:
        data = part.get_payload(decode=True)
    except MALFORMED:
        data = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return data if isinstance(data, bytes) else b""


def text(part: Message) -> str:
    """The text of a part in the encoding that it declares."""
    return decode(payload(part), charset_of(part))


def file_name(part: Message) -> str:
    """What an attachment is called; its kind tells the ending of one without a name."""
    kind = part.get_content_type()
    return name_of(part) or NAMELESS.get(kind) or "attachment" + (mimetypes.guess_extension(kind) or "")


def decode_headers(message: Message) -> None:
    """Give headers their letters that were sent as bare bytes, which no standard allows and many programs do."""
    for part in everything(message):
        items = list(part.raw_items())
        if all(str(value).isascii() for _, value in items):
            continue
        charset = charset_of(part)
        for name, _ in items:
            del part[name]
        for name, value in items:
            part.set_raw(name, decode(str(value).encode("utf-8", "surrogateescape"), charset))
