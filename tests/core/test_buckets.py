from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from backend.core import buckets
from backend.core.buckets import LEASE, UNLIMITED, Line, Priority, Quota, ask, end, full, leave, pause

QUOTA = Quota(requests=60, tokens=6_000, slots=100)  # one request and 100 tokens a second


def taken(line: Line, caller: str, priority: Priority, tokens: float, now: float, quota: Quota = QUOTA) -> Line:
    line, wait = ask(line, quota, caller, priority, tokens, now)
    assert wait == 0
    return line


def test_a_full_bucket_lets_calls_start_at_once() -> None:
    line = full(QUOTA, 0)
    for _ in range(60):
        line = taken(line, "a", "P1", 100, now=0)
    assert ask(line, QUOTA, "a", "P1", 100, 0)[1] == 1.0


def test_a_waiting_call_starts_after_exactly_the_wait_it_was_told() -> None:
    line = replace(full(QUOTA, 0), tokens=50)
    line, wait = ask(line, QUOTA, "a", "P1", 300, now=0)
    assert wait == 2.5
    assert ask(line, QUOTA, "a", "P1", 300, now=2.4)[1] > 0
    assert ask(line, QUOTA, "a", "P1", 300, now=2.5)[1] == 0


def test_an_urgent_call_goes_before_those_that_wait() -> None:
    line = replace(full(QUOTA, 0), tokens=0)
    line, _ = ask(line, QUOTA, "batch", "P2", 100, now=0)
    line, wait = ask(line, QUOTA, "person", "P0", 100, now=0)
    assert wait == 1.0
    assert ask(line, QUOTA, "batch", "P2", 100, now=1)[1] > 0
    line = taken(line, "person", "P0", 100, now=1)
    assert ask(line, QUOTA, "batch", "P2", 100, now=2)[1] == 0


def test_many_small_calls_of_a_lower_class_never_delay_a_large_urgent_one() -> None:
    line = replace(full(QUOTA, 0), tokens=0)
    line, wait = ask(line, QUOTA, "person", "P0", 500, now=0)
    for tenth in range(1, 50):
        line, small = ask(line, QUOTA, "batch", "P2", 1, now=tenth / 10)
        assert small > 0
    assert wait == 5.0
    taken(line, "person", "P0", 500, now=5)


def test_a_later_call_of_the_same_class_does_not_overtake_a_large_one() -> None:
    line = replace(full(QUOTA, 0), tokens=0)
    line, _ = ask(line, QUOTA, "large", "P1", 500, now=0)
    line, wait = ask(line, QUOTA, "small", "P1", 10, now=0.2)
    assert wait > 4


def test_a_later_call_starts_when_there_is_enough_for_all_before_it_too() -> None:
    line = replace(full(QUOTA, 0), tokens=600, paused_until=1)
    line, _ = ask(line, QUOTA, "large", "P0", 500, now=0)
    taken(line, "small", "P2", 100, now=1)


def test_a_call_larger_than_the_bucket_starts_when_the_bucket_is_full_and_leaves_a_debt() -> None:
    line = taken(full(QUOTA, 0), "a", "P1", 9_000, now=0)
    assert line.tokens == -3_000
    line, wait = ask(line, QUOTA, "a", "P1", 100, now=30)
    assert wait == 1.0


def test_unused_tokens_go_back() -> None:
    line = taken(full(QUOTA, 0), "a", "P1", 5_000, now=0)
    assert end(line, QUOTA, "a", unused=4_000, now=0).tokens == 5_000


def test_no_more_calls_run_at_once_than_there_are_slots() -> None:
    quota = replace(QUOTA, slots=2)
    line = taken(taken(full(quota, 0), "a", "P1", 1, 0, quota), "b", "P1", 1, 0, quota)
    line, wait = ask(line, quota, "c", "P0", 1, now=0)
    assert wait == buckets.SLOT_POLL
    taken(end(line, quota, "a", 0, 0), "c", "P0", 1, 0, quota)


def test_the_calls_of_a_process_that_died_are_forgotten() -> None:
    quota = replace(QUOTA, slots=1)
    line = taken(full(quota, 0), "dead", "P1", 1, 0, quota)
    assert ask(line, quota, "b", "P1", 1, now=LEASE - 1)[1] > 0
    assert ask(line, quota, "b", "P1", 1, now=LEASE)[1] == 0


def test_a_process_that_says_it_lives_keeps_its_calls() -> None:
    quota = replace(QUOTA, slots=1)
    line = taken(full(quota, 0), "slow", "P1", 1, 0, quota)
    line = buckets.alive(line, "slow", now=10)
    assert ask(line, quota, "b", "P1", 1, now=LEASE + 5)[1] > 0


def test_nobody_starts_during_a_pause() -> None:
    line = pause(full(QUOTA, 0), until=3)
    assert ask(line, QUOTA, "a", "P0", 1, now=1)[1] == 2
    assert ask(line, QUOTA, "a", "P0", 1, now=3)[1] == 0


def test_who_left_the_line_delays_nobody() -> None:
    line = replace(full(QUOTA, 0), tokens=100)
    line, _ = ask(line, QUOTA, "large", "P0", 5_000, now=0)
    assert ask(line, QUOTA, "small", "P2", 100, now=0)[1] > 0
    assert ask(leave(line, "large"), QUOTA, "small", "P2", 100, now=0)[1] == 0


def test_a_clock_that_is_behind_takes_nothing_away() -> None:
    line = taken(full(QUOTA, 100), "a", "P1", 100, now=100)
    assert ask(line, QUOTA, "b", "P1", 100, now=90)[0].tokens == 5_800


def test_without_limits_nothing_waits() -> None:
    quota = Quota(UNLIMITED, UNLIMITED, 10)
    line = full(quota, 0)
    for _ in range(10):
        line = taken(line, "a", "P2", 1e6, 0, quota)


@examples(deadline=None)
@given(st.lists(st.tuples(st.floats(0, 5), st.integers(1, 3_000)), min_size=1, max_size=60))
def test_no_minute_gives_more_than_a_full_bucket_and_what_flows_in(asked: list[tuple[float, int]]) -> None:
    line, now, given_out = full(QUOTA, 0), 0.0, 0
    for pause_before, tokens in asked:
        now += pause_before
        line, wait = ask(line, QUOTA, "a", "P1", tokens, now)
        given_out += 0 if wait else tokens
    assert given_out <= QUOTA.tokens * (1 + now / 60) + 1
