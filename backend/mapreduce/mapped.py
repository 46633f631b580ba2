"""Mapped: what one document said, and Read: what a batch of them said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from backend.core.finding import Finding
from backend.store.documents import Document
from backend.store.findings import Outcome


@dataclass(frozen=True)
class Mapped:
    """What one document said, and what that makes of it. Of a `settled` one, a table, more reading can say no more."""

    document: Document
    findings: list[Finding] = field(default_factory=list)
    outcome: Outcome = "contributing"
    reason: str = ""
    settled: bool = False

    def because(self, reason: str) -> Mapped:
        """The same with one more reason for its findings."""
        return replace(self, findings=[replace(each, reasons=(*each.reasons, reason)) for each in self.findings])


@dataclass(frozen=True)
class Read:
    """What a batch said. `notes` are sentences about what was chosen and left out; `rejected` are claims of a model
    that the documents do not prove: {document_id, quote, value, reason}."""

    mapped: list[Mapped]
    notes: list[str] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)
