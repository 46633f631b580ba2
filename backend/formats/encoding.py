"""Which encoding a text file is in, and its text.

Statistical detectors are wrong for short files in cp1252, the commonest legacy encoding, so the order is: byte order
mark, UTF-16 by its zero bytes, strict UTF-8, a code page that gives letters of one western or central European
language, cp1252 where the high bytes stand as they do in western languages, and charset-normalizer for the rest
(Cyrillic, Greek, Japanese, Chinese, Korean ...).
"""

from __future__ import annotations

import codecs
import mmap
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from backend.errors import ExtractionFailed
from backend.formats.builder import TextBuilder, too_long
from backend.formats.codepage import fitting

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEVEN_BIT = ("iso2022", "hz")  # Japanese, Korean and Chinese mail: valid UTF-8 to look at
LEGACY = ("big5", "cp", "euc", "gb", "iso", "johab", "koi8", "kz1048", "mac", "ptcp154", "shift", "tis", *SEVEN_BIT)
SHOWN = {"utf-8-sig": "utf-8", "ascii": "utf-8"}

STRAY_CONTROLS = 2
SAMPLE_BYTES = 64 * 1024
SAMPLE_LINES = 2_000
FROM_HIGH_BYTES = re.compile(rb"[\x80-\xff][^\n]{0,100}")
BEFORE_HIGH_BYTES = 100
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
WIDE_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x7f-\x84\x86-\x9f]")
SYMBOL_IN_WORD = re.compile("(?<=[A-Za-zÀ-ÿ])[^\x00-\x7fÀ-ÖØ-öø-ÿŠšŽžŒœŸ’‘\xad\xa0–—…](?=[A-Za-zÀ-ÿ])")
NOT_WESTERN = re.compile("[ƒˆ˜‡¤¦¬\xad¸þðýÞÐÝ¨¯]")
JAPANESE = re.compile(rb"\x1b\$[@B][!-~]+\x1b\([BJ]")  # how ISO-2022-JP enters its letters and leaves them
KOREAN = re.compile(rb"(?:\A|\n)\x1b\$\)C")  # how ISO-2022-KR begins; its letters stand between control characters
NULS = re.compile(rb"\x00+")
NUL_BLOCKS = 8  # a machine that crashed leaves a few blocks of zeros in its log; other files have many of them
TEXT_PER_NUL = 12  # bytes of text for each stray zero, or run of them
FEW = 32  # letters, among which a few zeros prove nothing
SCRIPT_ROWS = b"\x03\x04\x05\x06"  # the upper bytes of Greek, Cyrillic, Hebrew and Arabic letters
USUAL = frozenset(".,;:!?-–—()[]\"'«»„“”/%&+*=@#№§€")
NEVER = (
    "cp1258",
    "cp1125",
    "cp858",
    "hp_roman8",
    "iso8859_10",
    "iso8859_13",
    "iso8859_14",
    "iso8859_16",
    "mac_iceland",
)


def guess(sample: bytes, declared: str | None = None) -> str | None:
    """The likely encoding of text that begins with these bytes; None when this is not text.

    `declared` is what the text says of itself; it counts where the bytes themselves leave the question open.
    """
    for bom, encoding in BOMS:
        if sample.startswith(bom):
            return encoding
    if wide := _utf16_without_bom(sample):
        return wide
    if KOREAN.search(sample):
        return "iso2022_kr"
    if _has_controls(sample):
        return _utf16_of_one_script(sample) or _text_with_zeros(sample)
    known = _known(declared)
    if known and known.startswith(SEVEN_BIT):
        return known
    if JAPANESE.search(sample):
        return "iso2022_jp"
    return "utf-8" if _is_utf8(sample) else known or _legacy(sample)


def read_text(path: Path, out: TextBuilder, limit: int, declared: Callable[[bytes], str | None] | None = None) -> str:
    """The whole file as text with \\n line ends.

    `declared` finds in the first bytes what the text says of its own encoding. Notes the encoding, and what could not
    be decoded, in `out`. Raises ExtractionFailed when the file is not text, or longer than `limit` characters.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    encoding = guess(sample, declared(sample) if declared else None)
    if encoding is None:
        raise ExtractionFailed("The file is not text: it holds binary data.")
    try:
        text = _decode(path, encoding, limit)
    except UnicodeDecodeError:
        if not encoding.startswith(("utf-16", "utf-32")):
            encoding = _second_guess(path)
        text = _decode(path, encoding, limit, errors="replace")
        if lost := text.count("\ufffd"):
            out.warn(f"{lost:,} characters are not valid {encoding} and are shown as \ufffd.")
    if len(text) > limit:
        raise too_long(limit)
    out.fact("encoding", SHOWN.get(encoding, encoding))
    return text


def decode(data: bytes, declared: str | None = None) -> str:
    """Text of a piece in memory, such as a part of a mail. Never fails: what can not be decoded becomes \ufffd."""
    return data.decode(guess(data, declared) or "cp1252", errors="replace")


def _decode(path: Path, encoding: str, limit: int, errors: str = "strict") -> str:
    with path.open("r", encoding=encoding, errors=errors) as file:
        return file.read(limit + 1)


def _second_guess(path: Path) -> str:
    """The encoding of a file whose beginning misled: judged by all its lines that are not plain ASCII."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        sample = b"\n".join(_telling(data))
    if sum(len(run) for run in UTF8_SEQUENCE.findall(sample)) * 10 > 9 * sum(
        len(run) for run in HIGH_RUN.findall(sample)
    ):
        return "utf-8"
    return _legacy(sample)


