"""Endpoint: one call of the HTTP API. From the same declaration come the route, the parsing and the OpenAPI text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.api import auth
from backend.api.complaint import complaint
from backend.api.threads import to_read, to_search, to_write
from backend.context import Context
from backend.errors import BadRequest

PREFIX = "/api/v1"
MAX_BODY_BYTES = 1024 * 1024
MAX_COMMAS = 15_000  # in a body: each value is checked, in the event loop
Model = TypeVar("Model", bound=BaseModel)


class Query(BaseModel):
    """What a call reads from behind the `?`; unknown names are refused, so that a typing error is noticed."""

    model_config = ConfigDict(extra="forbid")


class Page(Query):
    """Every list pages the same way: `after` is the `next` of the page before."""

    limit: int = Field(100, ge=1, le=1_000)
    after: str | None = Field(None, max_length=100)


class Body(BaseModel):
    """What a call reads from its JSON body."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True)
class Call:
    """One request, parsed: who asks, for what."""

    ctx: Context
    user_id: str
    path: dict[str, str]
    request: Request
    raw_query: BaseModel
    raw_body: BaseModel | None

    def query(self, model: type[Model]) -> Model:
        """The parsed query; `model` is the one the endpoint declares."""
        return cast(Model, self.raw_query)

    def body(self, model: type[Model]) -> Model:
        """The parsed body; `model` is the one the endpoint declares."""
        return cast(Model, self.raw_body)


Handler = Callable[[Call], Any] | Callable[[Call], Awaitable[Any]]


@dataclass(frozen=True)
class Endpoint:
    """`handle` returns what becomes the JSON reply, or a Response. Synchronous ones run in a thread."""

    method: str
    path: str
    handle: Handler
    summary: str
    query: type[Query] = Query
    body: type[Body] | None = None
    status: int = 200
    streams: bool = False  # `handle` is asynchronous
    searches: bool = False  # `handle` waits for a search worker
    accepts: str = "application/json"
    returns: str = "application/json"
    errors: tuple[int, ...] = field(default=())

    def _admit(self, ctx: Context, request: Request) -> str:
        user_id = auth.user_of(ctx, request)
        if self.method != "GET":  # what could not be told to viewers and workers is not begun
            ctx.redis.ping()
        return user_id

    async def _run(self, call: Call) -> Any:
        if self.searches:
            return await to_search(self.handle, call)
        return await (to_read if self.method == "GET" else to_write)(self.handle, call)

    def route(self, ctx: Context) -> Route:
        """The Starlette route that serves this endpoint."""

        async def serve(request: Request) -> Response:
            user_id = await to_read(self._admit, ctx, request)
            query = _parsed(self.query, dict(request.query_params))
            body = _parsed(self.body, await _json(request)) if self.body else None
            call = Call(ctx, user_id, dict(request.path_params), request, query, body)
            if self.streams:
                result = await cast(Awaitable[Any], self.handle(call))
            else:
                result = await self._run(call)
            return result if isinstance(result, Response) else reply(result, self.status)

        return Route(PREFIX + self.path, serve, methods=[self.method], name=f"{self.method} {self.path}")


def reply(data: Any, status: int = 200) -> Response:
    """A JSON answer; None makes an empty one."""
    if data is None:
        return Response(status_code=204)
    return Response(orjson.dumps(data), status, media_type="application/json", headers={"Cache-Control": "no-store"})


def listed(items: list[dict[str, Any]], limit: int, key: str = "id", **more: Any) -> dict[str, Any]:
    """A page of a list; `next` is None on the last one."""
    return {"items": items, "next": items[-1][key] if len(items) == limit else None, **more}


async def _json(request: Request) -> Any:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MAX_BODY_BYTES:
            raise BadRequest("The request's body is larger than 1 MB.")
    if data.count(b",") > MAX_COMMAS:
        raise BadRequest(f"The request's body has more than {MAX_COMMAS:,} values. Send fewer.")
    try:
        return orjson.loads(bytes(data) or b"{}")
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The request's body is not JSON: {error}.") from error


def _parsed(model: type[Model], data: Any) -> Model:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise BadRequest(complaint(model, error)) from error
