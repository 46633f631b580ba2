"""Columns: which column of a table a name in a question means."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from backend.rows.roles import Role, RoleMap, role_of_header
from backend.rows.table import fold
from backend.rows.words import SYNONYMS, tokens

ALIKE = 85  # of 100: how alike a name and a column must be
BY_ROLE: frozenset[Role] = frozenset({"vendor", "person", "category", "description", "currency", "id"})
IN_PLACE_OF_VENDOR: tuple[Role, ...] = ("person", "description")  # of a list of salaries, of a bank's statement


def find_column(roles: RoleMap, name: str) -> str:
    """The column that a name means: its own name, another word for it, its role ("supplier" is the vendor), or the
    most alike; else ""."""
    if same := same_name(roles, name):
        return same
    if _synonyms(tokens(name)):
        return same_thing(roles, name)
    role = role_of_header(name) or role_of_header(name.removesuffix("s"))
    if role in BY_ROLE and (named := roles.named(role)):
        return _most_alike(named, name) or named[0]
    if role == "vendor":
        return next((column for other in IN_PLACE_OF_VENDOR for column in roles.named(other)), "")
    return _most_alike([each.column for each in roles.columns], name)


def same_name(roles: RoleMap, name: str) -> str:
    """The column of this name, be it written in another way, else ""."""
    exact = next((each.column for each in roles.columns if fold(each.column) == fold(name)), "")
    return exact or next((each.column for each in roles.columns if tokens(each.column) == tokens(name)), "")


def same_thing(roles: RoleMap, name: str) -> str:
    """The column whose name is another word for this one, or holds one, else ""; a bare name goes before a longer."""
    texts = [(each.column, tokens(each.column)) for each in roles.columns if each.role in {"", "category"}]
    bare = [(column, words[:-1] if words[-1:] == ("name",) else words) for column, words in texts]
    group = _synonyms(tokens(name))
    for phrase in group:
        if exact := next((column for column, words in bare if words == phrase), ""):
            return exact
    for phrase in group:
        if longer := next((column for column, words in bare if f" {' '.join(phrase)} " in f" {' '.join(words)} "), ""):
            return longer
    return ""


def _synonyms(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """All names of what these words name, in one or in many; none where they name something else."""
    one = (*words[:-1], words[-1].removesuffix("s")) if words else ()
    return next((group for group in SYNONYMS if words in group or one in group), ())


def _most_alike(columns: Sequence[str], name: str) -> str:
    wanted = " ".join(tokens(name))
    scored = [(fuzz.token_set_ratio(wanted, " ".join(tokens(column))), -place) for place, column in enumerate(columns)]
    score, place = max(scored, default=(0, 0))
    return columns[-place] if score >= ALIKE else ""
