"""Confine: the walls that this process puts around itself before it sees the first hostile byte.

Afterwards it can read one file, the interpreter, the packages and what system libraries read; it
can write into one folder, and reach no network and no other process. Each wall is up to the kernel:
what it lacks is said, not hidden.
"""

from __future__ import annotations

import mimetypes
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from backend import linux
from backend.sandbox import landlock, seccomp

CODE = Path(__file__).resolve().parents[1]
SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store", "/gnu/store"),
    *("/usr/share", "/usr/local/share"),  # fonts, time zones, what libmagic knows
    *(
        "/etc/ld.so.cache",
        "/etc/ld.so.preload",
        "/etc/magic",
        "/etc/magic.mime",
        "/etc/localtime",
        "/etc/fonts",
    ),
    *("/etc/ssl/openssl.cnf", "/etc/pki/tls/openssl.cnf", "/etc/crypto-policies"),
    *(
        "/dev/urandom",
        "/dev/zero",
        "/proc/self",
        "/proc/cpuinfo",
        "/proc/meminfo",
        "/sys/devices/system/cpu",
    ),
    *mimetypes.knownfiles,
)
SINK = Path("/dev/null")


def confine(file_folder: Path, own_folder: Path) -> list[str]:
    """Shut this process in: it reads below the first folder and writes below the second.

    Returns what could not be had, one sentence each. The calling thread is confined, and those that
    it starts.
    """
    if not linux.ON_LINUX:
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))  # counts processes here, not threads
        return ["Landlock and seccomp: this system is not Linux"]
    missing = []
    try:
        linux.prctl(linux.NO_NEW_PRIVS, 1)
    except OSError as error:
        return [f"no_new_privs: {error.strerror}"]
    try:
        landlock.restrict([*_readable(), file_folder], [own_folder, SINK])
    except OSError as error:
        missing.append(f"Landlock: {error.strerror}")
    try:
        seccomp.restrict()
    except OSError as error:
        missing.append(f"seccomp: {error.strerror}")
    return missing


def _readable() -> Iterator[Path]:
    """What parsers need, which are loaded when their first file comes; not the folder above."""
    yield CODE
    for entry in sys.path:
        if entry and Path(entry).resolve() != CODE.parent:
            yield Path(entry)
    yield from (Path(prefix, "lib") for prefix in (sys.base_prefix, sys.base_exec_prefix))
    yield from map(Path, SYSTEM)
