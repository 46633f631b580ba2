"""Messages taken apart, within bounds: the standard library's parser gets no header and no number of parts that would
take it hours, and headers are decoded by means that never fail.
"""

from __future__ import annotations

import email.policy
from collections.abc import Iterable
from email.errors import HeaderParseError
from email.feedparser import BytesFeedParser
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Policy

from backend.formats.effort import Effort
from backend.formats.encoding import decode

LONGEST_HEADER = 65_536  # characters that are looked at
LONGEST_OF_STRUCTURE = 8_192  # of those that say what a part is
MOST_PARTS = 10_000


class _Bounded(email.policy.Compat32):
    """Keeps headers as they stand in the file, but for the end of endless ones."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        is_structure = name.lower().startswith("content-")
        return name, value[: LONGEST_OF_STRUCTURE if is_structure else LONGEST_HEADER]


POLICY = _Bounded(max_line_length=0, mangle_from_=False)


class Parts:
    """Makes the parts of one message and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, policy: Policy | None = None) -> Message:
        self.count += 1
        return Message(policy or POLICY)


def parsed(blocks: Iterable[bytes], effort: Effort) -> tuple[Message, bool]:
    """A message, and whether it is whole: it ends early where it has too many parts or takes too long.

    RecursionError when its parts are nested too deeply.
    """
    parts = Parts()
    parser = BytesFeedParser(parts, policy=POLICY)
    whole = True
    for block in blocks:
        parser.feed(block)
        whole = parts.count <= MOST_PARTS and not effort.spent
        if not whole:
            break
    return parser.close(), whole


def headers_only(data: bytes) -> Message:
    """A message whose headers are known, and whose payload is everything below them as it stands."""
    return BytesHeaderParser(policy=POLICY).parsebytes(data)


def header(message: Message, name: str) -> str:
    """A header's decoded value on one line; empty where it is missing, as it stands where it is too broken."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(decoded(raw).split())


def is_cut(message: Message, name: str) -> bool:
    """Whether a header was longer than what was looked at."""
    return any(key.lower() == name.lower() and len(str(value)) >= LONGEST_HEADER for key, value in message.raw_items())


def decoded(raw: str) -> str:
    """A header's value with its encoded words (RFC 2047) as what they say, in whatever encoding they claim to be."""
    try:
        pieces = decode_header(" ".join(raw.split()))
    except (HeaderParseError, ValueError):
        return raw
    return "".join(_piece(*piece) for piece in pieces)


def _piece(words: bytes | str, charset: str | None) -> str:
    if isinstance(words, str):
        return words
    return decode(words, charset) if charset else words.decode("raw-unicode-escape", errors="replace")
