from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from backend.context import Context
from backend.store import keys
from backend.store.db import reading, transaction
from tests.builders import owner_id


def test_a_sign_in_link_works_once(ctx: Context) -> None:
    user = owner_id(ctx)
    with transaction(ctx.engine) as session:
        secret = keys.issue(session, user, "link", ctx.clock())
    with transaction(ctx.engine) as session:
        assert keys.redeem(session, secret, ctx.clock()) == user
    with transaction(ctx.engine) as session:
        assert keys.redeem(session, secret, ctx.clock()) is None


def test_a_link_is_no_session_and_an_old_one_is_nothing(ctx: Context) -> None:
    user = owner_id(ctx)
    with transaction(ctx.engine) as session:
        secret = keys.issue(session, user, "link", ctx.clock())
    with transaction(ctx.engine) as session:
        assert keys.user_of(session, secret, "session", ctx.clock()) is None
        assert keys.redeem(session, secret, ctx.clock() + timedelta(days=2)) is None


def test_the_database_does_not_know_the_secret(ctx: Context) -> None:
    user = owner_id(ctx)
    with transaction(ctx.engine) as session:
        secret = keys.issue(session, user, "api", ctx.clock())
    with reading(ctx.engine) as session:
        stored = session.exec(select(keys.Key)).one()
    assert secret not in stored.model_dump_json()
