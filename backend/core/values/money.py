"""Money: amounts in a text, read exactly as they are written; never digits of dates, times, numbers or quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.core.values.country import find_country
from backend.core.values.currencies import IDEOGRAPH, SYMBOLS, Money, find_money, sign_of, written_sign
from backend.core.values.numbers import Convention, Run, find_convention, find_runs

REACH = 16  # characters before and after a number in which its sign and currency stand
MINUS = "-−–"

_BLANKS = r"[ \t\u00a0\u202f\u2009]{0,4}"
_BEFORE = re.compile(
    rf"(?P<minus>(?<![\w.,)])[{MINUS}])?[ \t]?(?P<sign>[^\W\d_]{{0,4}}[{SYMBOLS}]|S/|(?<![^\W_])[^\W\d_]+)"
    rf"[.:]?{_BLANKS}(?P<inner>[{MINUS}][ \t]?)?\Z"
)
_MINUS = re.compile(rf"(?<![\w.,)])[{MINUS}]\Z")
_AFTER = re.compile(rf"(?P<gap>{_BLANKS})(?P<sign>[{SYMBOLS}]|[^\W\d_]+[{SYMBOLS}]?)")
_NEXT = re.compile(rf"{_BLANKS}[{MINUS}(]?\d")
_CREDIT = re.compile(r"[ \t]?(CR|DR)(?!\w)")
_DASHES = re.compile(r"[.,](?:--?|–|—)(?![\w-])")
_UNIT = re.compile(
    r"[ \t]?(?:[%‰°]|(?:kg|gr?|mg|lb|oz|ml|cl|ltr?s?|lit(?:re|er)s?|km|cm|mm|mtr|m[²³23]?|sqm|kwh|wh|kw|gb|mb|tb|h"
    r"|hrs?|uhr"
    r"|min|am|pm|pcs?|stk|szt|nos|units?|items?|artikel|articles?|art[íi]culos?|articoli|dpi|inch|pts|points?)\b(?![.']\w))|:\d|h\d\d",
    re.IGNORECASE,
)
_TIMES = re.compile(r"[ \t]{0,2}(?:[x×*@]|[x×*@][ \t]{1,2}[A-Z$€£]{0,3})[ \t]{0,2}\d", re.IGNORECASE)
_TAX_CODE = re.compile(r"(?:SR|ZR|ZRL|OS|[A-FSTZ])(?!\w)")
_GOES_ON = re.compile(r"[-/.,:+]\d|/[^\W\d_]{3}")
_MONEY_FORM = re.compile(r"\d[.,]\d\d(?!\d)|\d[^\d ]\d{3}(?!\d)|\d[.,][-–—]|^[.]\d\d$")


@dataclass(frozen=True, slots=True)
class Amount:
    """`value` as written, with its sign; `unit` an ISO 4217 code, an undecided sign ("$"), or empty where none stands
    beside it. `raw` is the text's characters [start, end), sign and currency included.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    raw: str

    @property
    def is_bare(self) -> bool:
        """Whether only its place can tell that it is money: digits without currency, decimals or thousands."""
        return not self.unit and not _MONEY_FORM.search(self.raw)


@dataclass(frozen=True, slots=True)
class Ledger:
    """All numbers of a document that can be money, in order, and how it writes money."""

    amounts: tuple[Amount, ...]
    money: Money
    convention: Convention
    country: str

    def without(self, taken: Sequence[tuple[int, int]]) -> Ledger:
        """Without the amounts that touch one of the spans, which are something else."""
        return replace(self, amounts=tuple(_outside(self.amounts, taken)))


@dataclass(frozen=True, slots=True)
class _Sign:
    """A currency beside a number, and how far the two reach together."""

    name: str
    start: int
    end: int
    negative: bool = False


def find_amounts(text: str) -> list[Amount]:
    """Every number that by its own form is an amount of money, in order."""
    return [amount for amount in read_ledger(text).amounts if not amount.is_bare]


def read_ledger(text: str) -> Ledger:
    """All that can be money, bare numbers too."""
    country = find_country(text)
    money = find_money(text, country)
    convention = find_convention(text, country, money.main)
    amounts: list[Amount] = []
    for run in find_runs(text, convention):
        amount = _read(text, run, amounts[-1].end if amounts else 0, money)
        if amount:
            amounts.append(amount)
    return Ledger(tuple(amounts), money, convention, country)


