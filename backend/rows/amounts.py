"""Amounts: the numbers of one column, read alike. Whether "1.234" is a thousand is decided by the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from backend.core.values.currencies import SIGNS, WORDS, iso_codes
from backend.core.values.numbers import Convention, parse
from backend.rows.table import Cell
from backend.rows.words import word_set

DecimalMark = Literal[".", ","]
NO_VALUE = frozenset(
    {
        "",
        "-",
        "–",
        "—",
        "--",
        "---",
        "n/a",
        "na",
        "n.a.",
        "#n/a",
        "nil",
        "null",
        "none",
        "nan",
        "k.a.",
        "s/o",
        "nd",
        "n.d.",
        "?",
    }
    | {".", "..", "...", "tbc", "tba", "x", "unknown", "not available", "not applicable", "*"}
)
MEASURES = word_set(
    """
    % kg g mg t lb lbs oz l ml km m cm mm m2 m3 m² m³ h hr hrs hours std stk pcs pc kwh mwh wh days
    """
)
LONGEST_NO_VALUE = max(map(len, NO_VALUE)) + 2
MAX_DIGITS = 17  # before and behind the mark; more is an identifier, and no sum of such numbers could be kept exact
MINUS = "-−–‐"
POINT, COMMA = Convention("."), Convention(",")
_PLAIN = re.compile(r"-?(?:\d{1,3}(?:,\d{3}){1,4}\.\d\d?|\d{1,15}(?:\.\d\d?)?)")
_AROUND = re.compile(r"^(?P<head>[^\d.,]*)(?P<digits>[.,]?\d(?:[\d.,'’\s]*\d)?)(?P<tail>\D*)$")


@dataclass(frozen=True, slots=True)
class Written:
    """What a cell can mean: its value if "." is the decimal mark, and if "," is. `evidence` is the mark it shows."""

    point: Decimal
    comma: Decimal
    unit: str = ""
    side: Literal["", "cr", "dr"] = ""
    evidence: Literal["", ".", ","] = ""


@dataclass(frozen=True, slots=True)
class Amounts:
    """One value per cell, None where there is none; `problems` are "" or the reason why, `units` what the cell says."""

    values: tuple[Decimal | None, ...]
    problems: tuple[str, ...]
    units: tuple[str, ...]
    reason: str


NO_AMOUNT = "no value"
UNREADABLE = "the value could not be read"
OTHER_WAY = "it went the other way"


def read_amounts(cells: Sequence[Cell], hint: DecimalMark | Literal[""] = "") -> Amounts:
    """All cells of a column; `hint` is the decimal mark of other columns, used where these cells leave it open."""
    found = [_look(cell) for cell in cells]
    mark, reason = decide_mark(found, hint)
    debits = any(each.side == "dr" for each in found if each)
    values, problems, units = [], [], []
    for cell, each in zip(cells, found, strict=True):
        values.append(_value(each, mark, debits=debits) if each else None)
        problems.append("" if each else NO_AMOUNT if is_blank(cell) else UNREADABLE)
        units.append(each.unit if each else "")
    return Amounts(tuple(values), tuple(problems), tuple(units), reason)


def column_mark(cells: Iterable[Cell]) -> Literal["", ".", ","]:
    """The decimal mark that a column shows beyond doubt, else empty."""
    shown = {each.evidence for cell in cells if (each := _look(cell)) and each.evidence}
    return shown.pop() if len(shown) == 1 else ""


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number, perhaps with a sign, a currency or a unit."""
    return _look(cell) is not None


def is_blank(cell: Cell) -> bool:
    """Whether a cell says that there is no value."""
    return isinstance(cell, str) and len(cell) <= LONGEST_NO_VALUE and cell.casefold().strip() in NO_VALUE


