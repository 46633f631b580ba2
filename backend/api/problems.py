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
from backend.errors import Unavailable, WinnowError
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


REDIS = "Redis does not answer. Try again in a few seconds."
DATABASE = "The database can not be used right now: it is busy or its disk is full. Try again in a few seconds."
OUTAGES: dict[type[Exception], str] = {
    RedisError: REDIS,
    OperationalError: DATABASE,
    NoConnection: DATABASE,
}
EXPLAINED: tuple[type[Exception], ...] = (WinnowError, *OUTAGES)  # errors that `document_of` can put into words


def document_of(error: Exception) -> dict[str, Any]:
    """The problem document of an error that Winnow raised on purpose, or of a part that is away."""
    found = _known(error)
    return document(found.status, found.code, found.title, found.detail)


async def known(_request: Request, error: Exception) -> Response:
    """One of EXPLAINED. What was accepted before is not lost."""
    found = _known(error)
    if found is not error:
        logger.error("%s", error)
    elif found.status >= 500:
        logger.warning("%s: %s", found.code, found.detail)
    return problem(found.status, found.code, found.title, found.detail)


def _known(error: Exception) -> WinnowError:
    if isinstance(error, WinnowError):
        return error
    return next(Unavailable(words) for kind, words in OUTAGES.items() if isinstance(error, kind))


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


async def unknown(_request: Request, error: Exception) -> Response:
    """A mistake of ours. The log has the trace under the same request id."""
    logger.error("unexpected %s", type(error).__name__, exc_info=error)
    detail = "Something unexpected happened here. Try again; if it stays, the log tells more under this request id."
    return problem(500, "internal", "Something went wrong", detail)


HANDLERS = {
    **dict.fromkeys(EXPLAINED, known),
    HTTPException: http,
    Exception: unknown,
}
