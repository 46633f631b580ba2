"""What must hold before Winnow starts; each failure is one sentence that says what to do."""

from __future__ import annotations

import contextlib
import errno
import importlib
import re
import shutil
import socket
import stat
import sys
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from backend.errors import Conflict, DiskFull, Unavailable, WinnowError
from backend.sandbox import memory
from backend.settings import MIB

OTHERS = stat.S_IRWXG | stat.S_IRWXO
LEAST_DISK = 64 * MIB  # below this not even the database and Redis can work
LOADED_AT_START = ("magic", "numpy", "orjson", "psycopg", "pypdfium2", "sentence_transformers", "tokenizers", "uvloop")
PACKAGES = {"libstdc++": "libstdc++6", "libgomp": "libgomp1", "libmagic": "libmagic1"}  # as Debian and Ubuntu call them


def data_folder(data: Path) -> str:
    """Make the data folder if it is not there, and see that it can be written, and read by nobody else.

    Returns a warning for the person, or an empty string.
    """
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        warning = _close(data)
        probe = data / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(_no_space(data, 0)) from error
        raise Unavailable(
            f"The data folder {data} can not be written ({error.strerror}). "
            "Change its permissions, or choose another one with --data."
        ) from error
    return warning


def _close(data: Path) -> str:
    """Take from group and others what rights they have to the folder, then to what lies in it."""
    if data.stat().st_mode & OTHERS:
        try:
            data.chmod(stat.S_IMODE(data.stat().st_mode) & ~OTHERS)
        except PermissionError as error:
            raise Unavailable(
                f"The data folder {data} is open to other users and belongs to one of them. "
                "Choose a folder of your own with --data."
            ) from error
        if data.stat().st_mode & OTHERS:
            return f"Other users of this machine can read {data}: its disk keeps no permissions."
    for each in data.iterdir():
        mode = each.lstat().st_mode
        if mode & OTHERS and not stat.S_ISLNK(mode):
            with contextlib.suppress(PermissionError):  # nobody gets as far as there any more
                each.chmod(stat.S_IMODE(mode) & ~OTHERS)
    return ""


def disk(data: Path, reserve: int) -> str:
    """DiskFull when nothing can run; otherwise a warning for the person, or an empty string."""
    free = shutil.disk_usage(data).free
    if free < LEAST_DISK:
        raise DiskFull(_no_space(data, free))
    if free < reserve:
        left, needed = free // MIB, reserve // MIB
        return f"The disk that holds {data} has {left} MB left. Uploads are refused until {needed} MB are free."
    return ""


def memory_for(workers: int) -> str:
    """A warning when so many workers need more memory to read files than the machine can spare, or an empty string."""
    here = memory.machine()
    if (best := memory.fits(workers, here)) == workers:
        return ""
    return (
        f"{here // MIB:,} MB of memory are little for {workers} workers: large files may use it up. "
        f"Start with --workers {best}, or set WINNOW_EXTRACT_MEMORY_BYTES."
    )


def port(host: str, number: int, option: str = "--port") -> None:
    """Conflict when somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            raise _not_bound(host, number, option, error) from error


def redis(url: str) -> None:
    """Unavailable when the Redis the person runs does not answer. The password in its address stays unsaid."""
    try:
        with Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            client.ping()
    except (RedisError, ValueError) as error:
        place = url.rpartition("@")[2]
        raise Unavailable(
            f"The Redis that REDIS_URL names ({place}) does not answer: {error} "
            "Start it or correct the address, or unset REDIS_URL and Winnow brings its own."
        ) from error


def libraries() -> None:
    """Load what is built of machine code, so that a missing system library shows now and not in an upload."""
    importlib.import_module("pylibmagic")  # brings libmagic where the system has none; `magic` looks for it
    for name in LOADED_AT_START:
        try:
            importlib.import_module(name)
        except (ImportError, OSError) as error:
            raise Unavailable(explain(str(error))) from error


def explain(message: str) -> str:
    """A loader's message as a sentence that says what to install; other messages stay as they are."""
    found = re.search(r"(lib[\w.+-]+?)\.so[\d.]*: cannot open shared object file", message)
    if found is None:
        return message
    package = PACKAGES.get(found[1])
    how = f"apt-get install {package} on Debian and Ubuntu" if package else "your system's package manager"
    return f"The system library {found[1]} is missing. Install it ({how}) and start again."


def _not_bound(host: str, number: int, option: str, error: OSError) -> WinnowError:
    if error.errno == errno.EADDRINUSE:
        other = number + 1 if number < 65535 else number - 1
        return Conflict(
            f"Port {number} on {host} is in use by another program. Stop that one, or start with another port: "
            f"./start.sh {option} {other}"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return Unavailable(f"Port {number} needs rights this user does not have. Choose one above 1023 with {option}.")
    return Unavailable(f"{host} is not an address of this machine ({error.strerror}). Use --host 127.0.0.1 or 0.0.0.0.")


def _no_space(data: Path, free: int) -> str:
    return (
        f"The disk that holds {data} is full ({free // MIB} MB left, Winnow needs {LEAST_DISK // MIB} MB to start). "
        "Free some space, or choose a folder on another disk with --data."
    )


def main() -> int:
    """Used by scripts/install: exit code 1 and a sentence when a library does not load."""
    try:
        libraries()
    except WinnowError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
