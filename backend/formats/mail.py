"""Mail as RFC 5322 has it: messages (EML), whose attachments become members; mailboxes (MBOX), whose messages do."""

from __future__ import annotations

import email
import email.policy
import mmap
import re
from collections.abc import Iterator
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import Path

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.encoding import decode
from backend.formats.markup import add_markup, parse

SHOWN_HEADERS = ("From", "To", "Cc", "Date", "Subject")
HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):\s", re.MULTILINE)
KNOWN_HEADERS = frozenset({"from", "to", "subject", "date", "received", "message-id", "return-path", "mime-version"})
SEPARATOR = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[!-9;-~]+:)"
)  # a blank line above, a header below
HEAD_END = re.compile(rb"\n\r?\n")
LONGEST_SUBJECT = 120  # characters of it in the message's name
QUOTED_FROM = re.compile(rb"^>From ", re.MULTILINE)
NAMELESS = {"message/rfc822": "message.eml", "text/html": "text.html", "text/plain": "text.txt"}


class Eml:
    name = "eml"
    label = "mail message"
    media_type = "message/rfc822"

    def accepts(self, probe: Probe) -> bool:
        return probe.is_text and (
            probe.suffix in {".eml", ".mht", ".mhtml"} or (probe.suffix != ".txt" and _has_headers(probe.start))
        )

    def extract(self, source: Source) -> Text:
        out = source.builder()
        message = email.message_from_bytes(source.path.read_bytes(), policy=email.policy.default)
        add_message(out, message, source)
        out.fact("subject", _header(message, "Subject"))
        out.fact("author", _header(message, "From"))
        out.fact("sent_at", _sent_at(message))
        return out.text()


class Mbox:
    name = "mbox"
    label = "mailbox"
    media_type = "application/mbox"

    def accepts(self, probe: Probe) -> bool:
        first, _, rest = probe.start.partition("\n")
        return probe.is_text and first.startswith("From ") and _has_headers(rest)

    def extract(self, source: Source) -> Text:
        out = source.builder()
        number = 0
        for number, data in enumerate(_split(source.path), start=1):
            headers = email.message_from_bytes(HEAD_END.split(data, 1)[0], policy=email.policy.default)
            subject = _header(headers, "Subject").replace("/", "-")[:LONGEST_SUBJECT]
            out.line(source.spool.add(f"{number:05} {subject}".strip() + ".eml", [data]).name)
        out.fact("messages", number)
        return out.text()


def _split(path: Path) -> Iterator[bytes]:
    """The messages of a mailbox. Stricter than the standard library's: a line of a letter may begin with From, too."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as box:
        start = 0
        for separator in SEPARATOR.finditer(box):
            if separator.start():
                yield QUOTED_FROM.sub(b"From ", box[start : separator.start()])
            start = separator.end()
        yield QUOTED_FROM.sub(b"From ", box[start:])


def add_message(out: TextBuilder, message: Message, source: Source) -> None:
    """Add a message's headers and body; its attachments go to the spool."""
    for name in SHOWN_HEADERS:
        if value := _header(message, name):
            out.line(f"{name}: {value}")
    out.line()
    parts = list(_leaves(message))
    body = _body(parts)
    if body is not None:
        text = _text(body)
        if body.get_content_type() == "text/html":
            add_markup(out, parse(text))
        else:
            out.line(text.strip())
    for part in parts:
        if part is not body and _is_attachment(part):
            source.spool.add(_file_name(part), [_payload(part)])


def _has_headers(start: str) -> bool:
    """Whether this begins as a mail does: only headers up to the first blank line, two of them known ones."""
    head = start.partition("\n\n")[0].partition("\r\n\r\n")[0]
    names = {name.lower() for name in HEADER.findall(head)}
    lines = [line for line in head.splitlines()[:-1] if not line.startswith((" ", "\t"))]
    return len(names & KNOWN_HEADERS) >= 2 and all(HEADER.match(line + " ") for line in lines)


def _leaves(message: Message) -> Iterator[Message]:
    """The parts that are no containers, in order. A forwarded message is one part, not opened."""
    pending = [message]
    while pending:
        part = pending.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            children = [child for child in part.get_payload() if isinstance(child, Message)]
            pending.extend(reversed(children))
        else:
            yield part


def _body(parts: list[Message]) -> Message | None:
    """The part to read: plain text where it says something, else HTML."""
    inline = [part for part in parts if not _is_named(part)]
    for wanted in ("text/plain", "text/html"):
        for part in inline:
            if part.get_content_type() == wanted and _text(part).strip():
                return part
    return None


def _is_named(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _is_attachment(part: Message) -> bool:
    """Pictures shown within the text and the other versions of the body are none."""
    kind = part.get_content_maintype()
    if part.get_content_disposition() == "attachment":
        return True
    return bool(part.get_filename() and kind != "image") or part.get_content_type() == "message/rfc822"


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        return inner.as_bytes() if isinstance(inner, Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message) -> str:
    return decode(_payload(part), part.get_content_charset())


def _file_name(part: Message) -> str:
    return part.get_filename() or NAMELESS.get(part.get_content_type(), "attachment")


def _header(message: Message, name: str) -> str:
    """A header's decoded value on one line; as it stands in the file when it is too broken to decode."""
    try:
        value = str(message.get(name, ""))
    except (
        AttributeError,
        IndexError,
        LookupError,
        TypeError,
        ValueError,
    ):
        value = next((raw for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(value.split())


def _sent_at(message: Message) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).astimezone(UTC).isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""
