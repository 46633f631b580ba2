"""Is it alive, is it ready: outside /api/v1 and without a key, for supervisors and load balancers."""

from __future__ import annotations

from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.api.endpoint import reply
from backend.api.threads import to_read
from backend.context import Context
from backend.store.db import reading


def routes(ctx: Context) -> list[Route]:
    """`/healthz` answers while the process lives, `/readyz` when the database and Redis answer too."""

    async def alive(_request: Request) -> Response:
        return reply({"status": "ok"})

    async def ready(_request: Request) -> Response:
        missing = await to_read(_missing, ctx)
        return reply({"status": "unavailable" if missing else "ok", "missing": missing}, 503 if missing else 200)

    return [Route("/healthz", alive), Route("/readyz", ready)]


def _missing(ctx: Context) -> list[str]:
    missing = []
    try:
        with reading(ctx.engine) as session:
            session.connection().execute(text("SELECT 1 FROM user_account"))
    except SQLAlchemyError:
        missing.append("database")
    try:
        ctx.redis.ping()
    except RedisError:
        missing.append("redis")
    return missing
