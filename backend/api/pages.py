"""The browser pages: one index.html for every page, its modules, and the door a sign-in link opens."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from backend.api import auth
from backend.context import Context

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
YEAR = 31_536_000
USED_LINK = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Winnow</title><link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css">
<link rel="stylesheet" href="/css/frame.css"><main class="signed-out"><h1>This sign-in link does not work any more</h1>
<p>A link works once and for one day. Make a new one with <code>scripts/key --link</code>, or start Winnow again.</p>
<p><a href="/">Open Winnow</a></p></main></html>"""


def policy(index: str) -> str:
    """The Content-Security-Policy of every page: our own files only, and no inline script but the import map."""
    found = IMPORT_MAP.search(index)
    digest = base64.b64encode(hashlib.sha256((found[1] if found else "").encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


class Files(StaticFiles):
    """Files of the frontend, checked for a newer version every time, or never where the name tells the version."""

    def __init__(self, folder: str, seconds: int) -> None:
        super().__init__(directory=FRONTEND / folder, check_dir=False)
        self.cache_control = f"public, max-age={seconds}, immutable" if seconds else "no-cache"

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = self.cache_control
        return answer


def routes(ctx: Context) -> list[BaseRoute]:
    """The frontend's routes; the last one answers every page path with index.html."""
    index = (FRONTEND / "index.html").read_text(encoding="utf-8")
    headers = {"Content-Security-Policy": policy(index), "Cache-Control": "no-cache"}

    async def page(_request: Request) -> Response:
        return HTMLResponse(index, headers=headers)

    async def sign_in(request: Request) -> Response:
        opened = await run_in_threadpool(auth.sign_in, ctx, request.query_params.get("key", ""))
        return opened or HTMLResponse(USED_LINK, 410, headers | {"Cache-Control": "no-store"})

    return [
        Mount("/app", Files("app", 0)),
        Mount("/css", Files("css", 0)),
        Mount("/vendor", Files("vendor", YEAR)),
        Route("/signin", sign_in),
        Route("/", page),
        Route("/{page:path}", page),
    ]
