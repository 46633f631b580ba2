from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from backend.llm.errors import Broken
from backend.llm.model import Model
from backend.llm.pool import Pool


def a_model(name: str, **more: object) -> Model:
    return Model.model_validate({"provider": "openai", "model": name} | more)


def test_round_robin_takes_the_models_in_turn() -> None:
    models = [a_model("a"), a_model("b"), a_model("c")]
    pool = Pool(models, "round-robin")
    assert [pool.choose(models).name for _ in range(6)] == list("abcabc")


def test_round_robin_goes_on_fairly_after_one_was_left_out() -> None:
    models = [a_model("a"), a_model("b"), a_model("c")]
    pool = Pool(models, "round-robin")
    assert [pool.choose(models[1:]).name for _ in range(2)] == ["b", "c"]
    assert [pool.choose(models).name for _ in range(3)] == list("abc")


def test_weighted_takes_the_models_by_their_weights_and_spread_out() -> None:
    models = [a_model("a", weight=5), a_model("b"), a_model("c")]
    pool = Pool(models, "weighted")
    chosen = [pool.choose(models).name for _ in range(14)]
    assert Counter(chosen) == {"a": 10, "b": 2, "c": 2}
    assert "".join(chosen[:7]) == "aabacaa"


def test_least_used_takes_who_has_the_fewest_calls_running_and_then_the_fewest_tokens() -> None:
    models = [a_model("a"), a_model("b")]
    pool = Pool(models, "least-used")
    pool.answered(models[0], 100, 10, 5)
    assert pool.choose(models).name == "b"
    with pool.calling(models[1]):
        assert pool.choose(models).name == "a"


def test_usage_counts_answers_failures_and_exact_cost() -> None:
    model = a_model("a", price_in="0.15", price_out="0.6")
    pool = Pool([model], "round-robin")
    pool.answered(model, 1_000_000, 1, 20)
    with pytest.raises(Broken), pool.calling(model):
        raise Broken("It broke.")
    usage = pool.usage["a"]
    assert (usage.calls, usage.failures, usage.running, usage.milliseconds) == (1, 1, 0, 20)
    assert usage.cost == Decimal("0.1500006")


def test_without_prices_there_is_no_cost() -> None:
    assert a_model("a", price_in="1").cost(10, 10) is None
