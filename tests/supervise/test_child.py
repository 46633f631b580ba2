from __future__ import annotations

import os
import signal
import sys

import pytest

from backend.supervise.child import Child, pause
from backend.supervise.programs import Program
from tests.eventually import eventually


def ended(*argv: str, once: bool = False) -> tuple[Child, int, list[str]]:
    """Run a program to its end: the child, its exit code, the lines it wrote."""
    child, lines = Child(Program("one", argv, once=once), dict(os.environ), (), 30), []
    pipe = child.start()
    code = eventually(lambda: [found] if (found := child.reap()) is not None else None)[0]
    while child.read(pipe, lambda _name, line: lines.append(line)):
        pass
    close(child, pipe)
    return child, code, lines


def close(child: Child, pipe: int) -> None:
    os.close(pipe)
    if child.channel:
        child.channel.close()


def test_the_pause_doubles_up_to_half_a_minute() -> None:
    assert [pause(failures) for failures in (0, 1, 2, 3)] == [0, 0.2, 0.4, 0.8]
    assert pause(9) == pause(10_000) == 30


def test_the_last_words_of_a_program_are_kept() -> None:
    child, code, lines = ended("sh", "-c", "echo first; echo no such table >&2; exit 3")
    assert (code, child.failures, lines) == (3, 1, ["first", "no such table"])
    assert child.last_words == "no such table"


def test_the_last_words_of_a_json_line_are_its_message() -> None:
    child, _, _ = ended("sh", "-c", 'echo \'{"level": "error", "message": "The disk is full."}\'')
    assert child.last_words == "The disk is full."


def test_a_program_killed_by_a_signal_has_failed() -> None:
    child, code, _ = ended("sh", "-c", "kill -9 $$")
    assert (code, child.failures) == (-signal.SIGKILL, 1)


def test_a_program_that_is_not_installed_says_so() -> None:
    child = Child(Program("one", ("/no/such/program",)), dict(os.environ), (), 30)
    pipe = child.start()
    child.read(pipe, lambda _name, _line: None)
    close(child, pipe)
    assert (child.pid, child.failures) == (None, 1)
    assert "No such file" in child.last_words


def test_a_program_for_one_task_is_not_started_again() -> None:
    child, _, _ = ended("true", once=True)
    assert child.due == float("inf")


@pytest.mark.parametrize("size", [10, 200_000])
def test_long_lines_arrive_in_pieces_and_whole(size: int) -> None:
    child, lines = (
        Child(Program("one", (sys.executable, "-c", f"print('x' * {size})")), dict(os.environ), (), 30),
        [],
    )
    pipe = child.start()

    def at_end() -> bool:
        return not child.read(pipe, lambda _name, line: lines.append(line))

    eventually(at_end)
    close(child, pipe)
    eventually(lambda: child.reap() is not None)
    assert sum(map(len, lines)) == size


def test_what_it_is_told_comes_on_its_standard_input_and_signs_of_life_come_back() -> None:
    code = "import os, sys; print(sys.stdin.read()); os.write(0, b'.')"
    child = Child(Program("one", (sys.executable, "-c", code), told="a secret"), dict(os.environ), (), 30)
    pipe, lines = child.start(), list[str]()
    eventually(lambda: child.reap() is not None)
    assert child.channel
    assert child.channel.recv(10) == b"."
    child.read(pipe, lambda _name, line: lines.append(line))
    assert lines == ["a secret"]
    close(child, pipe)


def test_more_than_a_socket_holds_is_said_and_not_cut() -> None:
    child = Child(Program("one", ("cat",), told="x" * 50_000_000), dict(os.environ), (), 30)
    pipe = child.start()
    child.read(pipe, lambda _name, _line: None)
    assert "too long" in child.last_words
    close(child, pipe)
