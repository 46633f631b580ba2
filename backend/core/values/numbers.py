"""Numbers: runs of digits in a text, and what they mean by the document's own way of writing thousands and decimals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale, UnknownLocaleError

SPACES = "\u00a0\u202f\u2009"
QUOTES = "'’ʼ`"
THREE_DECIMALS = frozenset({"KWD", "BHD", "OMR", "TND", "JOD", "IQD", "LYD"})
NO_DECIMALS = frozenset({"JPY", "KRW", "VND", "CLP", "PYG", "IDR", "ISK", "HUF", "COP", "UGX", "XAF", "XOF"})
SEVERAL = 2  # numbers that all end in three digits are thousands

# Behind a currency a blank before the point is a scanning error.
_RUN = re.compile(rf"(?<=[A-Z$€£₹][ ])\d{{1,4}} \.\d\d(?![\d.])|\d+(?:[.,{QUOTES}{SPACES}]\d+)*")
_SEPARATOR = re.compile(rf"[.,{QUOTES}{SPACES} ]")
_TWO_DECIMALS = re.compile(r"(?<![\d.,/:-])\d{1,9}([.,])\d\d(?![\d.,/:-])")
_THREE_DIGITS = re.compile(r"(?<![\d.,/:-])[1-9]\d{0,2}([.,])\d{3}(?![\d.,/:-])")
_BOTH = re.compile(r"\d([.,])\d{3}([.,])\d\d?(?!\d)")
_SPACED_TWICE = re.compile(r"(?<![\d.,])\d{1,3} \d{3} \d{3}[.,]\d\d(?!\d)")
_SPACED_ALONE = re.compile(
    r"^(?=[ \t]{0,40}[^\d\s])[^\d\n]{1,100}(?:[ \t][-(]?|(?<=[$€£₹¥]))\d{1,3}(?: \d{3})+(?:[.,]\d\d)?[)-]?["
    r" \t]*[^\d\n]{0,6}$"
    r"|^[ \t]*\d{1,3}(?: \d{3})+[.,]\d\d[ \t]*$",
    re.MULTILINE,
)
_SHORT = re.compile(r"\d{1,3}")
_REST = re.compile(r"\d{3}(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Convention:
    """How a document writes numbers: its decimal sign, and whether plain blanks part thousands.

    `whole` says that what stands before three digits parts thousands, whichever sign it is.
    """

    decimal: str
    spaced: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Characters [start, end) of a text that write one number, without sign or currency."""

    start: int
    end: int
    value: Decimal
    raw: str

    @property
    def decimals(self) -> int:
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def find_convention(text: str, country: str = "", currency: str = "") -> Convention:
    """The document's way, decided by its own numbers, and where these leave it open by its country."""
    votes = Counter(found[1] for found in _TWO_DECIMALS.finditer(text))
    grouped = False
    for found in _BOTH.finditer(text):
        if found[1] != found[2]:
            votes[found[2]] += 2
            grouped = True
    decimal, group = number_signs(country)
    decided = votes["."] != votes[","]
    if decided:
        decimal = "." if votes["."] > votes[","] else ","
    elif currency in THREE_DECIMALS:
        decimal, decided = ".", True
    writes_blanks = group.isspace() or (not country and decimal == "," and not grouped)
    spaced = bool(_SPACED_TWICE.search(text) or (writes_blanks and _SPACED_ALONE.search(text)))
    several = len(_THREE_DIGITS.findall(text)) >= SEVERAL and not country
    return Convention(decimal, spaced, whole=not decided and (currency in NO_DECIMALS or several))


@cache
def number_signs(country: str) -> tuple[str, str]:
    """The signs for decimals and for thousands in a country's main language; English where it is not known."""
    try:
        locale = Locale.parse(f"und_{country}") if country else Locale("en")
    except (UnknownLocaleError, ValueError):
        return ".", ","
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    return str(symbols.get("decimal", ".")), str(symbols.get("group", ","))


def find_runs(text: str, convention: Convention) -> list[Run]:
    """Every number of the text in order; what cannot be one number (1.2.3, 30.08.2017) is left out."""
    spans = [found.span() for found in _RUN.finditer(text)]
    runs = []
    for start, end in _join(text, spans, convention):
        raw = text[start:end]
        value = parse(raw.replace(" .", "."), convention)
        if value is not None:
            runs.append(Run(start, end, value, raw))
    return runs


def parse(raw: str, convention: Convention) -> Decimal | None:
    """The exact value of digits with separators; None where they are not one number."""
    digits = _SEPARATOR.split(raw)
    separators = _SEPARATOR.findall(raw)
    if not separators:
        return Decimal(raw)
    *groups, _ = separators
    if _is_decimal(digits, separators, convention):
        whole, fraction = digits[:-1], digits[-1]
        if len(set(groups)) > 1 or not _is_grouped(whole):
            return None
        return Decimal(f"{''.join(whole)}.{fraction}")
    if len({_kind(each) for each in separators}) > 1 or not _is_grouped(digits):
        return None
    return Decimal("".join(digits))


def _is_decimal(digits: list[str], separators: list[str], convention: Convention) -> bool:
    """Whether the last separator is the decimal sign: by form, and only where the form leaves it open by convention."""
    *groups, last = separators
    if last not in ".,":
        return False
    if groups:
        return last not in groups
    if len(digits[-1]) != 3 or len(digits[0]) > 3 or digits[0].startswith("0"):
        return True
    return last == convention.decimal and not convention.whole


def _is_grouped(digits: list[str]) -> bool:
    """1 234 567, and the Indian 12 34 567."""
    if len(digits) == 1:
        return True
    first, *middle, last = digits
    if not 1 <= len(first) <= 3 or len(last) != 3 or first == "0":
        return False
    return all(len(each) == 3 for each in middle) or (len(first) <= 2 and all(len(each) == 2 for each in middle))


def _kind(separator: str) -> str:
    return "'" if separator in QUOTES else " " if separator in SPACES else separator


def _join(text: str, spans: Sequence[tuple[int, int]], convention: Convention) -> list[tuple[int, int]]:
    """Put together what single blanks part (1 234,56), where the document shows that it writes so."""
    if not convention.spaced:
        return list(spans)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        before = joined[-1] if joined else (0, 0)
        if (
            start - before[1] == 1
            and text[before[1]] == " "
            and _SHORT.fullmatch(text[before[0] : before[1]].rpartition(" ")[2])
            and _REST.fullmatch(text[start:end])
            and (" " not in text[before[0] : before[1]] or len(text[before[0] : before[1]].rpartition(" ")[2]) == 3)
        ):
            joined[-1] = (before[0], end)
        else:
            joined.append((start, end))
    return joined
