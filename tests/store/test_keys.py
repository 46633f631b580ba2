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


def test_a_new_link_ends_the_one_before_and_no_other_key(ctx: Context) -> None:
    user = owner_id(ctx)
    with transaction(ctx.engine) as session:
        api = keys.issue(session, user, "api", ctx.clock())
        first, second = (keys.issue(session, user, "link", ctx.clock()) for _ in range(2))
    with transaction(ctx.engine) as session:
        assert keys.redeem(session, first, ctx.clock()) is None
        assert keys.redeem(session, second, ctx.clock()) == user
        assert keys.user_of(session, api, "api", ctx.clock()) == user


def test_the_list_of_keys_leaves_out_what_signs_nobody_in(ctx: Context) -> None:
    user, now = owner_id(ctx), ctx.clock()
    with transaction(ctx.engine) as session:
        keys.issue(session, user, "api", now, "backup")
        keys.issue(session, user, "session", now - timedelta(days=100))
        keys.redeem(session, keys.issue(session, user, "link", now), now)
    with reading(ctx.engine) as session:
        assert [(each.kind, each.name) for each in keys.of_user(session, user, now)] == [("api", "backup")]


def test_a_key_that_was_ended_signs_nobody_in(ctx: Context) -> None:
    user, now = owner_id(ctx), ctx.clock()
    with transaction(ctx.engine) as session:
        secret, other = keys.issue(session, user, "api", now), keys.issue(session, user, "api", now)
        keys.end(session, keys.of_user(session, user, now)[0])
    with reading(ctx.engine) as session:
        left = [each for each in (secret, other) if keys.user_of(session, each, "api", now)]
    assert len(left) == 1


def test_the_last_use_of_a_key_is_noted(ctx: Context) -> None:
    user, now = owner_id(ctx), ctx.clock()
    with transaction(ctx.engine) as session:
        secret = keys.issue(session, user, "api", now)
        keys.used(session, secret, now)
    with reading(ctx.engine) as session:
        assert keys.of_user(session, user, now)[0].used_at == now
