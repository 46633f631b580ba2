"""Amounts that a question compares with: "over 100", "zwischen 50 und 100 Euro", "1.000 € ou plus"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from backend.core.questions.reading import Reading, phrases
from backend.core.values.written import readings

FACTORS = {
    "k": 3, "thousand": 3, "tausend": 3, "tsd": 3, "mille": 3, "mil": 3,
    "m": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6, "millionen": 6, "millones": 6,
    "bn": 9, "billion": 9, "mrd": 9, "milliarden": 9, "milliards": 9,
}  # fmt: skip
BEFORE = {
    "value_from": phrases(
        "at least|no less than|minimum of", "mindestens|wenigstens|ab", "au moins", "al menos|como minimo|por lo menos"
    ),
    "value_to": phrases(
        "at most|no more than|up to|maximum of",
        "hochstens|maximal|bis zu",
        "au plus|au maximum|jusqu['’]a",
        "como maximo|hasta",
    ),
    "value_above": phrases(
        "over|above|more than|(?:greater|larger|bigger|higher) than|exceed~",
        "uber|mehr als|(?:groser|hoher) als|oberhalb von",
        "plus de|superieure?s? a|au-dessus de|depass~",
        "mas de|mayore?s? (?:que|de|a)|superior(?:es)? a|por encima de|superan?|exceden?",
    ),
    "value_below": phrases(
        "under|below|(?:less|smaller|lower|cheaper) than",
        "unter|weniger als|kleiner als",
        "moins de|inferieure?s? a|en dessous de",
        "menos de|menore?s? (?:que|de|a)|inferior(?:es)? a|por debajo de",
    ),
    "exactly": phrases("exactly|equal to", "genau", "exactement", "exactamente"),
}  # fmt: skip
SIGNS = {
    ">=": "value_from",
    "≥": "value_from",
    "<=": "value_to",
    "≤": "value_to",
    ">": "value_above",
    "<": "value_below",
}
AFTER = {
    "value_from": phrases("(?:or|and|oder|und|ou|et|o|y) (?:more|above|over|up|mehr|daruber|plus|mas)"),
    "value_to": phrases("(?:or|and|oder|und|ou|et|o|y) (?:less|below|under|weniger|darunter|moins|menos)"),
}
NEGATIVE = phrases("negative?n?[rs]?", "negatifs?|negatives", "negativ[oa]s?")

_FACTOR = "|".join(sorted(FACTORS, key=len, reverse=True))
_DIGITS = r"-?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,6}(?:[.,]\d+)?(?!\d)|\d(?:[\d.,'’]{0,20}\d)?)"
_MONEY = (
    rf"(?:(?P<before>[^\W\d_]{{1,3}}\$?|[$€£¥₹])\s?)?(?P<number>{_DIGITS})\s?(?P<factor>(?:{_FACTOR})(?!\w))?"
    r"(?:\s?(?P<after>[$€£¥₹]|[^\W\d_]+))?(?!\w)"
)
_AMOUNT = re.compile(_MONEY)
_BEHIND = re.compile(r"\s*(?:(?:the|los|las|les|die)\s+)?" + _MONEY)
_FIRST, _SECOND = (re.sub(r"\?P<(\w+)>", rf"?P<\g<1>{place}>", _MONEY) for place in (1, 2))
_BETWEEN = re.compile(
    rf"(?<!\w)(?:between|from|zwischen|von|entre|de)\s+{_FIRST}\s*(?:and|to|und|bis|et|a|y|-|–)\s*{_SECOND}"
)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Bounds on the value by the names of the plan's filters, and what was assumed about how a number is written."""

    bounds: dict[str, Decimal]
    assumed: tuple[str, ...]


def find_amounts(reading: Reading, decimal_sign: str) -> Amounts:
    """The bounds a question puts on values, their words marked as understood; money signs are left to `find_unit`."""
    bounds: dict[str, Decimal] = {}
    assumed: list[str] = []
    for kind, raw in _stated(reading):
        values = [_value(number, factor, decimal_sign) for number, factor in raw]
        assumed += [
            f"I read {number} as {value:f}." for (number, _), value in zip(raw, values, strict=True) if _is_open(number)
        ]
        if kind in {"between", "exactly"}:
            bounds |= {"value_from": min(values), "value_to": max(values)}
        else:
            bounds.setdefault(kind, values[0])
    if not bounds and (found := reading.first(NEGATIVE)):
        reading.take(found.span())
        bounds["value_below"] = Decimal(0)
    return Amounts(bounds, tuple(assumed))


def _stated(reading: Reading) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each comparison with the numbers, and their factors, that it compares with."""
    for found in list(reading.find(_BETWEEN)):
        if readings(found["number1"].lstrip("-")) and readings(found["number2"].lstrip("-")):
            _take(reading, found.start(), found)
            yield "between", [(found["number1"], found["factor1"] or ""), (found["number2"], found["factor2"] or "")]
    signs = ((kind, re.compile(sign)) for sign, kind in SIGNS.items())
    for kind, pattern in (*BEFORE.items(), *signs):
        for word in list(reading.find(pattern)):
            amount = _amount(reading, _BEHIND.match(reading.folded, word.end()))
            if amount is not None:
                _take(reading, word.start(), amount)
                yield kind, [(amount["number"], amount["factor"] or "")]
    for kind, pattern in AFTER.items():
        for number in list(reading.find(_AMOUNT)):
            ends = (number.end("factor"), number.end("number"), number.end())
            after = next((it for end in ends if (it := pattern.match(reading.folded, end + 1))), None)
            if after and _amount(reading, number):
                _take(reading, number.start(), number)
                reading.take(after.span())
                yield kind, [(number["number"], number["factor"] or "")]


def _amount(reading: Reading, found: re.Match[str] | None) -> re.Match[str] | None:
    """The amount, where no other rule has read it and it is a number at all."""
    if found is None or reading.is_taken(*found.span("number")) or not readings(found["number"].lstrip("-")):
        return None
    return found


def _take(reading: Reading, start: int, found: re.Match[str]) -> None:
    """Everything but what stands right before and after the numbers: money signs, or words of the sentence."""
    names = [name for name in found.re.groupindex if name.startswith(("before", "after")) and found[name]]
    for low, high in [*sorted(found.span(name) for name in names), (found.end(), found.end())]:
        reading.take((start, low))
        start = high


def _value(raw: str, factor: str, decimal_sign: str) -> Decimal:
    """The number as the question's language writes it; of two readings the one with its decimal sign."""
    values = sorted(readings(raw.lstrip("-")))
    value = values[0] if decimal_sign in raw else values[-1]
    whole = Decimal(format(value.scaleb(FACTORS.get(factor, 0)), "f"))
    return -whole if raw.startswith("-") else whole


def _is_open(raw: str) -> bool:
    return len(readings(raw.lstrip("-"))) > 1
