from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from backend.supervise.life import START_TICKS, Life, Question, processor_seconds


def silent(life: Life, ticks: int, used: float = 0.0) -> Life:
    for _ in range(ticks):
        life.tick(used)
    return life


def test_a_process_hangs_after_so_many_silent_ticks_and_not_before() -> None:
    life = Life(30)
    life.heard()
    assert not silent(life, 29).hangs
    assert silent(life, 1).hangs


def test_every_sign_of_life_counts_from_the_start() -> None:
    life = Life(30)
    for _ in range(10):
        life.heard()
        assert not silent(life, 29).hangs


def test_a_process_that_still_loads_what_it_needs_is_given_time() -> None:
    assert not silent(Life(30), START_TICKS - 1).hangs
    assert silent(Life(30), START_TICKS).hangs


def test_a_silent_process_that_computes_is_given_four_times_as_long() -> None:
    life = Life(30)
    life.heard()
    for second in range(1, 120):
        life.tick(second / 100)
        assert not life.hangs
    life.tick(2.0)
    assert life.hangs


def test_a_computer_that_wakes_up_has_only_one_tick_behind_it() -> None:
    """However long it slept: the supervisor ticks at most once when it wakes."""
    life = Life(30)
    life.heard()
    assert not silent(life, 1).hangs
    life.heard()
    assert life.silence == 0


def test_a_server_is_asked_and_its_answer_comes_later(tmp_path: Path) -> None:
    for family, address in (
        (socket.AF_INET, ("127.0.0.1", 0)),
        (socket.AF_UNIX, str(tmp_path / "server")),
    ):
        with socket.socket(family) as server:
            server.bind(address)
            server.listen()
            asked = Question(server.getsockname(), b"PING\r\n").ask()
            assert asked
            answering, _ = server.accept()
            with asked, answering:
                assert answering.recv(100) == b"PING\r\n"
                with pytest.raises(BlockingIOError):
                    asked.recv(100)


def test_where_nobody_listens_nobody_can_be_asked(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert Question(taken.getsockname(), b"PING\r\n").ask() is None
    assert Question(str(tmp_path / "none"), b"PING\r\n").ask() is None


def test_a_process_that_is_gone_has_used_nothing() -> None:
    assert processor_seconds(os.getpid()) > 0
    assert processor_seconds(2**22 + 1) == 0
