"""Who asks: a session cookie (browser) or `Authorization: Bearer KEY` (scripts). And what no other site may cause."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from backend.context import Context
from backend.errors import Forbidden, NotSignedIn
from backend.store import keys
from backend.store.db import reading, transaction

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
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
        refuse_foreign(request)
    return found


def refuse_foreign(request: Request) -> None:
    """Forbidden for a write that another web site may have caused, as a cookie goes with those too.

    Browsers tell by Sec-Fetch-Site whether it was our own page, scheme and port included; older ones,
    and all over plain HTTP from another machine, only say which Origin it was.
    """
    if request.method in SAFE_METHODS:
        return
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    host = request.headers.get("host", "")
    if site is None:
        own = origin == f"{request.url.scheme}://{host}"
    else:
        own = site in OWN_SITES and (origin is None or origin.partition("://")[2] == host)
    if not own:
        raise Forbidden("Another web site caused this request, so it was refused.")


def set_session(ctx: Context, request: Request, answer: Response, secret: str) -> None:
    """Give a browser its cookie; one that came over TLS never sends it without."""
    lifetime = keys.LIFETIME["session"]
    answer.set_cookie(
        ctx.settings.cookie_name,
        secret,
        max_age=int(lifetime.total_seconds()) if lifetime else None,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


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


def is_loopback(host: str) -> bool:
    """Whether the Host header names this machine as only itself can reach it."""
    name = _name(host)
    try:
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:  # such as "["
        return ""
