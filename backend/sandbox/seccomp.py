"""seccomp: from now on the kernel refuses this process every system call but those it needs to read
files.

The filter is a program of the classic Berkeley packet filter, as
docs.kernel.org/userspace-api/seccomp_filter describes it. What is not listed does not exist for the
process (ENOSYS), so that libraries fall back to what they used before a newer call came. So no
socket, no exec, no fork, no ptrace, no limit raised; threads are fine.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from dataclasses import dataclass

from backend import linux

# name, number on x86_64, number on aarch64, where it has one
CALLS = """
# files that are open
read 0 63; write 1 64; readv 19 65; writev 20 66; pread64 17 67; pwrite64 18 68; preadv 295 69;
pwritev 296 70; lseek 8 62; close 3 57; close_range 436 436; dup 32 23; dup2 33 -; dup3 292 24;
fcntl 72 25; ioctl 16 29; pipe 22 -; pipe2 293 59; poll 7 -; ppoll 271 73; select 23 -;
pselect6 270 72; epoll_create 213 -; epoll_create1 291 20; epoll_ctl 233 21; epoll_wait 232 -;
epoll_pwait 281 22; eventfd2 290 19; fstat 5 80; fstatfs 138 44; ftruncate 77 46;
fallocate 285 47; fadvise64 221 223; flock 73 32; fsync 74 82; fdatasync 75 83; sendfile 40 71;
copy_file_range 326 285;
# files by name, as far as Landlock lets them
open 2 -; openat 257 56; stat 4 -; lstat 6 -; newfstatat 262 79; statx 332 291; statfs 137 43;
access 21 -; faccessat 269 48; faccessat2 439 439; readlink 89 -; readlinkat 267 78;
getdents 78 -; getdents64 217 61; getcwd 79 17; chdir 80 49; fchdir 81 50; mkdir 83 -;
mkdirat 258 34; rmdir 84 -; unlink 87 -; unlinkat 263 35; rename 82 -; renameat 264 38;
renameat2 316 276; umask 95 166;
# memory and threads of this process
mmap 9 222; munmap 11 215; mprotect 10 226; mremap 25 216; madvise 28 233; msync 26 227;
mincore 27 232; brk 12 214; futex 202 98; futex_waitv 449 449; set_robust_list 273 99;
set_tid_address 218 96; rseq 334 293; membarrier 324 283; clone 56 220; arch_prctl 158 -;
sched_yield 24 124;
# signals within this process, and its end
rt_sigaction 13 134; rt_sigprocmask 14 135; rt_sigreturn 15 139; rt_sigpending 127 136;
rt_sigsuspend 130 133; rt_sigtimedwait 128 137; sigaltstack 131 132; kill 62 129; tgkill 234 131;
restart_syscall 219 128; exit 60 93; exit_group 231 94; wait4 61 260; waitid 247 95;
# time
clock_gettime 228 113; clock_getres 229 114; clock_nanosleep 230 115; nanosleep 35 101;
gettimeofday 96 169; time 201 -; times 100 153; getrusage 98 165; getitimer 36 102;
setitimer 38 103; alarm 37 -;
# what this process and this machine are
getpid 39 172; gettid 186 178; getppid 110 173; getpgrp 111 -; getpgid 121 155; getsid 124 156;
getuid 102 174; geteuid 107 175; getgid 104 176; getegid 108 177; getresuid 118 148;
getresgid 120 150; getgroups 115 158; sched_getaffinity 204 123; sched_getparam 143 121;
sched_getscheduler 145 120; getpriority 140 141; getcpu 309 168; uname 63 160; sysinfo 99 179;
getrandom 318 278; getrlimit 97 163; prlimit64 302 261;
"""
ARCHITECTURES = {
    "x86_64": (1, 0xC000003E),
    "aarch64": (2, 0xC00000B7),
}  # column above, name to the kernel

LOAD, MASK, EQUALS, RETURN = 0x20, 0x54, 0x15, 0x06  # instructions on the accumulator, 32 bits wide
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in what the kernel shows of a call
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.ENOSYS
EVERY_BIT = 0xFFFFFFFF

CLONE_THREAD = 0x10000
F_SETOWN, F_SETSIG, F_SETOWN_EX = 8, 10, 15
TIOCSTI = 0x5412


@dataclass(frozen=True)
class _If:
    """Half of an argument, under a mask, is this value; or is not."""

    argument: int
    value: int
    mask: int = EVERY_BIT
    high: bool = False
    unlike: bool = False

    def program(self) -> list[bytes]:
        """Refuse the call unless it is so; both architectures keep the low half first."""
        offset = ARGUMENTS + 8 * self.argument + 4 * self.high
        right, wrong = (0, 1) if self.unlike else (1, 0)
        return [
            _step(LOAD, offset),
            _step(MASK, self.mask),
            _step(EQUALS, self.value, right, wrong),
            _step(RETURN, REFUSE),
        ]


def restrict() -> None:
    """Put the filter in place, for good; after `no_new_privs`. OSError when the kernel can not."""
    machine = platform.machine()
    if machine not in ARCHITECTURES or sys.maxsize < 2**32:
        raise OSError(errno.ENOSYS, f"there is no list of system calls for {machine}")
    steps = _program(machine, os.getpid())
    code = ctypes.create_string_buffer(b"".join(steps))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    linux.prctl(linux.SECCOMP, 2, ctypes.cast(head, ctypes.c_void_p))


def _program(machine: str, own: int) -> list[bytes]:
    column, name = ARCHITECTURES[machine]
    only_if = _conditions(own)
    steps = [
        _step(LOAD, ARCHITECTURE),
        _step(EQUALS, name, 1, 0),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER),
    ]
    for call, *numbers in _table():
        if numbers[column - 1] == "-":
            continue
        body = [step for each in only_if.get(call, ()) for step in each.program()]
        body.append(_step(RETURN, ALLOW))
        steps += [_step(EQUALS, int(numbers[column - 1]), 0, len(body)), *body]
    return [*steps, _step(RETURN, REFUSE)]


def _table() -> list[list[str]]:
    lines = [line for line in CALLS.splitlines() if not line.startswith("#")]
    return [entry.split() for line in lines for entry in line.split(";") if entry.strip()]


def _conditions(own: int) -> dict[str, tuple[_If, ...]]:
    """What some calls may be used for."""
    truncating = os.O_TRUNC  # by reading alone, which older Landlocks do not take for a change
    to_itself = (_If(0, own),)
    owners = (F_SETOWN, F_SETSIG, F_SETOWN_EX)  # of signals
    return {
        "clone": (_If(0, CLONE_THREAD, mask=CLONE_THREAD),),
        "kill": to_itself,
        "tgkill": to_itself,
        "prlimit64": (_If(2, 0), _If(2, 0, high=True)),
        "fcntl": tuple(_If(1, command, unlike=True) for command in owners),
        "ioctl": (_If(1, TIOCSTI, unlike=True),),
        "open": (_If(1, truncating, mask=truncating | os.O_ACCMODE, unlike=True),),
        "openat": (_If(2, truncating, mask=truncating | os.O_ACCMODE, unlike=True),),
    }


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
