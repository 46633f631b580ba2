"""Signing in: the door that a sign-in link opens, once, for a person and not for what only looks at links.

Mail scanners, chat previews and browsers that load ahead fetch links too, and a HEAD is not a visit. So
a link opens at once only where a person's browser on this machine goes to it by itself, which nothing
from outside reaches; everywhere else it shows a button.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from backend.api import auth
from backend.api.small_page import small_page
from backend.api.threads import to_read, to_write
from backend.context import Context
from backend.errors import BadRequest, TooMany
from backend.store import keys
from backend.store.db import reading, transaction

MAX_FORM_BYTES = 4_096
WRONG_SECONDS = 1.0  # that a wrong link waits for its answer
WRONG_AT_ONCE = 5  # that wait so, of one address
BY_HAND = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
AHEAD = ("sec-purpose", "purpose", "x-purpose", "x-moz")  # sent by what loads or shows a page ahead

USED = "This sign-in link does not work any more"
USED_BODY = """<p>A link works once and for one day. Make a new one with <code>scripts/key --link</code>, or start
Winnow again.</p><p><a href="/">Open Winnow</a></p>"""
DOOR = "Sign in to Winnow"
DOOR_BODY = """<p>This link signs this browser in. It works once.</p>
<form method="post" action="/signin"><input type="hidden" name="key" value="{key}">
<div class="actions"><button class="button primary">Sign in</button></div></form>"""


def routes(ctx: Context) -> list[Route]:
    """`GET /signin?key=` looks at a link, and opens it where that is safe; `POST` opens it."""
    guesses = Guesses()

    async def look(request: Request) -> Response:
        key = request.query_params.get("key", "")
        if not await _is_good(ctx, guesses, request, key):
            return _used()
        if _is_by_hand(request):
            return await _enter(ctx, request, key)
        door = small_page(DOOR, DOOR_BODY.format(key=escape(key)))
        door.headers["Referrer-Policy"] = "same-origin"  # else its form could not say where it is from
        return door

    async def enter(request: Request) -> Response:
        auth.refuse_foreign(request)
        key = await _form_key(request)
        if not await _is_good(ctx, guesses, request, key):
            return _used()
        return await _enter(ctx, request, key)

    return [
        Route("/signin", look, methods=["GET"]),
        Route("/signin", enter, methods=["POST"]),
    ]


class Guesses:
    """Slows down who tries links: a wrong one gets its answer late, and few at a time wait for it."""

    def __init__(self) -> None:
        self._waiting: Counter[str] = Counter()  # wrong links that wait, by address

    def allow(self, address: str) -> None:
        """Raise TooMany while the wrong links of this address wait for their answers."""
        if self._waiting[address] >= WRONG_AT_ONCE:
            raise TooMany("Too many sign-in links that do not work were tried. Wait a few seconds.")

    async def wrong(self, address: str) -> None:
        """A link did not work."""
        self._waiting[address] += 1
        try:
            await asyncio.sleep(WRONG_SECONDS)
        finally:
            self._waiting[address] -= 1
            self._waiting += Counter()  # forgets who waits no more


async def _is_good(ctx: Context, guesses: Guesses, request: Request, key: str) -> bool:
    """Whether a link works; looked up without the lock that a write takes."""
    address = request.client.host if request.client else ""
    guesses.allow(address)
    if await to_read(_works, ctx, key):
        return True
    await guesses.wrong(address)
    return False


def _works(ctx: Context, key: str) -> bool:
    with reading(ctx.engine) as session:
        return keys.is_redeemable(session, key, ctx.clock())


def _is_by_hand(request: Request) -> bool:
    """Whether a browser goes there because its person wants to, and nobody else can have come by the link."""
    headers = request.headers
    if request.method != "GET" or any(name in headers for name in AHEAD):
        return False
    by_hand = all(headers.get(name) == value for name, value in BY_HAND.items())
    return by_hand and auth.is_loopback(headers.get("host", ""))


async def _form_key(request: Request) -> str:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > MAX_FORM_BYTES:
            raise BadRequest("This is not the form of a sign-in link.")
    fields = parse_qs(data.decode("utf-8", "replace"), max_num_fields=8)
    return fields.get("key", [""])[0]


async def _enter(ctx: Context, request: Request, key: str) -> Response:
    """Use the link up: a redirect to the pages with the session's cookie."""
    cookie = await to_write(_redeem, ctx, key)
    if cookie is None:  # somebody was quicker
        return _used()
    answer = RedirectResponse("/", 303)
    answer.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    auth.set_session(ctx, request, answer, cookie)
    return answer


def _redeem(ctx: Context, key: str) -> str | None:
    with transaction(ctx.engine) as session:
        user_id = keys.redeem(session, key, ctx.clock())
        return user_id and keys.issue(session, user_id, "session", ctx.clock())


def _used() -> Response:
    return small_page(USED, USED_BODY, 410)
