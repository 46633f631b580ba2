"""Run: what a job did and what it took (R3.12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from backend.core.aggregation.figures import exact
from backend.core.counts import sentence
from backend.llm.model import Model
from backend.store.batches import Batch
from backend.store.jobs import Job

UNGROUNDED = (
    "{count} statement of a model is not in the documents and was rejected.",
    "{count} statements of a model are not in the documents and were rejected.",
)
FAILED = "{failed} of {total} batches failed: {why}"


@dataclass(frozen=True)
class Extra:
    """What was done after all batches were mapped: calls to models, and sentences for the person."""

    calls: tuple[Mapping[str, Any], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Run:
    """`calls` are the replies of models that the result was made of; `rejected` what they said without proof."""

    batches: int
    failed: int
    calls: tuple[Mapping[str, Any], ...]
    rejected: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    seconds: float
    prices: Mapping[str, Model]

    @classmethod
    def of(cls, job: Job, held: Sequence[Batch], models: Sequence[Model], now: datetime, extra: Extra) -> Run:
        """The run of a job up to `now`."""
        return cls(
            batches=len(held),
            failed=sum(batch.status == "failed" for batch in held),
            calls=(*(call for batch in held for call in batch.calls), *extra.calls),
            rejected=tuple(claim for batch in held for claim in batch.rejected),
            notes=tuple({note.casefold(): note for batch in held for note in batch.notes}.values()),
            reasons=tuple(dict.fromkeys(batch.reason for batch in held if batch.reason)),
            warnings=extra.warnings,
            seconds=(now - (job.started_at or now)).total_seconds(),
            prices={model.name: model for model in models},
        )

    @property
    def made_by(self) -> str:
        """ "rules", "rules and NAME", or the models' names."""
        names = list(dict.fromkeys(call["model"] for call in self.calls))
        return " and ".join(["rules", *names])

    def view(self) -> dict[str, Any]:
        """A part of `processing_info`: seconds, calls and tokens by model, with cost where the prices are known."""
        paid = [call for call in self.calls if call["attempts"]]
        one_by_one = sum(call["milliseconds"] for call in paid) / 1000
        tokens = sum(call["tokens_in"] + call["tokens_out"] for call in paid)
        return {
            "batches_processed": self.batches - self.failed,
            "batches_failed": self.failed,
            "strategy": self.made_by,
            "models": self._models(paid),
            "calls_kept": len(self.calls) - len(paid),
            "retries": sum(call["attempts"] - 1 for call in paid),
            "ungrounded": [dict(claim) for claim in self.rejected],
            "duration_seconds": round(self.seconds, 3),
            "batches_per_second": _rate(self.batches, self.seconds),
            "tokens_per_second": _rate(tokens, self.seconds),
            "speed_up": _rate(one_by_one, self.seconds) if paid else None,
            "warnings": self._warnings(),
            "notes": list(self.notes),
        }

    def _models(self, paid: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        made = []
        for name in dict.fromkeys(call["model"] for call in paid):
            own = [call for call in paid if call["model"] == name]
            tokens_in, tokens_out = (sum(call[key] for call in own) for key in ("tokens_in", "tokens_out"))
            model = self.prices.get(name)
            cost: Decimal | None = model.cost(tokens_in, tokens_out) if model else None
            made.append(
                {
                    "name": name,
                    "calls": len(own),
                    "tokens_in": tokens_in,
                    "tokens_out": tokens_out,
                    "cost": None if cost is None else exact(cost),
                }
            )
        return made

    def _warnings(self) -> list[str]:
        found = list(self.warnings)
        if self.failed:
            why = " ".join(self.reasons)
            found.append(FAILED.format(failed=self.failed, total=self.batches, why=why))
        if self.rejected:
            found.append(sentence(len(self.rejected), *UNGROUNDED))
        return found


def _rate(amount: float, seconds: float) -> float | None:
    return round(amount / seconds, 2) if seconds > 0 else None
