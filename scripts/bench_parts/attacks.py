"""Attacks: what others see while somebody does what once stopped the API for all.

Each runs against a server of its own with a filled database; beside it `/healthz` and other requests
are asked every 20 ms. By the clock, figures of a busy machine are upper bounds.
"""

from __future__ import annotations

import http.client
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial

from scripts.bench_parts.filled import fill
from scripts.bench_parts.probe import Seen, seen
from scripts.bench_parts.result import Result
from scripts.bench_parts.stand import Stand, open_stand

LONGEST = 4_000  # characters of a question
QUESTIONS = ("top 5 ", "except ", "not ", "1/1/", "first 3 ")
AT_ONCE = 50
LOCKED_SECONDS = 12
LIMIT_STALL_MS, LIMIT_WAIT_MS = 50, 1_000


def run(quick: bool) -> list[Result]:
    """Each attack once."""
    attacks: dict[str, Callable[[Stand], None]] = {
        "one question of the same words": _question,
        f"{AT_ONCE} such questions at once": _questions,
        f"a write lock held {LOCKED_SECONDS} s, {AT_ONCE} writers": _locked,
        f"{AT_ONCE} strangers guess sign-in links": _guesses,
        f"{AT_ONCE} searches for 4,000 characters": _searches,
    }
    results = []
    for name, attack in attacks.items():
        with open_stand() as stand:
            fill(stand.settings)
            results += _results(name, seen(stand, partial(attack, stand)))
    return results


def _results(name: str, found: Seen) -> list[Result]:
    return [
        Result(
            f"attacks, {name}, longest stall",
            found.stall,
            "ms",
            f"/healthz by the clock {found.health:.0f} ms",
            target=f"≤ {LIMIT_STALL_MS} ms",
            ok=found.stall <= LIMIT_STALL_MS,
        ),
        Result(
            f"attacks, {name}, longest wait of another request",
            found.others,
            "ms",
            f"of {found.answers:,} answers",
            target=f"≤ {LIMIT_WAIT_MS:,} ms",
            ok=found.others <= LIMIT_WAIT_MS,
        ),
    ]


def _question(stand: Stand) -> None:
    for words in QUESTIONS:
        _ask(stand, words)


def _questions(stand: Stand) -> None:
    _at_once(lambda number: _ask(stand, QUESTIONS[number % len(QUESTIONS)]))


def _ask(stand: Stand, words: str) -> None:
    _send(stand, "POST", "/api/v1/chat", '{"message": "%s"}' % (words * (LONGEST // len(words))))


def _locked(stand: Stand) -> None:
    path = stand.settings.data_dir / "winnow.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, ThreadPoolExecutor(AT_ONCE) as pool:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        title = '{"title": "Waits"}'
        waiting = [pool.submit(_send, stand, "POST", "/api/v1/conversations", title) for _ in range(AT_ONCE)]
        while time.monotonic() < began + LOCKED_SECONDS:
            time.sleep(0.1)
        other.execute("ROLLBACK")
        statuses = {each.result() for each in waiting}
    if not statuses <= {201, 503}:
        raise RuntimeError(f"Writers were answered {statuses}.")


def _guesses(stand: Stand) -> None:
    _at_once(lambda number: _send(stand, "GET", f"/signin?key=wl_{number}", None))


def _searches(stand: Stand) -> None:
    words = "+".join(f"word{number}" for number in range(500))[:LONGEST]
    _at_once(lambda _: _send(stand, "GET", f"/api/v1/search?q={words}", None))


def _at_once(act: Callable[[int], object]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(act, range(2 * AT_ONCE)))


def _send(stand: Stand, method: str, path: str, body: str | None) -> int:
    connection = http.client.HTTPConnection(stand.settings.host, stand.settings.port, timeout=300)
    with closing(connection):
        headers = {"Authorization": f"Bearer {stand.key}"}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
