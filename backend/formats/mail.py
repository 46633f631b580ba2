"""Mail as RFC 5322 has it: messages (EML), whose attachments become members; mailboxes (MBOX), whose messages do."""

from __future__ import annotations

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
from backend.formats.mailbody import body
from backend.formats.mailparse import LONGEST_HEADER, MOST_PARTS, header, headers_only, is_cut, parsed
from backend.formats.mailparts import decode_headers, file_name, is_attachment, leaves, payload

SHOWN_HEADERS = ("From", "To", "Cc", "Date", "Subject")
HEADER = re.compile(r"^([A-Za-z][A-Za-z0-9-]*):\s", re.MULTILINE)
KNOWN_HEADERS = frozenset({"from", "to", "subject", "date", "received", "message-id", "return-path", "mime-version"})
SEPARATOR = re.compile(
    rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]*\n(?=[!-9;-~]+:)"
)  # a blank line above, a header below
HEAD_END = re.compile(rb"\n\r?\n")
MAILBOXES = frozenset({".mbox", ".mbx"})
BLOCK_BYTES = 64 * 1024
CUT = f"The message has more than {MOST_PARTS:,} parts, or takes too long to read. What follows was left out."
TOO_DEEP = "The parts of the message are nested too deeply. It was read as it stands."
LONGEST_SUBJECT = 120  # characters of it in the message's name
QUOTED_FROM = re.compile(rb"^>From ", re.MULTILINE)


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
        try:
            message, whole = parsed(_blocks(source.path), source.effort)
            decode_headers(message)
            add_message(out, message, source)
            if not whole or source.effort.spent:
                out.warn(CUT)
        except RecursionError:
            message = headers_only(source.path.read_bytes())
            decode_headers(message)
            out = source.builder()
            _add_as_it_stands(out, message)
        out.fact("subject", header(message, "Subject"))
        out.fact("author", header(message, "From"))
        out.fact("sent_at", _sent_at(message))
        return out.text()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            yield block


class Mbox:
    name = "mbox"
    label = "mailbox"
    media_type = "application/mbox"

    def accepts(self, probe: Probe) -> bool:
        first, _, rest = probe.start.partition("\n")
        if not (probe.is_text and first.startswith("From ")):
            return False
        return _has_headers(rest) or (probe.suffix in MAILBOXES and HEADER.match(rest) is not None)

    def extract(self, source: Source) -> Text:
        out = source.builder()
        with source.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as box:
            source.spool.expect(sum(1 for _ in SEPARATOR.finditer(box)))
            number = 0
            for number, data in enumerate(_split(box), start=1):
                source.spool.add(_message_name(number, data), [data])
        out.line(f"A mailbox of {number:,} messages.")  # a list of their subjects would be found before them
        out.fact("messages", number)
        return out.text()


def _message_name(number: int, data: bytes) -> str:
    headers = headers_only(HEAD_END.split(data, 1)[0])
    decode_headers(headers)
    subject = header(headers, "Subject").replace("/", "-")[:LONGEST_SUBJECT]
    return f"{number:05} {subject}".strip() + ".eml"


def _split(box: mmap.mmap) -> Iterator[bytes]:
    """The messages of a mailbox. Stricter than the standard library's: a line of a letter may begin with From, too."""
    start = 0
    for separator in SEPARATOR.finditer(box):
        if separator.start():
            yield QUOTED_FROM.sub(b"From ", box[start : separator.start()])
        start = separator.end()
    yield QUOTED_FROM.sub(b"From ", box[start:])


def add_message(out: TextBuilder, message: Message, source: Source) -> None:
    """Add a message's headers and body; its attachments go to the spool."""
    _add_headers(out, message)
    out.line(body(message, source))
    for part in leaves(message):
        if source.effort.spent:
            return
        if is_attachment(part):
            source.spool.add(file_name(part), [payload(part)])


def _add_headers(out: TextBuilder, message: Message) -> None:
    for name in SHOWN_HEADERS:
        if value := header(message, name):
            out.line(f"{name}: {value}")
        if is_cut(message, name):
            out.warn(f"The header {name} is longer than {LONGEST_HEADER:,} characters; the rest of it was left out.")
    out.line()


def _add_as_it_stands(out: TextBuilder, message: Message) -> None:
    """What can be read of a message whose parts no reader finds."""
    _add_headers(out, message)
    out.line(decode(str(message.get_payload()).encode("utf-8", "surrogateescape")))
    out.warn(TOO_DEEP)


def _has_headers(start: str) -> bool:
    """Whether this begins as a mail does: only headers up to the first blank line, two of them known ones."""
    head = start.partition("\n\n")[0].partition("\r\n\r\n")[0]
    names = {name.lower() for name in HEADER.findall(head)}
    lines = [line for line in head.splitlines()[:-1] if not line.startswith((" ", "\t"))]
    return len(names & KNOWN_HEADERS) >= 2 and all(HEADER.match(line + " ") for line in lines)


def _sent_at(message: Message) -> str:
    try:
        return parsedate_to_datetime(header(message, "Date")).astimezone(UTC).isoformat()
    except (TypeError, ValueError, OverflowError):
        return ""
