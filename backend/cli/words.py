"""Numbers, sizes, times and foreign text as a person reads them in a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
NO_COLLECTION_NAME = re.compile(r"[^\w.]+")


def plain(text: str) -> str:
    """Text of documents and file names without what a terminal would obey: escapes, and changes of direction."""
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def plural(number: int, noun: str) -> str:
    """ "1 file", "3,001 files" """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def waiting(ahead: int | None) -> str:
    """What a question waits for that nobody works on yet: "2 questions come before this one"."""
    if not ahead:
        return "Waiting for a worker"
    return f"{plural(ahead, 'question')} {'comes' if ahead == 1 else 'come'} before this one"


def size(number: int) -> str:
    """ "512 B", "1.5 MB" """
    for unit, amount in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        if number >= amount:
            return f"{number / amount:.1f} {unit}"
    return f"{number} B"


def left(seconds: float) -> str:
    """ "about 40 s left", "about 3 min left" """
    if seconds < 50:
        return f"about {max(5, round(seconds / 5) * 5)} s left"
    if seconds < 5400:
        return f"about {round(seconds / 60)} min left"
    return f"about {seconds / 3600:.1f} h left"


def percent(share: float) -> str:
    """0.934 as "93%"; what is not quite all never shows as all."""
    return f"{min(99, round(share * 100)) if share < 1 else 100}%"


def place(where: Mapping[str, object] | None) -> str:
    """Where in a document: {"page": 3} is "page 3"."""
    return ", ".join(f"{kind} {value}" for kind, value in (where or {}).items() if value not in (None, ""))


def age(time: str, now: datetime) -> str:
    """How long ago an RFC 3339 time was: "40 s", "3 min", "5 h", "12 d"."""
    seconds = max(0, int((now - datetime.fromisoformat(time)).total_seconds()))
    for unit, amount in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= amount:
            return f"{seconds // amount} {unit}"
    return f"{seconds} s"


def collection_name(text: str) -> str:
    """ "Board minutes (2026)" as "board-minutes-2026"; empty when no letter is left."""
    return NO_COLLECTION_NAME.sub("-", text.lower()).strip("-.")[:64].rstrip("-.")
