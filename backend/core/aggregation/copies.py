"""Copies: single documents that say the same, such as a receipt's text and its scan. They count, and it is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from backend.core.finding import Finding
from backend.core.topics import fold


def find_copies(findings: Sequence[Finding], units: Mapping[int, str]) -> dict[int, int]:
    """Document → the one of the same vendor, day and amount that it may repeat; none whose numbers differ.

    Two purchases can be alike in all this, and files that differ are two documents: nothing is left out for it.
    """
    alike: dict[tuple[object, ...], list[int]] = {}
    for index, it in enumerate(findings):
        if it.row is None and it.value and it.date and it.vendor:
            alike.setdefault((fold(it.vendor), it.date, it.value, units[index]), []).append(index)
    copies: dict[int, int] = {}
    for held in alike.values():
        first, *others = sorted(held, key=lambda index: (-findings[index].confidence, findings[index].document_id))
        for index in others:
            one, other = _number(findings[first]), _number(findings[index])
            if findings[index].document_id != findings[first].document_id and (one == other or not (one and other)):
                copies[index] = first
    return copies


def _number(finding: Finding) -> str:
    return "".join(filter(str.isalnum, finding.fields.get("invoice_number", ""))).casefold()
