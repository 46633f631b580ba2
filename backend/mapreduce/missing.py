"""Missing: the documents that an answer lacks: those that could not be read, or not yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlmodel import Session

from backend.core.aggregation.answer_text import Part
from backend.core.aggregation.confidence import Factor
from backend.core.counts import sentence
from backend.store import findings
from backend.store.findings import Outcome

NAMED = 3  # documents
WHY: Mapping[Outcome, str] = {"failed": "could not be read", "pending": "not read yet"}
SENTENCES: Mapping[Outcome, tuple[str, str]] = {
    "failed": (
        "{count} document could not be read and is not in this answer: {names}.",
        "{count} documents could not be read and are not in this answer: {names}.",
    ),
    "pending": (
        "{count} document is not read yet, so this answer lacks it: {names}. Ask again later.",
        "{count} documents are not read yet, so this answer lacks them: {names}. Ask again later.",
    ),
}


def said(session: Session, job_id: str) -> Iterator[Part]:
    """How many they are, and the names of some, to stand behind the answer."""
    covered = findings.covered(session, job_id)
    for outcome, words in SENTENCES.items():
        count = covered[outcome]
        if count:
            found = findings.coverage(session, job_id, outcome, NAMED, None)
            names = ", ".join(each.name for each in found) + (", …" if count > NAMED else "")
            yield Part(f" {sentence(count, *words, names=names)}")


def factors(covered: Mapping[str, int]) -> Iterator[Factor]:
    """What they take from the confidence in the answer; `covered` is findings.covered."""
    whole = covered["total"] + covered["pending"]
    lacking = [f"{covered[outcome]:,} {why}" for outcome, why in WHY.items() if covered[outcome]]
    if lacking:
        there = whole - sum(covered[outcome] for outcome in WHY)
        documents = "1 document" if whole == 1 else f"{whole:,} documents"
        yield Factor("coverage", there / whole, f"Of {documents}, {' and '.join(lacking)}.")
