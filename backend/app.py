"""The web application: `create_app(settings)`; `python -m backend.app` serves it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import sys
from collections.abc import AsyncIterator
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend import bootstrap, logs, private
from backend.api import (
    answers,
    chat,
    collections,
    conversations,
    documents,
    events,
    health,
    jobs,
    me,
    models,
    openapi,
    pages,
    search,
    signin,
    uploads,
)
from backend.api.endpoint import PREFIX, Endpoint, reply
from backend.api.guard import Guard
from backend.api.problems import HANDLERS
from backend.api.protocol import BoundedHttp, allow_connections
from backend.api.snapshots import Snapshots
from backend.api.usage import Usage
from backend.ask.rules import Rules
from backend.events.hub import Hub
from backend.settings import Settings, handed_over

ENDPOINTS: tuple[Endpoint, ...] = (
    *me.ENDPOINTS,
    *models.ENDPOINTS,
    *collections.ENDPOINTS,
    *uploads.ENDPOINTS,
    *documents.ENDPOINTS,
    *search.ENDPOINTS,
    *conversations.ENDPOINTS,
    *chat.ENDPOINTS,
    *jobs.ENDPOINTS,
    *answers.ENDPOINTS,
    *events.ENDPOINTS,
)
STOP_SECONDS = 3
ANSWER_SECONDS = 1.0  # that a stop gives to answers under way
COULD_NOT_START = 3  # the exit code that uvicorn itself uses


def create_app(settings: Settings) -> Starlette:
    """The ASGI application. Its lifespan runs the event hub."""
    ctx = bootstrap.build(settings, serving=True)
    description = openapi.describe(ENDPOINTS)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.answering = set()  # answers that are being written, whether or not somebody waits for them
        hub = Hub(bootstrap.connect_async(settings), settings.ping_seconds)
        rules = Rules(settings.rules_seconds)
        with Usage(ctx) as app.state.usage:
            async with hub as app.state.hub, rules as app.state.rules:
                app.state.snapshots = Snapshots(hub)
                yield
            if app.state.answering:
                await asyncio.wait(app.state.answering, timeout=ANSWER_SECONDS)

    async def describe(_request: Request) -> Response:
        return reply(description)

    routes = [
        *(endpoint.route(ctx) for endpoint in ENDPOINTS),
        Route(f"{PREFIX}/openapi.json", describe),
        *health.routes(ctx),
        *signin.routes(ctx),
        *pages.routes(),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, ctx=ctx)],
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
    )


class Server(uvicorn.Server):
    """Lets the viewers of event streams go first: it would wait for them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        cast(Starlette, self.config.app).state.hub.end()
        await super().shutdown(sockets)


def main() -> None:
    """Serve until told to stop."""
    private.keep()
    settings = Settings(**handed_over())
    logs.configure("api", settings.log_level)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=BoundedHttp,
        limit_concurrency=allow_connections(),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    server = Server(config)
    gc.freeze()  # what is here now stays: looking through it again would hold every viewer up, 100 ms at a time
    with contextlib.suppress(KeyboardInterrupt):  # it has stopped by then
        server.run()
    if not server.started:
        sys.exit(COULD_NOT_START)


if __name__ == "__main__":
    main()
