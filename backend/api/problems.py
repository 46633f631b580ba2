"""Errors on their way out: RFC 9457 problem documents with a sentence a person understands."""

from __future__ import annotations

import logging
from html import escape
from typing import Any

import orjson
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from backend.api.small_page import small_page
from backend.errors import WinnowError
from backend.logs import request_id

logger = logging.getLogger(__name__)

SENTENCES = {
    404: ("Not found", "There is nothing at this address. Check how it is written."),
    405: ("Not allowed", "This address does not take that method."),
}
HOME = '<p><a href="/library">Go to the Library</a></p>'


def document(status: int, code: str, title: str, detail: str) -> dict[str, Any]:
    """One problem document."""
    return {
        "type": f"urn:winnow:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": request_id.get(),
    }


def problem(status: int, code: str, title: str, detail: str) -> Response:
    """The answer that a problem document is."""
    body = document(status, code, title, detail)
    headers = {"Cache-Control": "no-store"}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status in {429, 503}:
        headers["Retry-After"] = "2"
    return Response(orjson.dumps(body), status, headers, media_type="application/problem+json")


async def known(_request: Request, error: WinnowError) -> Response:
    """An error Winnow raised on purpose."""
    if error.status >= 500:
        logger.warning("%s: %s", error.code, error.detail)
    return problem(error.status, error.code, error.title, error.detail)


async def http(request: Request, error: HTTPException) -> Response:
    """An error of the web framework: no such route, wrong method. A browser gets a page."""
    title, detail = SENTENCES.get(error.status_code, ("The request failed", str(error.detail)))
    if _is_for_a_person(request):
        answer: Response = small_page(title, f"<p>{escape(detail)}</p>{HOME}", error.status_code)
    else:
        answer = problem(error.status_code, f"http-{error.status_code}", title, detail)
    answer.headers.update(error.headers or {})
    return answer


def _is_for_a_person(request: Request) -> bool:
    """Whether a browser wants to show something at this address."""
    wants_page = "text/html" in request.headers.get("accept", "")
    return wants_page and not request.url.path.startswith("/api/")


async def redis_down(_request: Request, error: Exception) -> Response:
    """Redis does not answer; nothing that was accepted is lost."""
    logger.warning("redis: %s", error)
    return problem(503, "unavailable", "Not available right now", "Redis does not answer. Try again in a few seconds.")


async def database_down(_request: Request, error: Exception) -> Response:
    """The database does not answer or can not write."""
    logger.error("database: %s", error)
    detail = "The database can not be used right now: it is busy or its disk is full. Try again in a few seconds."
    return problem(503, "unavailable", "Not available right now", detail)


async def unknown(_request: Request, error: Exception) -> Response:
    """A mistake of ours. The log has the trace under the same request id."""
    logger.error("unexpected %s", type(error).__name__, exc_info=error)
    detail = "Something unexpected happened here. Try again; if it stays, the log tells more under this request id."
    return problem(500, "internal", "Something went wrong", detail)


HANDLERS = {
    WinnowError: known,
    HTTPException: http,
    RedisError: redis_down,
    OperationalError: database_down,
    NoConnection: database_down,
    Exception: unknown,
}
