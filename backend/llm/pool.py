"""Pool: chooses the model for a role, and counts what each model did in this process."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

from backend.llm.errors import ModelFailed, NoModel
from backend.llm.model import Model, Role
from backend.settings import Balance


@dataclass
class Usage:
    """What one model did: calls that run, that were answered and that failed, and what the answered ones took.

    `cost` is exact, in the currency of the configured prices; None where they are not known.
    """

    running: int = 0
    calls: int = 0
    failures: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    milliseconds: int = 0
    cost: Decimal | None = None


class Pool:
    """`balance`: "round-robin" takes the models in turn, "weighted" in turn by their weights, "least-used" the one
    with the fewest running calls, then the fewest tokens so far."""

    def __init__(self, models: Sequence[Model], balance: Balance) -> None:
        self.models = {model.name: model for model in models}
        self.usage = {name: Usage() for name in self.models}
        self._balance = balance
        self._turns = itertools.count(1)
        self._last = dict.fromkeys(self.models, 0)
        self._credit = dict.fromkeys(self.models, 0)

    def able(self, role: Role) -> list[Model]:
        """The models for this role."""
        return [model for model in self.models.values() if role in model.roles]

    def named(self, name: str) -> Model:
        """The model of this name. Raises NoModel."""
        if name not in self.models:
            raise NoModel(f"No model is named {name}. The configured ones are: {', '.join(self.models) or 'none'}.")
        return self.models[name]

    def choose(self, able: Sequence[Model]) -> Model:
        """One of these models, by the balance."""
        if self._balance == "weighted":
            return self._by_weight(able)
        if self._balance == "least-used":
            return min(able, key=lambda model: self._load(model.name))
        chosen = min(able, key=lambda model: self._last[model.name])
        self._last[chosen.name] = next(self._turns)
        return chosen

    @contextmanager
    def calling(self, model: Model) -> Iterator[None]:
        """Count a call as running, and as failed when it ends in an error."""
        usage = self.usage[model.name]
        usage.running += 1
        try:
            yield
        except ModelFailed:
            usage.failures += 1
            raise
        finally:
            usage.running -= 1

    def answered(self, model: Model, tokens_in: int, tokens_out: int, milliseconds: int) -> None:
        """Count an answer."""
        usage = self.usage[model.name]
        usage.calls += 1
        usage.tokens_in += tokens_in
        usage.tokens_out += tokens_out
        usage.milliseconds += milliseconds
        usage.cost = model.cost(usage.tokens_in, usage.tokens_out)

    def _load(self, name: str) -> tuple[int, int]:
        usage = self.usage[name]
        return usage.running, usage.tokens_in + usage.tokens_out

    def _by_weight(self, able: Sequence[Model]) -> Model:
        """Smooth weighted round-robin, as nginx does it: 5:1:1 gives a a b a c a a, not a a a a a b c."""
        for model in able:
            self._credit[model.name] += model.weight
        chosen = max(able, key=lambda model: self._credit[model.name])
        self._credit[chosen.name] -= sum(model.weight for model in able)
        return chosen
