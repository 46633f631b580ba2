"""Rules in a process of their own: the same intents, an end to what takes too long, no wait for others."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import Awaitable, Callable
from datetime import date

import pytest

from backend.ask import rules as module
from backend.ask.rules import UNREAD, Rules
from backend.ask.rules_child import OutOfTime, within
from backend.core.followup import Unread, understood
from backend.core.intent import Intent

TODAY = date(2026, 6, 15)
QUESTION = "What did I spend in March, by month? #receipts"
PLENTY = 60.0  # seconds of the processor


def asked(question: str = QUESTION) -> Unread:
    return Unread(question=question, today=TODAY, collections=("receipts",))


def with_rules(use: Callable[[Rules], Awaitable[Intent]], seconds: float = PLENTY) -> Intent:
    async def run() -> Intent:
        async with Rules(seconds) as rules:
            return await use(rules)

    return asyncio.run(run())


def test_a_question_is_understood_as_by_the_rules_themselves() -> None:
    assert with_rules(lambda rules: rules.read(asked())) == understood(asked())


def test_a_follow_up_is_understood_from_the_question_before() -> None:
    before = understood(asked()).plan
    unread = Unread(question="and in April?", today=TODAY, before=QUESTION, before_plan=before)
    intent = with_rules(lambda rules: rules.read(unread))
    assert intent.follows
    assert intent.plan
    assert intent.plan.filters.date_from == date(2026, 4, 1)


def test_what_takes_too_long_is_searched_and_told_so() -> None:
    intent = with_rules(lambda rules: rules.read(asked()), seconds=1e-6)
    assert intent.intent_type == "quick_qa"
    assert intent.plan is None
    assert intent.note == UNREAD
    assert (intent.question, intent.hashtags.recognized) == (QUESTION.partition(" #")[0], ("receipts",))


def test_a_pattern_without_an_end_is_ended() -> None:
    endless = re.compile(r"(a|a)+b")
    with pytest.raises(OutOfTime):
        within(0.05, lambda: endless.match("a" * 64))
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_process_that_was_killed_is_replaced() -> None:
    async def kill_and_read(rules: Rules) -> Intent:
        await rules.read(asked())
        process = rules._process
        assert process
        os.kill(process.pid, signal.SIGKILL)
        await process.wait()
        return await rules.read(asked())

    assert with_rules(kill_and_read) == understood(asked())


def test_one_that_hangs_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def stop_and_read(rules: Rules) -> Intent:
        await rules.read(asked())
        process = rules._process
        assert process
        os.kill(process.pid, signal.SIGSTOP)
        monkeypatch.setattr(module, "LATE_SECONDS", 0.1)
        late = await rules.read(asked())
        assert late.note == UNREAD
        monkeypatch.undo()
        return await rules.read(asked())

    assert with_rules(stop_and_read) == understood(asked())


def test_short_questions_go_before_long_ones() -> None:
    async def read_all(rules: Rules) -> Intent:
        order: list[str] = []

        async def read(question: str) -> Intent:
            intent = await rules.read(asked(question))
            order.append(question)
            return intent

        questions = ("first", "a much longer question", "longer", "ab")
        intents = await asyncio.gather(*map(read, questions))
        assert order == ["ab", "first", "longer", "a much longer question"]
        return intents[0]

    with_rules(read_all)


def test_a_question_nobody_waits_for_is_not_read() -> None:
    async def leave(rules: Rules) -> Intent:
        left = asyncio.ensure_future(rules.read(asked("left")))
        await asyncio.sleep(0)
        left.cancel()
        return await rules.read(asked())

    assert with_rules(leave) == understood(asked())


def test_its_process_ends_with_it() -> None:
    async def pid() -> int:
        async with Rules(PLENTY) as rules:
            await rules.read(asked())
            assert rules._process
            return rules._process.pid

    with pytest.raises(ProcessLookupError):
        os.kill(asyncio.run(pid()), 0)