def _telling(data: mmap.mmap) -> Iterator[bytes]:
    for number, match in enumerate(FROM_HIGH_BYTES.finditer(data)):
        if number == SAMPLE_LINES:
            return
        before = data[max(0, match.start() - BEFORE_HIGH_BYTES) : match.start()]
        yield before.rpartition(b"\n")[2] + match.group()


def _is_utf8(sample: bytes) -> bool:
    """Whether this is valid UTF-8, the last character perhaps cut where this is only the beginning of a text."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) < SAMPLE_BYTES)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_bom(sample: bytes) -> str | None:
    """UTF-16 of mostly western text has a zero in every second byte, and nearly none in the others."""
    half = len(sample) // 2
    if half < 2 or (len(sample) % 2 and len(sample) < SAMPLE_BYTES):
        return None
    even, odd = sample[0 : half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    for many, few, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if many > (0.4 if half > FEW else 0.9) * half and few < 0.02 * half:
            return None if WIDE_CONTROLS.search(sample.decode(encoding, errors="ignore")) else encoding
    return None


def _has_controls(sample: bytes) -> bool:
    return len(CONTROLS.findall(sample)) > max(STRAY_CONTROLS, len(sample) // 100)


def _utf16_of_one_script(sample: bytes) -> str | None:
    """UTF-16 of Cyrillic or Greek: nearly only letters, most of them of one alphabet, and blanks."""
    whole = sample[: len(sample) // 2 * 2]
    for encoding, rows in (("utf-16-le", whole[1::2]), ("utf-16-be", whole[0::2])):
        try:
            text = whole.decode(encoding)
        except UnicodeDecodeError:
            continue
        common = max(SCRIPT_ROWS, key=rows.count)
        usual = sum(letter.isalnum() or letter.isspace() or letter in USUAL for letter in text)
        if rows.count(common) * 2 > len(rows) and usual * 20 >= len(text) * 19 and not WIDE_CONTROLS.search(text):
            return encoding
    return None


def _text_with_zeros(sample: bytes) -> str | None:
    """A log with a few blocks of zeros, or text with some zeros here and there."""
    rest, blocks = NULS.subn(b"", sample)
    is_log = blocks <= NUL_BLOCKS and b"\n" in sample.partition(b"\0")[0]
    is_text = is_log or blocks * TEXT_PER_NUL <= len(rest)
    return "utf-8" if is_text and not _has_controls(rest) and _is_utf8(rest) else None


def _known(declared: str | None) -> str | None:
    """Python's name of a declared encoding, if it is one for text; Latin-1 means cp1252, as in every browser."""
    try:
        name = codecs.lookup(declared or "").name
        b"".decode(name)
    except (LookupError, ValueError):
        return None
    if name in {"iso8859-1", "ascii"}:
        return "cp1252"
    return name if name.startswith(LEGACY) else None


def _legacy(sample: bytes) -> str:
    """The likely encoding of text that is not UTF-8."""
    if encoding := fitting(sample):
        return encoding
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:SAMPLE_BYTES], cp_exclusion=list(NEVER)).best()
    return best.encoding if best is not None else "cp1252"


def _is_western(sample: bytes) -> bool:
    """Whether cp1252 gives what western languages look like: single accented letters, few symbols within words.

    In Cyrillic, Greek, Chinese, Japanese and Korean encodings the high bytes stand in rows, or become letters such
    as ƒ; Polish, Czech and Turkish ones put symbols inside words.
    """
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    runs = HIGH_RUN.findall(sample)
    high = sum(len(run) for run in runs)
    odd = len(SYMBOL_IN_WORD.findall(text)) + len(NOT_WESTERN.findall(text))
    return high <= 1.6 * len(runs) and odd * 10 <= high
