"""The start, step by step: lock, checks, Redis, database, API, sign-in link, workers; then serve until the end."""

from __future__ import annotations

import http.client
import logging
import os
import subprocess
from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

from sqlalchemy.exc import DatabaseError

from backend.errors import Conflict, Unavailable
from backend.settings import ROOT, Settings
from backend.store import migrate
from backend.store.db import create_engine
from backend.supervise import checks, lock, programs, redis_server, running, signin
from backend.supervise.lock import DataLock, Holder
from backend.supervise.logs import Log, say
from backend.supervise.options import Options
from backend.supervise.programs import Program, address
from backend.supervise.supervisor import Stopped, Supervisor

REDIS_SECONDS = 120.0  # loading a large log takes a while
READY_SECONDS = 120.0
HANDOVER_SECONDS = 8.0  # a Winnow that is being stopped lets go of its data within five


def start(options: Options) -> None:
    """Runs until stopped. WinnowError says why it can not start."""
    settings = options.settings
    if warning := checks.data_folder(settings.data_dir):
        say(warning)
    data_lock = DataLock(settings.data_dir)
    try:
        other = _take(data_lock, settings.data_dir)
        if other is None:
            _serve(options, data_lock)
        else:
            _point_to(other, options)
    finally:
        data_lock.close()


def _take(data_lock: DataLock, data: Path) -> Holder | None:
    """Take the lock, or find who has it; a Winnow that is just starting or stopping is waited for."""
    deadline = monotonic() + HANDOVER_SECONDS
    while not data_lock.take():
        other = lock.holder(data)
        if other is not None:
            return other
        if monotonic() > deadline:
            raise Conflict(f"Another process holds {data}. Wait until it has ended, or choose another --data.")
        sleep(0.05)
    return None


def _point_to(other: Holder, options: Options) -> None:
    """Beside a running Winnow: where it is, and a way in."""
    deadline = monotonic() + READY_SECONDS
    while not is_ready(other.url):
        if monotonic() > deadline:
            raise Unavailable(f"Winnow at {other.url} does not answer. Stop process {other.pid} and start again.")
        sleep(0.1)
    say(f"Winnow is already running: {other.url}\nSign in: {signin.link(options.settings, other.url)}")
    if options.demo:
        subprocess.run(programs.demo(options.settings).argv, cwd=ROOT, check=False)


def _serve(options: Options, data_lock: DataLock) -> None:
    checks.port(options.settings.host, options.settings.port)
    settings, redis = _with_redis(options)
    if not settings.extract_memory_bytes and (warning := checks.memory_for(settings.workers)):
        say(warning)
    if warning := checks.disk(settings.data_dir, settings.disk_reserve_bytes):
        say(warning)
    logging.raiseExceptions = False  # a log file that can not be written must not flood the terminal
    log = Log(settings.data_dir / "logs")
    supervisor = Supervisor(
        log,
        programs.environment(settings),
        inherit=(data_lock.fd,),
        patience=settings.hang_seconds,
    )
    supervisor.listen()
    data_lock.write(Holder(os.getpid(), address(settings), settings.redis_url))
    running.note(settings.data_dir)
    try:
        _start_all(supervisor, settings, redis)
        if options.demo:
            supervisor.add(programs.demo(settings))
        supervisor.run()
    except Stopped:
        pass
    finally:
        supervisor.stop()
        log.close()
    say("Winnow has stopped.")


def _with_redis(options: Options) -> tuple[Settings, Program | None]:
    """The settings with the address of their Redis, and its program where none was named."""
    settings, port = options.settings, options.redis_port
    if settings.redis_url:
        checks.redis(settings.redis_url)
        return settings, None
    password = ""
    if port is not None:
        checks.port("127.0.0.1", port, "--redis-port")
        password = redis_server.password(settings.data_dir)
    url = redis_server.url(settings.data_dir, password)
    redis = redis_server.program(settings.data_dir, port, password)
    return settings.model_copy(update={"redis_url": url}), redis


def _start_all(supervisor: Supervisor, settings: Settings, redis: Program | None) -> None:
    """From Redis to workers, each once what it needs is there; the workers last, so that the page comes first."""
    if redis:
        server = supervisor.add(redis)
        supervisor.wait_until(lambda: redis_server.answers(settings.redis_url), server, REDIS_SECONDS)
    migrate_database(settings)
    url = address(settings)
    api = supervisor.add(programs.api(settings))
    link = signin.link(settings, url)
    supervisor.wait_until(lambda: is_ready(url), api, READY_SECONDS)
    say(f"Winnow is ready: {url}\nSign in: {link}\nPress Ctrl-C to stop.")
    for program in programs.workers(settings):
        supervisor.add(program)


def migrate_database(settings: Settings) -> None:
    """Bring the database to this version's schema; Unavailable when it can not be opened."""
    engine = create_engine(settings.database)
    try:
        migrate.upgrade(engine)
    except DatabaseError as error:
        where = "DATABASE_URL" if settings.database_url else f"{settings.data_dir} and the space on its disk"
        raise Unavailable(f"The database can not be used ({error.orig}). Check {where}.") from error
    finally:
        engine.dispose()


def is_ready(url: str) -> bool:
    """Whether the API answers and has all it needs."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=1.0)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
