"""Roles: what each column of a table means, found once per shape from the words of its header and its values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from backend.core.values.currencies import ENGLISH_WORDS, iso_codes
from backend.rows.ledgers import is_ledger
from backend.rows.relations import Sums, find_sums
from backend.rows.table import Cell, Table, fold
from backend.rows.values import Profile, profile
from backend.rows.words import ROLE_WORDS, tokens, word_set

Role = Literal[
    "", "amount", "net", "tax", "gross", "debit", "credit", "balance", "price", "quantity", "percent",
    "date", "vendor", "person", "category", "description", "currency", "id",
]  # fmt: skip
MONEY: tuple[Role, ...] = ("gross", "amount", "net", "tax", "debit", "credit", "balance", "price")
NUMERIC: frozenset[Role] = frozenset({*MONEY, "quantity", "percent"})
PRECEDENCE: tuple[Role, ...] = tuple(ROLE_WORDS)  # type: ignore[arg-type]  # what says more stands first
WHOLE_ONLY = word_set(
    """
    in out af bij no n nr num text item stan cr dr code data name total paid sum service line body ht pu
    """
)
ID_ENDINGS = word_set("id no nr number ref code reference num nummer numero key")
SAMPLE_TABLES, SAMPLE_ROWS = 20, 400
MOST = 0.7  # share of cells that must look alike: short tables hold totals and notes too
VAGUE = word_set(
    "budget forecast planned estimate name details detail product"
)  # say less than other words for the same role
WORD, FULL, LAST, ENDING = 10, 3, 1, 4  # points: each word, the whole header, its last word, an identifier's last word


@dataclass(frozen=True, slots=True)
class ColumnRole:
    """`score` ranks columns of the same role; `reason` says in words how the role was found."""

    column: str
    role: Role
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class RoleMap:
    """The roles of all columns of one shape; shown to people, who may correct them.

    `ledger` says that its credits are what those gave back who were paid (see ledgers).
    """

    shape: str
    columns: tuple[ColumnRole, ...]
    ledger: bool = False

    def role(self, column: str) -> Role:
        """The role of a column, by its name."""
        return next((each.role for each in self.columns if fold(each.column) == fold(column)), "")

    def named(self, *roles: Role) -> list[str]:
        """The columns of these roles, the likeliest first."""
        chosen = sorted((each for each in self.columns if each.role in roles), key=lambda each: -each.score)
        return [each.column for each in chosen]

    def corrected(self, roles: Mapping[str, Role]) -> RoleMap:
        """The same map with the roles that a person gave to columns."""
        given = {fold(column): role for column, role in roles.items()}
        return replace(
            self,
            columns=tuple(
                ColumnRole(each.column, given[fold(each.column)], 1_000, "A person chose this.")
                if fold(each.column) in given
                else each
                for each in self.columns
            ),
        )


def find_roles(tables: Sequence[Table]) -> RoleMap:
    """The roles of tables that share one shape; the rows of the first of them are looked at."""
    first = tables[0]
    cells = {column: list(_sample(tables, column)) for column in first.columns}
    found = [_column_role(column, profile(cells[column])) for column in first.columns]
    numeric = {each.column: cells[each.column] for each in found if each.role in {"amount", "net", "tax", "gross", ""}}
    sums = find_sums({column: values for column, values in numeric.items() if profile(values).numbers > MOST})
    roles = RoleMap(first.shape, tuple(_with_sums(each, sums) for each in found))
    vendor, debit, credit = (roles.named(role)[:1] for role in ("vendor", "debit", "credit"))
    if not (vendor and debit and credit) or roles.named("balance"):
        return roles
    return replace(roles, ledger=is_ledger(cells[vendor[0]], cells[debit[0]], cells[credit[0]]))


def role_of_header(header: str) -> Role:
    """What a header's words mean by themselves, empty when nothing is known of them."""
    ranked = _ranked(header)
    return ranked[0][0] if ranked else ""


def _sample(tables: Sequence[Table], column: str) -> Iterable[Cell]:
    for table in tables[:SAMPLE_TABLES]:
        index = column_index(table, column)
        for row in table.rows[:SAMPLE_ROWS]:
            yield row.cell(index)


def column_index(table: Table, column: str) -> int:
    """Where a column stands in this table: tables of one shape may order their columns differently."""
    return next(index for index, name in enumerate(table.columns) if fold(name) == fold(column))


