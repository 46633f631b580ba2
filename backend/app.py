"""The web application: `create_app(settings)`; `python -m backend.app` serves it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend import bootstrap, logs
from backend.api import collections, documents, events, health, jobs, me, openapi, pages, search, uploads
from backend.api.endpoint import PREFIX, Endpoint, reply
from backend.api.guard import Guard
from backend.api.problems import HANDLERS, problem
from backend.events.hub import Hub
from backend.settings import Settings

ENDPOINTS: tuple[Endpoint, ...] = (
    *me.ENDPOINTS,
    *collections.ENDPOINTS,
    *uploads.ENDPOINTS,
    *documents.ENDPOINTS,
    *search.ENDPOINTS,
    *jobs.ENDPOINTS,
    *events.ENDPOINTS,
)
STOP_SECONDS = 3


def create_app(settings: Settings) -> Starlette:
    """The ASGI application. Its lifespan runs the event hub."""
    ctx = bootstrap.build(settings)
    description = openapi.describe(ENDPOINTS)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with Hub(bootstrap.connect_async(settings)) as app.state.hub:
            yield

    async def describe(_request: Request) -> Response:
        return reply(description)

    async def nothing(_request: Request) -> Response:
        return problem(404, "not-found", "Not found", "There is nothing at this address of the API.")

    routes = [
        *(endpoint.route(ctx) for endpoint in ENDPOINTS),
        Route(f"{PREFIX}/openapi.json", describe),
        *health.routes(ctx),
        Route("/api/{rest:path}", nothing, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        *pages.routes(ctx),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, ctx=ctx)],
        exception_handlers=HANDLERS,  # type: ignore[arg-type]
    )


def main() -> None:
    """Serve until told to stop."""
    settings = Settings()
    logs.configure("api", settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )


if __name__ == "__main__":
    main()
