"""Confidence: how far an answer can be trusted, as a product whose factors are shown."""

from __future__ import annotations

from dataclasses import dataclass

FEW = 5  # findings below which an answer rests on little
FEW_FACTOR = 0.7


@dataclass(frozen=True, slots=True)
class Factor:
    """One part of the formula: what it multiplies by, 0 to 1, and a sentence that says why."""

    name: str
    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Confidence:
    """The product of its factors, 0 to 1."""

    factors: tuple[Factor, ...]

    @property
    def value(self) -> float:
        product = 1.0
        for factor in self.factors:
            product *= factor.value
        return round(product, 4)

    def view(self) -> dict[str, object]:
        """The shape of the API."""
        factors = [{"name": it.name, "value": round(it.value, 4), "reason": it.reason} for it in self.factors]
        return {"value": self.value, "factors": factors}


def confidence(
    batches: int, failed: int, findings: int, ungrounded: int = 0, disagreements: int = 0, judged: int = 0
) -> Confidence:
    """1 − failed ÷ batches, × 0.7 below five findings, × the grounded share, × the share on which models agreed.

    `ungrounded` findings were rejected and are not among `findings`; `judged` is how many answers two models gave and
    `disagreements` on how many of them they differed. No batch at all (an empty collection, tables alone) is no
    failure. Raises ValueError for counts that contradict each other.
    """
    if not (0 <= failed <= batches and findings >= 0 and ungrounded >= 0 and 0 <= disagreements <= judged):
        raise ValueError("More failed than there were, or fewer than none.")
    reason = f"{failed} of {batches} batches failed." if failed else "No batch failed."
    factors = [Factor("batches", _share(batches - failed, batches), reason)]
    if findings < FEW:
        factors.append(Factor("findings", FEW_FACTOR, f"Fewer than {FEW} findings: {findings}."))
    if ungrounded:
        reason = f"{ungrounded} of {findings + ungrounded} findings were not in the documents and were rejected."
        factors.append(Factor("grounding", _share(findings, findings + ungrounded), reason))
    if disagreements:
        reason = f"The models disagreed on {disagreements} of {judged} answers."
        factors.append(Factor("agreement", _share(judged - disagreements, judged), reason))
    return Confidence(tuple(factors))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
