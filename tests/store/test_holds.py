from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from backend.store import holds, migrate
from backend.store.db import create_engine, transaction
from tests.builders import ManualClock

A, B = "a" * 64, "b" * 64
HOUR = timedelta(hours=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path / 'winnow.db'}")
    migrate.upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def stores(engine: Engine, clock: ManualClock, holder: str, *hashes: str) -> bool:
    with transaction(engine) as session:
        return holds.to_store(session, holder, hashes, clock(), clock() + HOUR)


def removes(engine: Engine, clock: ManualClock, holder: str, *hashes: str) -> set[str]:
    with transaction(engine) as session:
        return holds.to_remove(session, holder, hashes, clock(), clock() + HOUR)


def lets_go(engine: Engine, clock: ManualClock, holder: str) -> int:
    with transaction(engine) as session:
        return holds.release(session, holder, clock())


def test_what_is_being_stored_is_not_removed(engine: Engine, clock: ManualClock) -> None:
    assert stores(engine, clock, "anna", A)
    assert stores(engine, clock, "bert", A)
    assert removes(engine, clock, "carl", A, B) == {B}
    assert lets_go(engine, clock, "anna") == 1
    assert removes(engine, clock, "carl", A) == set()
    assert lets_go(engine, clock, "bert") == 1
    assert removes(engine, clock, "dora", A) == {A}


def test_what_is_being_removed_is_not_stored_and_nothing_of_it_is_held(engine: Engine, clock: ManualClock) -> None:
    assert removes(engine, clock, "carl", A) == {A}
    assert not stores(engine, clock, "anna", A, B)
    assert removes(engine, clock, "dora", B) == {B}
    assert lets_go(engine, clock, "carl") == 1
    assert stores(engine, clock, "anna", A)


def test_what_two_remove_is_removed_by_both(engine: Engine, clock: ManualClock) -> None:
    assert removes(engine, clock, "carl", A) == removes(engine, clock, "dora", A) == {A}


def test_while_everything_is_held_nothing_is_removed(engine: Engine, clock: ManualClock) -> None:
    assert stores(engine, clock, "backup", holds.EVERYTHING)
    assert removes(engine, clock, "carl", A, B) == set()
    assert stores(engine, clock, "anna", A)


def test_the_hold_of_the_dead_is_void_in_time(engine: Engine, clock: ManualClock) -> None:
    assert stores(engine, clock, "anna", A)
    clock.pass_seconds(HOUR.total_seconds())
    assert removes(engine, clock, "carl", A) == {A}
    assert lets_go(engine, clock, "anna") == 0  # whoever wakes up sees that it lost it
    clock.pass_seconds(HOUR.total_seconds())
    assert stores(engine, clock, "bert", A)


def test_a_hold_can_be_extended_until_it_is_void(engine: Engine, clock: ManualClock) -> None:
    assert stores(engine, clock, "backup", holds.EVERYTHING)
    for expected in (True, False):
        with transaction(engine) as session:
            assert holds.extend(session, "backup", clock(), clock() + HOUR) is expected
        clock.pass_seconds(2 * HOUR.total_seconds())


def test_void_holds_are_cleared_away(engine: Engine, clock: ManualClock) -> None:
    assert stores(engine, clock, "anna", A)
    clock.pass_seconds(2 * HOUR.total_seconds())
    assert stores(engine, clock, "bert", B)
    with transaction(engine) as session:
        holds.forget_void(session, clock())
    assert removes(engine, clock, "carl", A, B) == {A}
