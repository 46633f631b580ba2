"""The parts of a message: which of them a reader sees, which are files attached to it, and what they hold."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email.message import Message

from backend.formats.encoding import decode

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


def is_named(part: Message) -> bool:
    """Whether this is a file rather than a piece of the letter."""
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def is_attachment(part: Message) -> bool:
    """Pictures shown within the text, signatures and the pieces of the letter itself are none."""
    kind = part.get_content_type()
    if kind in SIGNATURES:
        return False
    if part.get_content_disposition() == "attachment" or kind == FORWARDED:
        return True
    if part.get_content_maintype() == "application":
        return bool(part.get_filename() or payload(part).strip())
    return bool(part.get_filename() and part.get_content_maintype() != "image")


def payload(part: Message) -> bytes:
    """The bytes of a part as its sender meant them."""
    if part.get_content_type() == FORWARDED and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def text(part: Message) -> str:
    """The text of a part in the encoding that it declares."""
    return decode(payload(part), part.get_content_charset())


def file_name(part: Message) -> str:
    """What an attachment is called; its kind tells the ending of one without a name."""
    kind = part.get_content_type()
    return part.get_filename() or NAMELESS.get(kind) or "attachment" + (mimetypes.guess_extension(kind) or "")


def header(message: Message, name: str) -> str:
    """A header's decoded value on one line; as it stands in the file when it is too broken to decode."""
    try:
        value = str(message.get(name, ""))
    except (AttributeError, IndexError, LookupError, TypeError, ValueError):
        value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(value.split())


def decode_headers(message: Message) -> None:
    """Give headers their letters that were sent as bare bytes, which no standard allows and many programs do."""
    for part in {id(each): each for each in (message, *leaves(message))}.values():
        items = list(part.raw_items())
        if all(str(value).isascii() for _, value in items):
            continue
        charset = part.get_content_charset()
        for name, _ in items:
            del part[name]
        for name, value in items:
            part.set_raw(name, decode(str(value).encode("utf-8", "surrogateescape"), charset))
