"""The body of a message: everything that its reader sees, in order, and of several versions the one that says most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from email.message import Message

from backend.formats.base import Source
from backend.formats.mailparse import header
from backend.formats.mailparts import children, is_named, text
from backend.formats.markup import parse

UNSEEN = frozenset({"text/css", "text/javascript", "text/x-amp-html", "text/watch-html"})
REPORTS = frozenset({"message/delivery-status", "message/disposition-notification"})
WORD = re.compile(r"\w+")
FOLD = re.compile(r"\r?\n[ \t]")
ESCAPED = re.compile(r"\\(.)")
EVENT = ("SUMMARY", "DTSTART", "DTEND", "DUE", "RRULE", "LOCATION", "ORGANIZER", "ATTENDEE", "STATUS", "DESCRIPTION")
COMPONENTS = frozenset({"VEVENT", "VTODO"})
MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?", re.ASCII)
QUOTE = '"'
NAME = re.compile(r'CN=("[^"]*"|[^;:]*)')


def body(part: Message, source: Source) -> str:
    """What a reader sees of a part and of those inside it; empty where there is nothing to see."""
    kind = part.get_content_type()
    if source.effort.spent:
        return ""
    if kind == "multipart/alternative":
        return _best([(child.get_content_type(), body(child, source)) for child in children(part)])
    if kind in REPORTS:
        return "\n".join(f"{name}: {header(each, name)}" for each in children(part) for name in each)
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        return _joined(body(child, source) for child in _seen(part))
    if part.get_content_maintype() != "text" or kind in UNSEEN or is_named(part):
        return ""
    if kind == "text/html":
        out = source.builder()
        parse(text(part)).add_to(out)
        return out.content.strip()
    return _event(text(part)) if kind == "text/calendar" else text(part).strip()


def _seen(container: Message) -> list[Message]:
    """Of parts that belong together only the first is seen, the others are what it shows: pictures, styles, frames."""
    parts = children(container)
    if container.get_content_type() != "multipart/related":
        return parts
    return [part for part in parts if part is parts[0] or not (part["Content-ID"] or part["Content-Location"])]


def _best(versions: Sequence[tuple[str, str]]) -> str:
    """Plain text, unless that is only a remark that there is more in the HTML; with it an invitation's place and time.

    The plain text is such a remark when it lacks most of the HTML's words and has fewer of its own; where it has more,
    both are shown.
    """
    plain = next((words for kind, words in versions if kind == "text/plain" and words), "")
    rich = next((words for kind, words in versions if kind.startswith(("text/html", "multipart/")) and words), "")
    known, wanted = set(WORD.findall(plain.lower())), set(WORD.findall(rich.lower()))
    if len(wanted - known) * 2 <= len(wanted):
        shown = plain or rich
    else:
        shown = rich if len(wanted) > len(known) else _joined([plain, rich])
    shown = shown or next((words for kind, words in versions if kind != "text/calendar" and words), "")
    events = "\n".join(words for kind, words in versions if kind == "text/calendar")
    return _joined([shown, *(line for line in events.splitlines() if line.partition(": ")[2] not in shown)], "\n")


def _event(calendar: str) -> str:
    """The properties of an invitation that matter to its reader, one per line, people by their names."""
    lines, inside = [], [""]
    for line in FOLD.sub("", calendar).splitlines():
        described, _, value = line.partition(":")
        name = described.partition(";")[0].upper()
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            inside = inside[:-1] or [""]
        elif name in EVENT and inside[-1] in COMPONENTS and value.strip():
            person, moment = NAME.search(described), MOMENT.fullmatch(value.strip())
            value = f"{person[1].strip(QUOTE)} {value}" if person else value
            value = (
                _shown(moment)
                if moment
                else ESCAPED.sub(lambda found: found[1] if found[1] not in "nN" else " ", value)
            )
            lines.append(f"{name}: {value.strip()}")
    return "\n".join(lines)


def _shown(moment: re.Match[str]) -> str:
    year, month, day, hour, minute, utc = moment.groups("")
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "") + (" UTC" if utc else "")


def _joined(pieces: Iterable[str], between: str = "\n\n") -> str:
    return between.join(piece for piece in pieces if piece)
