"""Coverage: every document of the collection accounted for, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Coverage:
    """What became of each of `total` documents; all but the contributing ones with a sentence that says why.

    Raises ValueError unless each document stands in exactly one of the four and they add up to the total.
    """

    total: int
    contributing: frozenset[str] = frozenset()
    not_relevant: Mapping[str, str] = field(default_factory=dict)
    excluded: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = (self.contributing, self.not_relevant, self.excluded, self.failed)
        if len(frozenset[str]().union(*parts)) != sum(map(len, parts)):
            raise ValueError("A document is accounted for twice.")
        if sum(map(len, parts)) != self.total:
            raise ValueError(f"{sum(map(len, parts))} documents are accounted for, but there are {self.total}.")

    def counts(self) -> dict[str, int]:
        """How many documents each list holds, and all of them."""
        return {
            "contributing": len(self.contributing),
            "not_relevant": len(self.not_relevant),
            "excluded": len(self.excluded),
            "failed": len(self.failed),
            "total": self.total,
        }
