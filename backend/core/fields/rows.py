"""Rows: the lines of a document with their amounts, and what the words beside each amount say it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from backend.core.fields.label_words import TAXES, Kind
from backend.core.fields.labels import classify, fold, is_summary_header
from backend.core.values.money import Amount

LABEL_LENGTH = 120  # characters of a label that are read
LABEL_WORDS, SENTENCE_WORDS, TAIL_WORDS = 10, 5, 4
WORD = 3  # letters that make a label
_SENTENCE = re.compile(r"(?<=[a-z]{5})[.;] (?=[A-Z])")
# "Total (3 items)" is a total
_ITEMS = re.compile(r"\(\s?\d{1,4} (?:items?|articles?|artikel|art|artículos|articoli|pcs|st)\.?\s?\)", re.IGNORECASE)
# What is said behind an amount of its tax: "63.00 incl. 7% VAT", "174.00 plus VAT", "384.00, IVA no incluido"
_TAXED = re.compile(
    rf"(?:plus|zzgl|zuzuglich|inkl|inklusive|einschliesslich|incl|including|inclusive|inc|excl|excluding|exclusive|ex"
    rf"|exkl|exklusive|net of|hors|mas|con|sin|ohne|mit|with|without|before|vor|ttc|ht)\b.*\b(?:{TAXES})\b|(?:ttc|ht)\b"
    rf"|(?:{TAXES}) (?:not |no |non )?(?:incl\w*|inkl\w*|comprise|incluid[oa]|inclus\w*|extra|en sus|aparte|exclu\w*)"
)
_BELOW = re.compile(r"(?<![LN])(?:NL){3,}(?![LN])")  # lines of numbers and labels in turn, the first a number
SUMMARY_LINES = 8  # lines without amounts that end a table of taxes


@dataclass(frozen=True, slots=True)
class Line:
    """Characters [start, end) of the text without the line end; numbered from 1."""

    number: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount with its label. `columns` counts the amounts behind it on its line; `corrected` says that the label was
    misread; `apart` that it stands on another line than the amount.
    """

    amount: Amount
    line: int
    label: str
    kind: Kind
    columns: int = 0
    in_summary: bool = False
    corrected: bool = False
    apart: bool = False


def split_lines(text: str) -> list[Line]:
    lines, start = [], 0
    for number, raw in enumerate(text.splitlines(keepends=True), start=1):
        lines.append(Line(number, start, start + len(raw.rstrip()), raw.rstrip()))
        start += len(raw)
    return lines


def line_at(lines: Sequence[Line], offset: int) -> int:
    """The number of the line in which a character stands."""
    return max(1, bisect_right(lines, offset, key=lambda line: line.start))


def read_entries(lines: Sequence[Line], amounts: Sequence[Amount]) -> list[Entry]:
    """Every amount with the label on its line, or else with the one that a line above it carries for it; below it where
    a receipt prints its labels so.
    """
    of_line: dict[int, list[Amount]] = {}
    for amount in amounts:
        of_line.setdefault(line_at(lines, amount.start), []).append(amount)
    entries: list[Entry] = []
    labels: list[Line] = []  # lines with a label that still lacks its amount
    numbers: list[Entry] = []  # entries without words below them
    below = _labels_below(lines, of_line)
    used = {label.number for label in below.values()}
    summary = 0
    for line in lines:
        if not line.text.strip() or line.number in used:
            continue
        found = _entries(line, of_line.get(line.number, []))
        if line.number in below:
            entries += [*found[:-1], _labelled(found[-1], below[line.number])]
            continue
        summary = _summary(summary, line, found)
        found = [replace(entry, in_summary=summary > 0) for entry in found]
        if found and labels and sum(map(str.isalpha, found[0].label)) < WORD:
            entries += found[:-1]
            numbers.append(found[-1])
            continue
        if found or numbers or not _announces(line):
            entries += _paired(labels, numbers)
            labels, numbers = [], []
        if not found and _announces(line):
            labels.append(line)
        entries += found
    entries += _paired(labels, numbers)
    return sorted(entries, key=lambda entry: entry.amount.start)


