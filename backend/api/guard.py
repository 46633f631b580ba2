"""Guard: around every request a request id, a trusted host, headers that keep a browser safe, and one log line."""

from __future__ import annotations

import logging
import re
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api import auth
from backend.api.problems import problem
from backend.context import Context
from backend.core.ids import new_id
from backend.logs import request_id

logger = logging.getLogger(__name__)

GIVEN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Pure ASGI, so that streams pass through untouched."""

    def __init__(self, app: ASGIApp, ctx: Context) -> None:
        self.app = app
        self.ctx = ctx

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id.set(given if GIVEN_ID.fullmatch(given) else new_id())
        began, status = time.perf_counter(), 0

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                out = MutableHeaders(scope=message)
                out["X-Request-Id"] = request_id.get()
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
            await send(message)

        if not auth.trusted(self.ctx, headers.get("host", "")):
            detail = "This server does not go by that name. Add it to WINNOW_ALLOWED_HOSTS if it should."
            await problem(400, "unknown-host", "Unknown host", detail)(scope, receive, answer)
            return
        try:
            await self.app(scope, receive, answer)
        finally:
            logger.log(
                logging.INFO if scope["path"].startswith("/api/") else logging.DEBUG,
                "%s %s %d",
                scope["method"],
                scope["path"],
                status,
                extra={"milliseconds": round((time.perf_counter() - began) * 1000, 1)},
            )
