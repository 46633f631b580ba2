"""Copies: single documents that say the same, such as a receipt's text and its scan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from backend.core.finding import Finding
from backend.core.topics import fold

DIGITS = 3  # of a number that two documents do not share by chance


@dataclass(frozen=True, slots=True)
class Copies:
    """Document → the one it repeats. `same` have its number too; of `like` only vendor, day and amount agree."""

    same: Mapping[int, int] = field(default_factory=dict)
    like: Mapping[int, int] = field(default_factory=dict)


def find_copies(findings: Sequence[Finding], units: Mapping[int, str]) -> Copies:
    """Of documents with one vendor, day and amount the surest stands for those that do not tell another number."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for index, it in enumerate(findings):
        if it.row is None and it.value and it.date and it.vendor:
            alike.setdefault((fold(it.vendor), it.date, it.value, units[index]), []).append(index)
    same: dict[int, int] = {}
    like: dict[int, int] = {}
    for held in alike.values():
        first, *others = sorted(held, key=lambda index: (-findings[index].confidence, findings[index].document_id))
        for index in others:
            one, other = _number(findings[first]), _number(findings[index])
            if findings[index].document_id == findings[first].document_id:
                continue
            if one and one == other and sum(map(str.isdigit, one)) >= DIGITS:
                same[index] = first
            elif one == other or not (one and other):
                like[index] = first
    return Copies(same, like)


def _number(finding: Finding) -> str:
    return "".join(filter(str.isalnum, finding.fields.get("invoice_number", ""))).casefold()
