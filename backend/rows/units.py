"""Units: the currency or measure of every row, so that pounds and euros, or pounds and thousands, never add up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from backend.core.values.country import find_country
from backend.core.values.currencies import ENGLISH_WORDS, SIGNS, WORDS, decide, iso_codes
from backend.rows.amounts import MEASURES, is_blank
from backend.rows.dates import Order
from backend.rows.measure import Measure
from backend.rows.roles import RoleMap, column_index
from backend.rows.table import Table, written
from backend.rows.words import tokens, word_set

_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True) if not sign.isalpha()))
_MONEY = r"[£€$¥]|[A-Z]{3}"
_SCALES = (
    (
        "thousands",
        rf"(?:{_MONEY})? ?(?<!\d)(?<!\d[ .,'’])['’]?000s?\b|\bT(?:€|EUR|CHF)\b|\bT€|[£€$¥] ?[kK]\b|\b[kK] ?[£€$]",
    ),
    (
        "thousands",
        r"\b(?:in|en|\() ?(?:[£€$¥]|[A-Za-z]{3}|euros?|pounds)? ?(?:thousands?|tausend|milliers|miles|migliaia)\b",
    ),
    ("millions", r"[£€$¥] ?mn?\b|\bM(?:io|ill)\b\.? ?(?:€|EUR|CHF)?|\bM€"),
    (
        "millions",
        r"\b(?:in|en|\() ?(?:[£€$¥]|[A-Za-z]{3}|euros?|pounds)? ?(?:millions?|millionen|millones|milioni)\b",
    ),
)
OTHER = word_set("original foreign fremdwahrung origine origen ursprung ursprungswahrung")  # not that of the account
COUNTED = frozenset({"quantity", "percent"})


def row_units(table: Table, roles: RoleMap, measure: Measure, shown: Sequence[str], order: Order) -> tuple[str, ...]:
    """The unit of each row: what its cell shows, its currency column, the header, the lines above the table, or "".

    `order` is that of the table's dates: who writes the month first and "$" means that of the United States.
    """
    header = header_unit(measure.columns[-1]) if measure.columns else ""
    if measure.columns and roles.role(measure.columns[-1]) in COUNTED:
        return tuple(each or header for each in shown)
    header = header or (_word_unit(measure.columns[-1]) if measure.columns else "")
    column = next((name for name in roles.named("currency") if not OTHER & set(tokens(name))), "")
    index = column_index(table, column) if column else -1
    beside = [written(row.cell(index)) if index >= 0 else "" for row in table.rows]
    above = " ".join(written(cell) for row in table.above for cell in row.cells)
    default = header or _above_unit(above)
    raw = [own or ("" if is_blank(other) else other) or default for own, other in zip(shown, beside, strict=True)]
    codes = {unit for unit in raw if unit in iso_codes()}
    country = find_country(above) or ("US" if order == "month first" else "") if set(raw) - codes - {""} else ""
    named = {unit: _settled(unit, codes, country) for unit in set(raw)}
    scale = _scale(measure.columns[-1] if measure.columns else "") or _scale(above)
    return tuple(f"{named[unit]} {scale}".strip() if scale and named[unit] else named[unit] or scale for unit in raw)


def header_unit(header: str) -> str:
    """The currency or measure that a header names: "Amount (£)", "Betrag in EUR", "Weight kg", "cost_eur"."""
    if "%" in header:
        return "%"
    words: list[str] = re.findall(r"[^\W\d_]+", header)
    for word in words:
        if word in iso_codes() - ENGLISH_WORDS or (word in iso_codes() and f"({word})" in header):
            return word
        if word[:1] == "T" and word[1:] in iso_codes():  # TEUR, thousands of euros
            return word[1:]
    if "_" in header and words and words[-1].upper() in iso_codes() - ENGLISH_WORDS:  # a column named by a program
        return words[-1].upper()
    if sign := _SIGN.search(header):
        return sign[0]
    bracketed = re.findall(r"[(\[]\s*([^)\]]+?)\s*[)\]]", header)
    return next(
        (each for each in bracketed if each in SIGNS or each.casefold() in MEASURES or each.casefold() in WORDS), ""
    )


def _word_unit(header: str) -> str:
    """The currency that the header of a column of money names in a word: "Débit euros"."""
    return next((word for word in re.findall(r"[^\W\d_]+", header.casefold()) if word in WORDS or word == "pounds"), "")


def shared_currency(tables: Iterable[Collection[str]]) -> str:
    """The currency of tables that name none: the only one that any other names, else "". Each table by its units."""
    named = {unit for units in tables for unit in units} - {""}
    return next(iter(named)) if len(named) == 1 and named <= iso_codes() else ""


def _above_unit(above: str) -> str:
    """The only currency that the lines above a table name, be it only in an amount."""
    found = set(_SIGN.findall(above)) | {
        word for word in re.findall(r"\b[A-Z]{3}\b", above) if word in iso_codes() - ENGLISH_WORDS
    }
    return found.pop() if len(found) == 1 else ""


def _settled(unit: str, codes: set[str], country: str) -> str:
    """ "£" as GBP; a sign that several currencies share stays as it is where nothing decides it."""
    if not unit or unit.upper() in iso_codes():
        return unit.upper()
    if unit == "pounds":
        return "GBP"
    if unit not in SIGNS and unit.casefold() not in WORDS:
        return unit
    return decide(unit, codes, country)


def _scale(text: str) -> str:
    """ "thousands" or "millions" where a header or title says that its numbers are that: "£000", "in millions"."""
    return next((name for name, pattern in _SCALES if re.search(pattern, text)), "")