def _outside(amounts: Sequence[Amount], taken: Sequence[tuple[int, int]]) -> Iterator[Amount]:
    blocked = sorted(taken)
    place = 0
    for amount in amounts:
        while place < len(blocked) and blocked[place][1] <= amount.start:
            place += 1
        if place == len(blocked) or blocked[place][0] >= amount.end:
            yield amount


def _read(text: str, run: Run, free: int, money: Money) -> Amount | None:
    """The amount that a number makes with what stands around it, from `free` on; None where it is something else."""
    start, end, value = run.start, run.end, run.value
    if start > free and text[start - 1] == "." and _lacks_its_zero(text, run):
        start, value = start - 1, value.scaleb(-2)
    if dashes := _DASHES.match(text, end):
        end = dashes.end()
    sign = _sign_before(text, start, end, free, money) or _sign_after(text, start, end, money)
    if _UNIT.match(text, sign.end if sign else end):
        return None
    if not sign:
        if not _stands_alone(text, start, end, run):
            return None
        sign = _Sign("", start, end)
    minus = _MINUS.search(text, max(free, sign.start - 2), sign.start)
    start, end, negative = _with_minus(text, minus.start() if minus else sign.start, sign.end)
    negative = negative or minus is not None or sign.negative
    return Amount(
        -value if negative and value else value, money.meaning.get(sign.name, ""), start, end, text[start:end]
    )


def _lacks_its_zero(text: str, run: Run) -> bool:
    """.50 written for 0.50."""
    before = text[run.start - 2 : run.start - 1]
    return len(run.raw) == 2 and run.raw.isdigit() and (not before or before in " \t\n(-M" + SYMBOLS)


def _sign_before(text: str, start: int, end: int, free: int, money: Money) -> _Sign | None:
    found = _BEFORE.search(text, max(free, start - REACH), start)
    if not found:
        return None
    name = written_sign(found["sign"])
    if name not in money.meaning:
        return None
    place = found.start("sign") if sign_of(found["sign"]) else found.end("sign") - 1
    return _Sign(name, found.start() if found["minus"] else place, end, bool(found["minus"] or found["inner"]))


def _sign_after(text: str, start: int, end: int, money: Money) -> _Sign | None:
    found = _AFTER.match(text, end, end + REACH)
    if not found:
        return None
    written = found["sign"]
    name, length = sign_of(written), len(written)
    if not name and written[0] >= IDEOGRAPH:
        name, length = sign_of(written[0]), 1
    if name not in money.meaning or _belongs_to_next(text, found, money):
        return None
    return _Sign(name, start, found.start("sign") + length)


def _belongs_to_next(text: str, after: re.Match[str], money: Money) -> bool:
    """Whether the sign behind a number is rather the one before the next number (2 x 1.50 RM 3.00)."""
    if not _NEXT.match(text, after.end()):
        return False
    gap_after = len(text[after.end() :][:5]) - len(text[after.end() :][:5].lstrip())
    if len(after["gap"]) == gap_after:
        return money.leads
    return gap_after < len(after["gap"])


def _stands_alone(text: str, start: int, end: int, run: Run) -> bool:
    """Whether a number without currency is no part of a date, time, code, percentage or quantity."""
    before, further = text[max(0, start - 1) : start], text[max(0, start - 2) : start - 1] if start > 1 else ""
    if before in MINUS and before and not _MINUS.search(text, max(0, start - 2), start):
        return False
    if before and (before.isalnum() or before in "_/#\\.,+:'"):
        is_behind_label = before in ":.'" and run.decimals == 2 and not further.isdigit()
        if not is_behind_label and not (before in "xX" and not further.isalpha()):
            return False
    if _GOES_ON.match(text, end) or _TIMES.match(text, end):
        return False
    following = text[end : end + 1]
    if following and (following.isalpha() or following in "_#\\"):
        return run.decimals == 2 and _TAX_CODE.match(text, end) is not None
    return True


def _with_minus(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """The span with brackets, a minus behind, or CR, and whether these make the amount negative."""
    if text[start - 1 : start] == "(" and start and text[end : end + 1] == ")":
        return start - 1, end + 1, True
    behind = text[end : end + 1]
    if behind and behind in MINUS and not text[end + 1 : end + 2].strip():
        return start, end + 1, True
    if credit := _CREDIT.match(text, end):
        return start, credit.end(), credit[1] == "CR"
    return start, end, False
