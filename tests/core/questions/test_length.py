"""What a long question costs: no more than its length, whatever its words are.

Steps are lines of Python that run; what a pattern may cost is told by its form.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from datetime import date
from types import FrameType
from typing import Any

import pytest

from backend.core import asked, intent, questions
from backend.core.intent import classify
from backend.core.questions import reading
from scripts.bench_parts.question_time import REPEATED

TODAY = date(2026, 6, 15)
LENGTH = 1_000  # characters
STEPS = 500  # for each character
GROWTH = 2.4  # steps of a text twice as long; 4 would be quadratic


def repeated(words: str, length: int) -> str:
    return (f"{words} " * (length // len(words) + 1))[:length]


def steps(question: str) -> int:
    """Lines of Python that reading a question takes."""
    count = 0

    def step(_frame: FrameType, _event: str, _value: Any) -> Any:
        nonlocal count
        count += 1
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        classify(question, today=TODAY, mode="full")
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("words", REPEATED)
def test_a_question_twice_as_long_takes_twice_the_steps(words: str) -> None:
    once, twice = steps(repeated(words, LENGTH)), steps(repeated(words, 2 * LENGTH))
    assert once <= STEPS * LENGTH
    assert twice <= GROWTH * once


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of the rules, each with the module it stands in."""
    modules = pkgutil.iter_modules(questions.__path__)
    names = [f"{questions.__name__}.{module.name}" for module in modules]
    for module in (asked, intent, *map(importlib.import_module, names)):
        for value in vars(module).values():
            for pattern in _within(value):
                yield module.__name__, pattern


def _within(value: Any) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from _within(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from _within(each)
    elif hasattr(value, "pattern") and not isinstance(value, type):
        yield from _within(value.pattern)


# Anything, or a group, repeated without a limit: such a pattern looks on to the end from each place.
UNLIMITED = re.compile(r"(?<!\\)[.)][*+]")


def test_no_pattern_looks_further_than_it_must() -> None:
    within_a_word = {reading._WORD}
    found = {(name, pattern) for name, pattern in patterns() if UNLIMITED.search(pattern.pattern)}
    assert len(set(patterns())) > 150
    assert [(name, it.pattern) for name, it in found if it not in within_a_word] == []


def test_a_long_text_is_understood_as_it_ever_was() -> None:
    told = " ".join(f"In week {n} the plumber came and nobody knew why." for n in range(70))
    question = f"How much did we pay at Corner Shop in March 2026, by month? {told}"
    plan = classify(question, today=TODAY, mode="full").plan
    assert plan is not None
    assert (plan.operation, plan.group_by) == ("sum", ("month",))
    assert plan.filters.vendor == "Corner Shop"
    assert (plan.filters.date_from, plan.filters.date_to) == (date(2026, 3, 1), date(2026, 3, 31))
