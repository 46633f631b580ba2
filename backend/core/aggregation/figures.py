"""Figures: exact arithmetic over decimals of one unit. Nothing is rounded before it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from typing import Literal

LARGEST = 300  # digits before and after the point beyond which a value is no number that a person wrote
DIGITS = 2  # digits after the point that a rounded figure shows at least

Measure = Literal["sum", "average", "minimum", "maximum", "median"]

_EXACT = Context(prec=4 * LARGEST, traps=[Inexact, InvalidOperation, Overflow])


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and the indexes of the findings that it was made of."""

    value: Decimal
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """What can be computed of values in one unit; `count` is how many values there are, at least one."""

    unit: str
    count: int
    total: Decimal
    minimum: Measured
    maximum: Measured
    median: Decimal
    findings: tuple[int, ...]

    @property
    def average(self) -> Fraction:
        """Exactly `total` ÷ `count`, which no decimal may be able to write."""
        return Fraction(self.total) / self.count

    def of(self, measure: Measure) -> Decimal | Fraction:
        """One of the figures by its name in a plan."""
        match measure:
            case "sum":
                return self.total
            case "average":
                return self.average
            case "median":
                return self.median
            case "minimum":
                return self.minimum.value
            case "maximum":
                return self.maximum.value

    def made_of(self, measure: Measure) -> tuple[int, ...]:
        """The findings behind one figure: the one that is the largest, or all of them."""
        if measure in {"minimum", "maximum"}:
            return (self.minimum if measure == "minimum" else self.maximum).findings
        return self.findings


def usable(value: Decimal) -> bool:
    """Whether exact sums with it are possible: finite, and no longer than anything a person writes."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -LARGEST and value.adjusted() <= LARGEST


def figures(unit: str, values: Sequence[Measured]) -> Figures:
    """The figures of at least one usable value. Equal extremes go to the one whose findings come first."""
    total = Decimal(0)
    for measured in values:
        total = _EXACT.add(total, measured.value)
    ordered = sorted(values, key=lambda measured: (measured.value, measured.findings))
    middle = len(ordered) // 2
    median = ordered[middle].value
    if len(ordered) % 2 == 0:
        median = _EXACT.divide(_EXACT.add(ordered[middle - 1].value, median), Decimal(2))
    largest = min(values, key=lambda measured: (-measured.value, measured.findings))
    indexes = tuple(sorted({index for measured in values for index in measured.findings}))
    return Figures(unit, len(values), total, ordered[0], largest, median, indexes)


def exact(value: Decimal | Fraction) -> str:
    """The value without rounding and without an exponent: "2825.13", or "94171/62" where no decimal can write it."""
    if isinstance(value, Decimal):
        return format(value, "f")
    decimal = _decimal(value)
    return f"{value.numerator}/{value.denominator}" if decimal is None else format(decimal, "f")


def rounded(value: Decimal | Fraction, digits: int = DIGITS) -> str:
    """The value with `digits` digits after the point, rounded half up; decimals stay as they are."""
    if isinstance(value, Decimal):
        return format(value, "f")
    scaled = abs(value) * 10**digits
    whole = scaled.numerator // scaled.denominator + (2 * (scaled.numerator % scaled.denominator) >= scaled.denominator)
    return format(Decimal(whole if value >= 0 else -whole).scaleb(-digits, _EXACT), "f")


def is_rounded(value: Decimal | Fraction, digits: int = DIGITS) -> bool:
    """Whether `rounded` changes the value."""
    return isinstance(value, Fraction) and Fraction(rounded(value, digits)) != value


def _decimal(value: Fraction) -> Decimal | None:
    try:
        return _EXACT.divide(Decimal(value.numerator), Decimal(value.denominator))
    except Inexact:
        return None
