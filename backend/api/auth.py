"""Who asks: a session cookie (browser) or `Authorization: Bearer KEY` (scripts). And what no other site may cause."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from backend.context import Context
from backend.errors import Forbidden, NotSignedIn
from backend.store import keys
from backend.store.db import reading, transaction

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "Open the sign-in link that start.sh printed, or make a new one with scripts/key --link."


def user_of(ctx: Context, request: Request) -> str:
    """The id of the signed-in user. NotSignedIn when there is none, Forbidden for a write another site caused."""
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    bearer = scheme.lower() == "bearer"
    key = secret.strip() if bearer else request.cookies.get(ctx.settings.cookie_name, "")
    with reading(ctx.engine) as session:
        found = keys.user_of(session, key, "api" if bearer else "session", ctx.clock()) if key else None
    if found is None:
        raise NotSignedIn("This key is not valid. Make one with scripts/key." if bearer else SIGN_IN)
    request.app.state.usage.note(key)
    if not bearer:
        _refuse_foreign(request)
    return found


def _refuse_foreign(request: Request) -> None:
    if request.method in SAFE_METHODS:
        return
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    same = origin is None or origin.partition("://")[2] == request.headers.get("host")
    if not same or site not in {"same-origin", "none"}:
        raise Forbidden("Another web site caused this request, so it was refused.")


def sign_in(ctx: Context, secret: str) -> Response | None:
    """Redeem a sign-in link: a redirect with the session cookie, or None when the link is used up."""
    with transaction(ctx.engine) as session:
        user_id = keys.redeem(session, secret, ctx.clock())
        if user_id is None:
            return None
        cookie = keys.issue(session, user_id, "session", ctx.clock())
    lifetime = keys.LIFETIME["session"]
    answer = RedirectResponse("/", 303, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    answer.set_cookie(
        ctx.settings.cookie_name,
        cookie,
        max_age=int(lifetime.total_seconds()) if lifetime else None,
        httponly=True,
        samesite="strict",
    )
    return answer


def sign_out(ctx: Context, request: Request) -> Response:
    """End this browser's session."""
    with transaction(ctx.engine) as session:
        keys.revoke(session, request.cookies.get(ctx.settings.cookie_name, ""))
    answer = Response(status_code=204)
    answer.delete_cookie(ctx.settings.cookie_name, httponly=True, samesite="strict")
    return answer


def trusted(ctx: Context, host: str) -> bool:
    """Whether the Host header names this server. A foreign name pointed at our address (DNS rebinding) does not.

    Plain addresses can not be rebound; other names are this machine's own and those in WINNOW_ALLOWED_HOSTS.
    """
    name = _name(host)
    own = {"localhost", ctx.settings.host.lower(), socket.gethostname().lower()}
    if name in own or name in ctx.settings.allowed_hosts:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:  # such as "["
        return ""
