"""Draft: what the rules have understood of a question so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.core.plan import PERIODS, Operation, Order, Per


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names that occur in the collection, which a question may use without saying what they are."""

    vendors: Sequence[str] = ()
    categories: Sequence[str] = ()
    fields: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much something in the question speaks for reading everything (or, below 0, against it), and what it was."""

    weight: float
    sentence: str


@dataclass
class Draft:
    """Grows from rule to rule. `filters` are a plan's, by name; `unresolved` are phrases that no filter can express."""

    today: date
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    operation: Operation | None = None
    also: list[Operation] = field(default_factory=list)
    what: str = ""
    per: Per | None = None
    group_by: list[str] = field(default_factory=list)
    each: str = ""
    top: int | None = None
    order: Order = "largest"
    filters: dict[str, object] = field(default_factory=dict)
    subjects: list[tuple[int, int]] = field(default_factory=list)  # places of the words that name what is counted
    renamed: dict[tuple[int, int], str] = field(default_factory=dict)  # of these, what they are called instead
    nouns: dict[tuple[int, int], str] = field(default_factory=dict)  # places of field names that nothing groups by
    names_amount: bool = False  # it names a kind of amount: VAT, tips, net
    has_money: bool = False
    evidence: list[Evidence] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)
    unresolved: list[str] = field(default_factory=list)

    def sees(self, weight: float, sentence: str) -> None:
        self.evidence.append(Evidence(weight, sentence))

    def groups(self, name: str) -> None:
        if name not in self.group_by:
            self.group_by.append(name)

    def noun_starts(self) -> set[int]:
        """Where nouns like "department" stand: what is before one may name it."""
        return {start for (start, _), means in self.nouns.items() if means not in PERIODS}

    @property
    def score(self) -> float:
        """0 to 1: how sure it is that every document must be read."""
        return max(0.0, min(1.0, round(sum(it.weight for it in self.evidence), 2)))