def _labels_below(lines: Sequence[Line], of_line: Mapping[int, Sequence[Amount]]) -> dict[int, Line]:
    """The label below each line with nothing but an amount, by its number, where several such pairs follow each other
    and no label is left without an amount.
    """
    written = [line for line in lines if line.text.strip()]
    kinds = "".join(_sort(line, of_line.get(line.number, ())) for line in written)
    return {
        written[place].number: written[place + 1]
        for run in _BELOW.finditer(kinds)
        for place in range(run.start(), run.end(), 2)
    }


def _sort(line: Line, amounts: Sequence[Amount]) -> str:
    """N for a line with an amount and no words, L for the label of one, "-" for any other."""
    if amounts:
        return "-" if sum(map(str.isalpha, line.text)) >= WORD else "N"
    return "L" if _announces(line) else "-"


def _entries(line: Line, amounts: Sequence[Amount]) -> list[Entry]:
    """The amounts of one line; one without words before it has the label of the one before."""
    entries: list[Entry] = []
    start = line.start
    for index, amount in enumerate(amounts):
        before = _label(line.text[start - line.start : amount.start - line.start])
        start = amount.end
        tail = line.text[start - line.start :]
        label = before
        if index == len(amounts) - 1 and len(tail.split()) <= TAIL_WORDS:
            label = f"{before} {tail}".strip()
        kind, corrected = classify(label)
        if kind == "tax" and label != before and _TAXED.match(fold(tail)):
            kind, corrected = _without_tax(before)
        if (
            kind == "none"
            and entries
            and (sum(map(str.isalpha, label)) < WORD or entries[-1].kind in {"quantity", "earlier"})
        ):
            kind, corrected, label = entries[-1].kind, entries[-1].corrected, entries[-1].label
        entries.append(Entry(amount, line.number, label, kind, len(amounts) - 1 - index, corrected=corrected))
    return entries


def _without_tax(label: str) -> tuple[Kind, bool]:
    """What an amount is behind which its tax is only mentioned."""
    kind, corrected = classify(label)
    return ("amount", False) if kind == "none" and sum(map(str.isalpha, label)) >= WORD else (kind, corrected)


def _label(words: str) -> str:
    """What stands before an amount; of a sentence only its end."""
    words = _ITEMS.sub(" ", _SENTENCE.split(words[-LABEL_LENGTH:].strip())[-1]).strip()
    if len(words.split()) <= LABEL_WORDS:
        return words
    return " ".join(words.split()[-SENTENCE_WORDS:])


def _announces(line: Line) -> bool:
    """Whether a line without amounts is the label of one."""
    return len(line.text) <= LABEL_LENGTH and classify(line.text.strip())[0] not in {"none", "quantity"}


def _paired(labels: Sequence[Line], numbers: Sequence[Entry]) -> list[Entry]:
    """Labels in lines above and amounts in as many lines below: the first belongs to the first."""
    if len(labels) != len(numbers):
        return list(numbers)
    return [_labelled(entry, label) for label, entry in zip(labels, numbers, strict=True)]


def _labelled(entry: Entry, label: Line) -> Entry:
    """An amount with the label of another line."""
    kind, corrected = classify(label.text.strip())
    return replace(entry, label=label.text.strip(), kind=kind, corrected=corrected, apart=True)


def _summary(before: int, line: Line, entries: Sequence[Entry]) -> int:
    """How many more lines a table of taxes may go on for; 0 outside of one."""
    if is_summary_header(line.text) and not (entries and entries[-1].kind in {"payable", "total"}):
        return SUMMARY_LINES
    if entries and entries[-1].kind in {"payable", "tender", "change", "subtotal", "rounding"}:
        return 0
    return max(0, before - 1)
