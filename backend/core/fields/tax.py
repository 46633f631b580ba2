"""Tax: what of a document's total is tax, and what is left without it, by label and by arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from backend.core.fields.arithmetic import values
from backend.core.fields.field import Candidate, Field, ranked
from backend.core.fields.rows import Entry, Line
from backend.core.letters import plain

LARGEST = Decimal("0.4")  # of what it is added to: a tax of more is another amount
CENT = Decimal("0.01")
_RATE = re.compile(r"(\d{1,2}(?:[.,]\d{1,3})?)\s?%")
_OTHER = re.compile(
    r"city|tourist|s[eé]jour|kurtax|soggiorno|occupancy|road|import|withh|quell|excise|parking", re.IGNORECASE
)
_NET = re.compile(
    r"\bnett?o?\b|\bnet|\bht\b|hors|imponible|imponibile|ohne|excl|before tax|taxable|\bbase\b", re.IGNORECASE
)


def find_tax(entries: Sequence[Entry], lines: Sequence[Line], text: str, total: Decimal | None) -> Field[Decimal]:
    """All tax of the document. Where several rates are shown it is their sum, which may be printed as well."""
    whole = _wholes(entries, total)
    there = {abs(entry.amount.value) for entry in entries}
    candidates = [*_of_tables(entries, lines, whole)]
    labelled = [entry for entry in entries if _may_be(entry, total)]
    for entry in labelled:
        value = abs(entry.amount.value)
        proved = any(one - value in there and 0 < value <= LARGEST * (one - value) for one in whole) or _is_share(
            lines[entry.line - 1].text, value, whole | there
        )
        if entry.amount.is_bare and not proved:
            continue
        score = 1.0 + 1.5 * proved - 0.5 * bool(entry.columns) - 0.5 * (not value) - 1.0 * entry.in_summary
        candidates.append(_candidate(entry, score, f"labelled {' '.join(entry.label.split())!r}"))
    if added := _several(candidates, lines, text, whole, there):
        candidates.append(added)
    best = ranked([_unbracketed(each) for each in candidates] if not total or total > 0 else candidates)
    if not best:
        return Field()
    sure = len(best) == 1 or best[0].score - best[1].score >= 1
    return Field(best[0].value, best, sure, best[0].reasons)


def _unbracketed(candidate: Candidate[Decimal]) -> Candidate[Decimal]:
    """The tax of "63.00 (4.12 VAT)": brackets are a minus only where the total is one."""
    return replace(candidate, value=abs(candidate.value)) if candidate.raw.startswith("(") else candidate


def find_net(entries: Sequence[Entry], total: Decimal | None, tax: Decimal | None) -> Field[Decimal]:
    """What is left of the total without tax: labelled so, or what the tax was added to."""
    candidates = []
    whole = _wholes(entries, total)
    extras = {Decimal(0), sum(values(entries, "charge"), Decimal(0))}  # tips and service are added after the tax
    added = {abs(tax) + extra for extra in extras} if tax else set()
    for entry in entries:
        value = abs(entry.amount.value)
        proved = any(value + each in whole for each in added)
        says = entry.kind == "exclusive" or (
            entry.kind in {"amount", "subtotal", "none"} and bool(_NET.search(entry.label))
        )
        if not value or entry.amount.is_bare or not (says or proved) or (total and value == abs(total)):
            continue
        score = 1.0 + 2.0 * proved + 0.5 * says - 0.5 * bool(entry.columns) - 0.5 * entry.in_summary
        candidates.append(_candidate(entry, score, f"labelled {' '.join(entry.label.split())!r}"))
    best = ranked(candidates)
    return Field(best[0].value, best, best[0].score >= 3, best[0].reasons) if best else Field()


def find_labelled(entries: Sequence[Entry], pattern: re.Pattern[str]) -> Field[Decimal]:
    """Amounts whose label says one thing, such as a tip; the last on its line first."""
    candidates = [
        _candidate(entry, 1.0 - 0.5 * bool(entry.columns), f"labelled {' '.join(entry.label.split())!r}")
        for entry in entries
        if pattern.search(plain(entry.label)) and not entry.amount.is_bare and entry.amount.value
    ]
    best = ranked(candidates)
    return Field(best[0].value, best, len(best) == 1, best[0].reasons) if best else Field()


def _wholes(entries: Sequence[Entry], total: Decimal | None) -> set[Decimal]:
    """Amounts that tax can be a part of: the total, and totals before tips and rounding."""
    kinds = {"payable", "total", "subtotal", "tender"}
    held = {abs(entry.amount.value) for entry in entries if entry.kind in kinds and not entry.in_summary}
    return held | ({abs(total)} if total else set())


def _may_be(entry: Entry, total: Decimal | None) -> bool:
    return (
        entry.kind == "tax" and not _OTHER.search(entry.label) and (not total or abs(entry.amount.value) < abs(total))
    )


def _of_tables(entries: Sequence[Entry], lines: Sequence[Line], whole: set[Decimal]) -> Iterator[Candidate[Decimal]]:
    """The tax of a line "20 %  99.43  19.89  119.32" in a table of taxes: what two amounts add up to the third."""
    by_line: dict[int, list[Entry]] = {}
    for entry in entries:
        by_line.setdefault(entry.line, []).append(entry)
    for line, held in by_line.items():
        if len(held) < 2 or not (held[0].in_summary or held[0].kind == "tax" or _RATE.search(lines[line - 1].text)):
            continue
        for one, other in pairwise(held):
            small, large = sorted((one, other), key=lambda entry: abs(entry.amount.value))
            both = abs(one.amount.value) + abs(other.amount.value)
            third = any(abs(entry.amount.value) == both for entry in held)
            if 0 < abs(small.amount.value) <= LARGEST * abs(large.amount.value) and (third or both in whole):
                yield _candidate(small, 2.0 + 0.5 * (both in whole), "in a table of taxes, what it adds up to")


def _is_share(line: str, value: Decimal, there: set[Decimal]) -> bool:
    """Whether it is what the rate on its line makes of another amount of the document."""
    found = _RATE.search(line)
    if not found or not value:
        return False
    rate = Decimal(found[1].replace(",", ".")) / 100
    return any(abs(one * rate - value) <= CENT or abs(one * rate / (1 + rate) - value) <= CENT for one in there)


def _several(
    candidates: Sequence[Candidate[Decimal]],
    lines: Sequence[Line],
    text: str,
    whole: set[Decimal],
    there: set[Decimal],
) -> Candidate[Decimal] | None:
    """Taxes of several rates together: as printed, or added where with what is left they make up the total."""
    of_line = {each.line: each for each in sorted(candidates, key=lambda each: (each.score, each.start))}
    rates = {
        rate[1]: each for number, each in sorted(of_line.items()) if (rate := _RATE.search(lines[number - 1].text))
    }
    parts = sorted(rates.values(), key=lambda each: each.start)
    if len(parts) < 2:
        return None
    of_rates = {each.line for each in parts}
    added = sum((abs(each.value) for each in parts), Decimal(0))
    reason = f"{' + '.join(str(each.value) for each in parts)}, of {len(parts)} rates"
    if printed := next((each for each in candidates if abs(each.value) == added and each.line not in of_rates), None):
        return replace(printed, score=4.0, reasons=(*printed.reasons, reason))
    if added in there or not any(one - added in there or added <= LARGEST * one for one in whole):
        return None
    start, end = parts[0].start, parts[-1].end
    return Candidate(added, text[start:end], start, end, parts[0].line, 4.0, (reason,))


def _candidate(entry: Entry, score: float, reason: str) -> Candidate[Decimal]:
    amount = entry.amount
    return Candidate(amount.value, amount.raw, amount.start, amount.end, entry.line, score, (reason,))
