"""Grouping: which group a finding belongs to, for every name a plan may group by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from unicodedata import normalize

from backend.core.finding import Finding
from backend.core.plan import WEEKDAYS
from backend.core.topics import fold

Key = tuple[str, ...]

_TIMES: dict[str, Callable[[Finding], str]] = {
    "day": lambda it: it.date.isoformat() if it.date else "",
    "week": lambda it: "{}-W{:02}".format(*it.date.isocalendar()[:2]) if it.date else "",
    "month": lambda it: f"{it.date:%Y-%m}" if it.date else "",
    "quarter": lambda it: f"{it.date.year}-Q{(it.date.month + 2) // 3}" if it.date else "",
    "year": lambda it: f"{it.date:%Y}" if it.date else "",
    "weekday": lambda it: WEEKDAYS[it.date.weekday()] if it.date else "",
}
NAMES: dict[str, Callable[[Finding], str]] = {
    **_TIMES,
    "category": lambda it: it.category,
    "vendor": lambda it: it.vendor,
    "unit": lambda it: it.unit,
    "label": lambda it: it.label,
    "document": lambda it: it.document_id,
    "value": lambda it: "" if it.value is None else format(it.value.normalize(), "f"),
}


def read(finding: Finding, name: str) -> str:
    """What a finding says under a name: one of NAMES, or a field of its own in any case; "" when it does not say.

    A table may have a column "Weekday" and no date.
    """
    if (known := NAMES.get(name)) and ((said := known(finding)) or name != "weekday"):
        return said
    wanted = fold(name)
    return next((value for field, value in finding.fields.items() if fold(field) == wanted), "")


def group(findings: Sequence[Finding], indexes: Iterable[int], names: Sequence[str]) -> dict[Key, tuple[int, ...]]:
    """The indexes by what their findings say, sorted by key, what does not say at the end.

    What single documents say is read from their layout, so spellings that differ in case or a last full stop belong
    together, under the most frequent one. Rows of tables are kept apart as their cells are written (`much_alike`).
    """
    held = list(indexes)
    is_table = all(findings[index].row is not None for index in held)
    members: dict[Key, list[int]] = {}
    spellings: dict[Key, Counter[Key]] = {}
    for index in held:
        spelled = tuple(" ".join(normalize("NFKC", read(findings[index], name)).split()) for name in names)
        key = spelled if is_table else tuple(map(_alike, spelled))
        members.setdefault(key, []).append(index)
        spellings.setdefault(key, Counter())[spelled] += 1
    named = {min(spellings[key].items(), key=lambda it: (-it[1], it[0]))[0]: found for key, found in members.items()}
    return {key: tuple(sorted(named[key])) for key in sorted(named, key=lambda key: list(map(_order, key, names)))}


def _order(part: str, name: str) -> tuple[bool, int, str]:
    """Weekdays as they follow each other, all else by its letters, what does not say at the end."""
    return not part, WEEKDAYS.index(part) if name == "weekday" and part in WEEKDAYS else 0, part


def much_alike(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The names that differ only in case or a last full stop, together; nothing of those that are unlike all others."""
    together: dict[str, set[str]] = {}
    for name in names:
        together.setdefault(_alike(name), set()).add(name)
    return sorted(tuple(sorted(held)) for key, held in together.items() if key and len(held) > 1)


def _alike(name: str) -> str:
    return name.casefold().rstrip(".,;:") or name


def is_time(names: Sequence[str]) -> bool:
    """Whether groups by these names have an order of their own, which reads better than by size."""
    return bool(names) and names[0] in _TIMES
