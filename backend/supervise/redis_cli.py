"""redis-cli for the Redis of a running Winnow; run by `scripts/redis-cli`. Uses the system's where there is one."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from redis import Redis
from redis.exceptions import RedisError

from backend.errors import Conflict
from backend.supervise import lock, running


def main() -> int:
    words = sys.argv[1:]
    folder = Path(words[1]) if words[:1] == ["--data"] and len(words) > 1 else None
    words = words[2:] if folder else words
    try:
        data = running.meant(folder).data_dir
    except Conflict as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found = lock.holder(data)
    if found is None:
        sys.stderr.write(f"No Winnow runs on {data}. Start it with ./start.sh, or name its folder: --data DIR.\n")
        return 1
    installed = shutil.which("redis-cli") or shutil.which("valkey-cli")
    if installed:
        place, password = _place(found.redis_url)
        known = {"REDISCLI_AUTH": password, "VALKEYCLI_AUTH": password} if password else {}
        os.execve(installed, [installed, *place, *words], os.environ | known)  # noqa: S606
    if not words:
        sys.stderr.write("Name a command, for example: scripts/redis-cli llen rq:queue:ingestion\n")
        return 2
    return _run(found.redis_url, words)


def _place(url: str) -> tuple[list[str], str]:
    """The options that lead there, and the password, which must not stand among them for all to see."""
    parts = urlsplit(url)
    password = unquote(parts.password or "")
    if parts.scheme == "unix":
        return ["-s", unquote(parts.path)], password
    options = ["-h", parts.hostname or "127.0.0.1", "-p", str(parts.port or 6379)]
    if parts.path.strip("/"):
        options += ["-n", parts.path.strip("/")]
    if parts.username:
        options += ["--user", unquote(parts.username)]
    if parts.scheme == "rediss":
        options.append("--tls")
    return options, password


def _run(url: str, words: list[str]) -> int:
    with Redis.from_url(url, protocol=2) as client:
        client.response_callbacks.clear()  # replies as the server gives them
        try:
            _show(client.execute_command(*words))
        except RedisError as error:
            sys.stderr.write(f"(error) {error}\n")
            return 1
    return 0


def _show(reply: object) -> None:
    """As redis-cli prints into a pipe: one value a line."""
    if isinstance(reply, list):
        for item in reply:
            _show(item)
    else:
        print(reply.decode(errors="replace") if isinstance(reply, bytes) else "" if reply is None else reply)


if __name__ == "__main__":
    sys.exit(main())
