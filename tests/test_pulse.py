from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from backend.pulse import SIGNS, Pulse


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        yield ours, theirs


def signs(ours: socket.socket) -> int:
    try:
        return len(ours.recv(1 << 20))
    except BlockingIOError:
        return 0


def test_a_main_loop_that_is_not_seen_any_more_ends_the_signs(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    pulse = Pulse(ends[1].fileno())
    heard = 0
    for _ in range(SIGNS + 100):
        pulse.sign()
        heard += signs(ends[0])
    assert heard == SIGNS
    pulse.touch()
    pulse.sign()
    assert signs(ends[0]) == 1


def test_a_main_loop_that_goes_on_is_never_silent(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    pulse = Pulse(ends[1].fileno())
    for _ in range(3 * SIGNS):
        pulse.touch()
        pulse.sign()
        assert signs(ends[0]) == 1


def test_a_supervisor_that_does_not_listen_stops_no_work(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    os.set_blocking(ends[1].fileno(), False)
    pulse = Pulse(ends[1].fileno())
    for _ in range(200_000):
        pulse.touch()
        pulse.sign()


def test_without_a_supervisor_nobody_is_told() -> None:
    pulse = Pulse()
    pulse.begin()
    pulse.touch()
    pulse.sign()