def decide_mark(found: Sequence[Written | None], hint: DecimalMark | Literal[""]) -> tuple[DecimalMark, str]:
    """The decimal mark of a column and, where it made a difference, why."""
    commas = sum(1 for each in found if each and each.evidence == ",")
    points = sum(1 for each in found if each and each.evidence == ".")
    doubtful = sum(1 for each in found if each and each.point != each.comma and not each.evidence)
    if commas or points:
        mark: DecimalMark = "," if commas > points else "."
        if commas and points:
            return mark, f"Some values have a decimal comma ({commas:,}) and some a decimal point ({points:,})."
        return mark, ""
    if not doubtful:
        return hint or ".", ""
    if hint:
        return (
            hint,
            f'Values such as "1{hint}234" could mean two things; other columns have "{hint}" before the decimals.',
        )
    return ".", "Values could mean two things: a comma was taken to part thousands, a point to be the decimal point."


def _value(each: Written, mark: DecimalMark, *, debits: bool) -> Decimal:
    """CR beside unmarked amounts is what came back; where DR occurs too, that is the negative side."""
    value = each.comma if (each.evidence or mark) == "," else each.point
    return value.copy_negate() if each.side == ("dr" if debits else "cr") else value


def _look(cell: Cell) -> Written | None:
    if isinstance(cell, Decimal):
        return Written(cell, cell) if _fits(cell) else None
    if isinstance(cell, date):
        return None
    return _parse(cell)


@lru_cache(maxsize=50_000)
def _parse(raw: str) -> Written | None:
    if _PLAIN.fullmatch(raw):  # most numbers, quickly
        value = Decimal(raw.replace(",", ""))
        return Written(value, value, evidence="." if "." in raw else "")
    match = _AROUND.match(raw.strip())
    if not match:
        return None
    head, tail = match["head"].strip(), match["tail"].strip()
    digits = re.sub(r"\s", " ", match["digits"])
    signed = _sign(head, tail)
    if signed is None:
        return None
    negative, side, unit = signed
    point, comma = parse(digits, POINT), parse(digits, COMMA)
    point, comma = comma if point is None else point, point if comma is None else comma
    if point is None or comma is None or not (_fits(point) and _fits(comma)):
        return None
    evidence = _evidence(digits, point) if point == comma else ""
    if negative:
        point, comma = point.copy_negate(), comma.copy_negate()
    return Written(point, comma, unit, side, evidence)


def _evidence(digits: str, value: Decimal) -> Literal["", ".", ","]:
    """Which decimal mark a number shows that can be read in one way only."""
    marks = [letter for letter in digits if letter in ".,"]
    if not marks:
        return ""
    exponent = value.as_tuple().exponent
    has_decimals = isinstance(exponent, int) and exponent < 0
    return "." if (marks[-1] == ".") == has_decimals else ","


def _sign(head: str, tail: str) -> tuple[bool, Literal["", "cr", "dr"], str] | None:
    """Negative or not, which side, and the unit; None when what stands around the digits is something else."""
    negative = False
    if head.count("(") == tail.count(")") == 1:
        negative, head, tail = True, head.replace("(", " ").strip(), tail.replace(")", " ").strip()
    if tail in {",-", ",--", ".-", ",–", ".–", ",—"}:  # no cents
        tail = ""
    side: Literal["", "cr", "dr"] = ""
    if tail.casefold().endswith(("cr", "dr")) and tail.casefold()[:-2].strip(" .") in {"", "£", "$", "€"}:
        side, tail = ("cr" if tail.casefold().endswith("cr") else "dr"), tail[:-2].strip()
    for mark in MINUS:
        if mark in head and head.count(mark) == 1 and not negative:
            negative, head = True, head.replace(mark, "").strip()
        if tail.startswith(mark) or tail.endswith(mark):
            if negative:
                return None
            negative, tail = True, tail.strip(mark).strip()
    head = head.removeprefix("+").removesuffix("+").strip()
    unit = _unit(head or tail) if not (head and tail) else None
    return None if unit is None else (negative, side, unit)


def _unit(text: str) -> str | None:
    """A currency's code or sign, or a unit of measure; "" for nothing, None for anything else."""
    bare = text.strip(" .:")
    if not bare:
        return ""
    if bare.upper() in iso_codes():
        return bare.upper()
    if bare.casefold() in MEASURES:
        return bare
    if bare.casefold() in WORDS:
        return bare
    return next((sign for sign in SIGNS if sign.casefold() == bare.casefold()), None)


def _fits(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= MAX_DIGITS and value.adjusted() < MAX_DIGITS
