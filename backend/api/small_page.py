"""Small pages: a few words for a browser where the pages of Winnow do not come up, without scripts."""

from __future__ import annotations

from starlette.responses import HTMLResponse

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title} · Winnow</title>
<link rel="icon" href="/app/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/css/tokens.css"><link rel="stylesheet" href="/css/base.css">
<link rel="stylesheet" href="/css/controls.css"><link rel="stylesheet" href="/css/frame.css"></head>
<body><main class="signed-out"><img src="/app/icon.svg" alt="" width="44" height="44">
<h1>{title}</h1>
{body}</main></body></html>
"""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


def small_page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A page of its own. `body` is HTML; what comes from outside must be escaped in it."""
    return HTMLResponse(PAGE.format(title=title, body=body), status, HEADERS)
