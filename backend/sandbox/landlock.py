"""Landlock: this process opens, makes and removes only what lies below the paths it named
beforehand.

After docs.kernel.org/userspace-api/landlock. Files that are open already stay open; the call needs
no rights.
"""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from backend import linux

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same on every architecture
VERSION = 1
BELOW_PATH = 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE = (1 << bit for bit in range(6))
MAKE_DIR, MAKE_FILE = 1 << 7, 1 << 8
TRUNCATE = 1 << 14
OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE  # all that a rule on a file may name
READ = READ_FILE | READ_DIR
WRITE = READ | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_FILE

# What each version of the interface can forbid: rights on files, TCP, signals and abstract sockets
FILE_BITS = {1: 13, 2: 14, 3: 15, 5: 16}
TCP_BITS = {4: 2}
SCOPE_BITS = {6: 2}


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("tcp", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class _BelowPath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("path", ctypes.c_int32))


def restrict(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Shut everything else out, for good; no TCP, and no signal to other processes either where the
    kernel can.

    Paths that are not there are passed over. `no_new_privs` must be set. OSError when the kernel
    has no Landlock.
    """
    version = linux.call(CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(VERSION))
    handled = _Ruleset(_all(FILE_BITS, version), _all(TCP_BITS, version), _all(SCOPE_BITS, version))
    size = ctypes.c_size_t(ctypes.sizeof(handled))
    rules = linux.call(CREATE_RULESET, ctypes.byref(handled), size, ctypes.c_uint32(0))
    try:
        for paths, rights in ((readable, READ), (writable, WRITE)):
            for path in paths:
                _allow(rules, path, rights & handled.files)
        linux.call(RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)


def _all(bits: dict[int, int], version: int) -> int:
    return (1 << max((number for since, number in bits.items() if since <= version), default=0)) - 1


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        there = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(there).st_mode):
            rights &= OF_FILES
        rule = _BelowPath(rights, there)
        linux.call(
            ADD_RULE,
            ctypes.c_int(rules),
            ctypes.c_int(BELOW_PATH),
            ctypes.byref(rule),
            ctypes.c_uint32(0),
        )
    finally:
        os.close(there)
