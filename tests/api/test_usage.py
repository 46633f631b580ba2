from __future__ import annotations

from dataclasses import replace

from backend.api.usage import Usage
from backend.context import Context
from backend.store import keys
from backend.store.db import reading, transaction
from tests.builders import ManualClock, owner_id
from tests.eventually import eventually


def test_the_use_of_a_key_is_written_at_most_once_a_minute(ctx: Context) -> None:
    clock = ManualClock()
    ctx = replace(ctx, clock=clock)
    user = owner_id(ctx)
    with transaction(ctx.engine) as session:
        secret = keys.issue(session, user, "api", clock())

    def last() -> object:
        with reading(ctx.engine) as session:
            return keys.of_user(session, user, clock())[0].used_at

    with Usage(ctx) as usage:
        first = clock()
        usage.note(secret)
        eventually(lambda: last() == first)
        clock.pass_seconds(59)
        usage.note(secret)
        clock.pass_seconds(1)
        usage.note(secret)
        eventually(lambda: last() == clock())  # the one before would have been written first


def test_a_request_does_not_wait_for_a_database_that_is_busy(ctx: Context) -> None:
    with transaction(ctx.engine), Usage(ctx) as usage:
        usage.note("a key")


def test_a_database_that_fails_is_no_failure_of_the_request(ctx: Context) -> None:
    with transaction(ctx.engine) as session:
        session.connection().exec_driver_sql("DROP TABLE access_key")
    with Usage(ctx) as usage:
        usage.note("a key")