def _column_role(column: str, values: Profile) -> ColumnRole:
    """The first role of the header's words that the values do not contradict, else what the values look like."""
    refused = ""
    for role, score, phrase in _ranked(column):
        if contradiction := _contradiction(role, values):
            refused = refused or f' ("{phrase}" would say {role}, but {contradiction})'
        else:
            return ColumnRole(column, role, score + values.filled, f'"{phrase}" in its name.')
    role, reason = _by_values(values)
    return ColumnRole(column, role, values.filled, reason + refused + ".")


def _contradiction(role: Role, values: Profile) -> str:
    if not values.filled:
        return ""
    if role in NUMERIC and values.numbers < 0.5:
        return "most values are no numbers"
    if role == "date" and values.dates < 0.5 and values.serials < 0.5:
        return "most values are no dates"
    if role in {"vendor", "person", "description", "currency"} and values.texts < 0.5:
        return "most values are numbers or dates"
    if role == "category" and (values.decimals > 0.3 or values.dates > 0.5):
        return "its values are amounts or dates"
    return ""


def _by_values(values: Profile) -> tuple[Role, str]:
    if values.dates > MOST:
        return "date", "Its values are dates"
    if values.currencies > MOST:
        return "currency", "Its values are codes of currencies"
    if values.numbers > MOST and values.decimals > 0.3:
        return "amount", "Its values are numbers with decimals"
    return "", "Neither its name nor its values say what it is"


def _with_sums(found: ColumnRole, sums: Sums | None) -> ColumnRole:
    """Net, tax and gross told apart by arithmetic, where the words left it open."""
    if sums is None or found.role not in {"", "amount"} or found.column not in {sums.net, sums.tax, sums.gross}:
        return found
    role: Role = "gross" if found.column == sums.gross else "tax" if found.column == sums.tax else "net"
    reason = f'"{sums.net}" + "{sums.tax}" = "{sums.gross}" in {sums.rows:,} of {sums.of:,} rows looked at.'
    return ColumnRole(found.column, role, found.score, reason)


@lru_cache(maxsize=10_000)
def _ranked(header: str) -> tuple[tuple[Role, float, str], ...]:
    """Roles that the words of a header speak for, with points and the words, the strongest first."""
    words = _meaningful(tokens(header))
    points: dict[Role, tuple[float, str]] = {}

    def count(role: Role, score: float, phrase: str) -> None:
        if score > points.get(role, (0, ""))[0]:
            points[role] = (score, phrase)

    for start in range(len(words)):
        for end in range(start + 1, min(start + 5, len(words) + 1)):
            phrase = words[start:end]
            whole = phrase == words
            for role in _phrases().get(phrase, ()):
                if whole or len(phrase) > 1 or phrase[0] not in WHOLE_ONLY:
                    score = (
                        WORD * len(phrase) + FULL * whole + LAST * (end == len(words)) - 2 * FULL * (phrase[0] in VAGUE)
                    )
                    count(role, score, " ".join(phrase))
        for role, ending in _compound(words[start]):
            count(role, WORD - 2, ending)
    if re.search(r"(?<!\d)(?<!\d )%", header):
        count("percent", WORD * 2, "%")
    if words and words[-1] in ID_ENDINGS:
        count("id", WORD + ENDING, words[-1])
    ranked = sorted(points.items(), key=lambda item: (-item[1][0], PRECEDENCE.index(item[0])))
    return tuple((role, score, phrase) for role, (score, phrase) in ranked)


def _meaningful(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without codes of currencies and "000s", unless nothing is left."""
    codes = iso_codes() - ENGLISH_WORDS
    kept = tuple(word for word in words if word.upper() not in codes and word.strip("0s") != "")
    return kept or words


@cache
def _phrases() -> dict[tuple[str, ...], tuple[Role, ...]]:
    phrases: dict[tuple[str, ...], list[Role]] = {}
    for role in PRECEDENCE:
        for phrase in ROLE_WORDS[role]:
            phrases.setdefault(tokens(phrase), []).append(role)
    return {words: tuple(dict.fromkeys(roles)) for words, roles in phrases.items() if words}


@lru_cache(maxsize=10_000)
def _compound(word: str) -> tuple[tuple[Role, str], ...]:
    """ "Rechnungsbetrag" ends in "betrag": German and its relatives write words together."""
    if len(word) < 8:
        return ()
    endings = [(phrase[0], roles) for phrase, roles in _phrases().items() if len(phrase) == 1 and len(phrase[0]) >= 5]
    return tuple(
        (role, ending) for ending, roles in endings if word != ending and word.endswith(ending) for role in roles[:1]
    )
