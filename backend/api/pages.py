"""The browser pages: one index.html for every page, and its modules."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
YEAR = 31_536_000
# Addresses of the browser pages; frontend/app/main.js shows what each is.
PAGES = (
    "/",
    "/library",
    "/library/{name}",
    "/ask",
    "/ask/{id}",
    "/jobs",
    "/jobs/{id}",
    "/settings",
)


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


def routes() -> list[BaseRoute]:
    """The frontend's files, and index.html at the address of every page."""
    index = (FRONTEND / "index.html").read_text(encoding="utf-8")
    headers = {"Content-Security-Policy": policy(index), "Cache-Control": "no-cache"}

    async def page(_request: Request) -> Response:
        return HTMLResponse(index, headers=headers)

    return [
        Mount("/app", Files("app", 0)),
        Mount("/css", Files("css", 0)),
        Mount("/vendor", Files("vendor", YEAR)),
        *(Route(address, page) for address in PAGES),
    ]
