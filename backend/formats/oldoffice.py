"""Which files of old Office (.xls, .doc, .ppt) are protected by a password, as their own headers say.

Sources: [MS-XLS] 2.4.117 FilePass, [MS-DOC] 2.5.2 FibBase, [MS-PPT] 2.3.2 CurrentUserAtom.
"""

from __future__ import annotations

import struct

from backend.formats.probe import Probe

RECORD = struct.Struct("<HH")  # of a workbook: kind and length
FILE_PASS, FIRST_RECORDS = 0x2F, 16 * 1024  # it stands behind a few others
WORD_HEAD, WORD_FLAGS, WORD_ENCRYPTED = b"\xec\xa5", 11, 0x01  # how it begins; offset of a byte, and a bit of it
SLIDES_TOKEN, SLIDES_ENCRYPTED = slice(12, 16), bytes.fromhex("dfc4d1f3")


def is_protected(probe: Probe) -> bool:
    """Whether a password is needed to read the file."""
    if "EncryptedPackage" in probe.streams or "EncryptedSummary" in probe.streams:
        return True
    book = probe.stream("Workbook", FIRST_RECORDS) or probe.stream("Book", FIRST_RECORDS)
    head = probe.stream("WordDocument", WORD_FLAGS + 1)
    letter = head.startswith(WORD_HEAD) and bool(head[WORD_FLAGS:] and head[WORD_FLAGS] & WORD_ENCRYPTED)
    slides = probe.stream("Current User", SLIDES_TOKEN.stop)[SLIDES_TOKEN] == SLIDES_ENCRYPTED
    return letter or slides or _has_password(book)


def _has_password(book: bytes) -> bool:
    at = 0
    while at + RECORD.size <= len(book):
        kind, length = RECORD.unpack_from(book, at)
        if kind == FILE_PASS:
            return True
        at += RECORD.size + length
    return False
