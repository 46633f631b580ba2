"""The filter as the kernel would run it, also for the architecture that this machine is not."""

from __future__ import annotations

import os
import struct

import pytest

from backend.sandbox import seccomp
from backend.sandbox.seccomp import ALLOW, ARCHITECTURES, CLONE_THREAD, KILL, REFUSE

OWN, OTHER = 4711, 4712
NUMBERS = {  # of calls that are not on the list
    "x86_64": {"socket": 41, "connect": 42, "execve": 59, "fork": 57, "clone3": 435, "ptrace": 101},
    "aarch64": {"socket": 198, "connect": 203, "execve": 221, "clone3": 435, "ptrace": 117},
}
UPPER = 1 << 32


def judged(machine: str, call: str, *arguments: int, architecture: int = 0) -> int:
    """What becomes of a system call with these arguments."""
    column, name = ARCHITECTURES[machine]
    listed = {each[0]: each[column] for each in seccomp._table()}
    number = int(listed.get(call) or NUMBERS[machine][call])
    given = [*arguments, *[0] * (6 - len(arguments))]
    return run(machine, struct.pack("<IIQ6Q", number, architecture or name, 0, *given))


def run(machine: str, data: bytes) -> int:
    steps = [struct.unpack("=HBBI", step) for step in seccomp._program(machine, OWN)]
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, value = steps[at]
        at += 1
        if code == seccomp.RETURN:
            return value
        if code == seccomp.LOAD:
            accumulator = int(struct.unpack_from("<I", data, value)[0])
        elif code == seccomp.MASK:
            accumulator &= value
        else:
            assert code == seccomp.EQUALS
            at += if_true if accumulator == value else if_false


@pytest.fixture(params=list(ARCHITECTURES))
def machine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_what_reading_needs_is_allowed(machine: str) -> None:
    for call in ("read", "openat", "mmap", "futex", "exit_group", "getrandom", "clock_gettime"):
        assert judged(machine, call) == ALLOW, call


def test_what_reads_no_file_is_refused(machine: str) -> None:
    for call in NUMBERS[machine]:
        assert judged(machine, call) == REFUSE, call


def test_calls_in_the_way_of_another_architecture_end_the_process(machine: str) -> None:
    i386 = 0x40000003
    assert judged(machine, "read", architecture=i386) == KILL


def test_threads_are_allowed_and_processes_are_not(machine: str) -> None:
    assert judged(machine, "clone", CLONE_THREAD | 0x3D0F00 | UPPER) == ALLOW
    assert judged(machine, "clone", 17) == REFUSE


@pytest.mark.parametrize("call", ["kill", "tgkill"])
def test_signals_go_to_itself_alone(machine: str, call: str) -> None:
    assert judged(machine, call, OWN, 6) == ALLOW
    for other in (OTHER, 0, 2**32 - 1, 2**64 - 1):
        assert judged(machine, call, other, 9) == REFUSE


def test_limits_can_be_read_and_not_set(machine: str) -> None:
    assert judged(machine, "prlimit64", 0, 7, 0, 4096) == ALLOW
    for new_limit in (4096, UPPER, UPPER + 4096):
        assert judged(machine, "prlimit64", 0, 7, new_limit, 0) == REFUSE


def test_nobody_else_is_made_the_owner_of_signals(machine: str) -> None:
    assert judged(machine, "fcntl", 1, 1) == ALLOW
    for command in (seccomp.F_SETOWN, seccomp.F_SETSIG, seccomp.F_SETOWN_EX):
        assert judged(machine, "fcntl", 1, command, OTHER) == REFUSE


def test_a_file_that_may_only_be_read_is_not_cut(machine: str) -> None:
    assert judged(machine, "openat", 0, 4096, os.O_WRONLY | os.O_CREAT | os.O_TRUNC) == ALLOW
    assert judged(machine, "openat", 0, 4096, os.O_RDONLY | os.O_TRUNC) == REFUSE
