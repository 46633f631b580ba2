"""Sides: what went out and what came in, where one column of amounts holds both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from backend.rows.amounts import OTHER_WAY, Amounts, is_blank
from backend.rows.measure import FLOW, asked_role
from backend.rows.roles import NUMERIC, RoleMap
from backend.rows.table import Table, written
from backend.rows.words import tokens, word_set

Side = Literal["out", "in", "change", ""]
OUT = word_set(
    "debit debits dr d out withdrawal s soll lastschrift debito dare d-debit af w uitgaven debe cargo payment purchase"
)
IN = word_set(
    "credit credits cr c in deposit h haben gutschrift credito avere c-credit bij inkomsten haber abono refund"
)

HEADERS = word_set(
    "debit credit dr cr d c s h soll haben af bij kennzeichen indicator direction sens sense sign transaction"
)


def one_side(table: Table, roles: RoleMap, what: str, amounts: Amounts) -> tuple[Amounts, str]:
    """The amounts of the side that a question asks for, what went out as a positive number; and a sentence why.

    A column beside may name the side of each amount ("Debit", "S", "Bij"). Else a minus is what went out, if it is an
    account where most amounts have one; in a list of payments the few with a minus are refunds and stay as they are.
    """
    asked = _asked(what)
    signs = _named_sides(table, roles)
    if signs and all(value is None or value >= 0 for value in amounts.values):
        column, sides = signs
        values = [
            None if value is None else value if side == "in" else value.copy_negate()
            for value, side in zip(amounts.values, sides, strict=True)
        ]
        return _keep(
            amounts, values, asked or "out"
        ), f'"{column}" says what went out and what came in. {TOLD[asked or "out"]}'
    if asked in {"out", "in"} and _is_account(roles, amounts.values):
        return _keep(amounts, amounts.values, asked), f"A minus is what went out. {TOLD[asked]}"
    return amounts, ""


TOLD = {
    "out": "Only what went out was counted, as a positive number.",
    "in": "Only what came in was counted.",
    "change": "What went out was taken from what came in.",
}


def _asked(what: str) -> Side:
    words = frozenset(tokens(what))
    if words & FLOW:
        return "change"
    role = asked_role(words)
    return "out" if role == "debit" else "in" if role == "credit" else ""


def _named_sides(table: Table, roles: RoleMap) -> tuple[str, list[Side]] | None:
    """The column that says for each row which side it is on, and the sides."""
    for index, name in enumerate(table.columns):
        if roles.role(name) in NUMERIC or roles.role(name) == "date":
            continue
        words = [" ".join(tokens(written(cell))) for row in table.rows if not is_blank(cell := row.cell(index))]
        if any(len(word) == 1 for word in words) and not HEADERS & set(tokens(name)):
            continue  # "C" and "D" may be anything
        if words and set(words) <= OUT | IN and set(words) & OUT and set(words) & IN:
            return name, ["in" if " ".join(tokens(written(row.cell(index)))) in IN else "out" for row in table.rows]
    return None


def _is_account(roles: RoleMap, values: Sequence[Decimal | None]) -> bool:
    negative = sum(1 for value in values if value is not None and value < 0)
    positive = sum(1 for value in values if value is not None and value > 0)
    return negative > positive or (negative > 0 and bool(roles.named("balance")))


def _keep(amounts: Amounts, values: Sequence[Decimal | None], side: Side) -> Amounts:
    """Those of one side, the others with the reason why they are left out; all of them for the change."""
    if side == "change":
        return replace(amounts, values=tuple(values))
    sign = -1 if side == "out" else 1
    kept = [value is None or value * sign >= 0 for value in values]
    return replace(
        amounts,
        values=tuple(
            None if value is None or not keep else value.copy_negate() if side == "out" else value
            for value, keep in zip(values, kept, strict=True)
        ),
        problems=tuple(problem if keep else OTHER_WAY for problem, keep in zip(amounts.problems, kept, strict=True)),
    )
