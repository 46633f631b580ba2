"""Who is signed in, and what this Winnow takes."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from backend.api import auth
from backend.api.endpoint import Call, Endpoint
from backend.formats.registry import FORMATS
from backend.store.db import reading
from backend.store.users import User
from backend.version import VERSION


def show(call: Call) -> dict[str, Any]:
    settings = call.ctx.settings
    with reading(call.ctx.engine) as session:
        user = session.get_one(User, call.user_id)
    return {
        "id": user.id,
        "name": user.name,
        "version": VERSION,
        "limits": {
            "max_file_bytes": settings.max_file_bytes,
            "max_files_per_upload": settings.max_files_per_upload,
            "max_upload_bytes": settings.max_upload_bytes,
        },
        "features": ["ask"],
        "formats": [each.name for each in FORMATS],
    }


def sign_out(call: Call) -> Response:
    return auth.sign_out(call.ctx, call.request)


ENDPOINTS = (
    Endpoint("GET", "/me", show, "Show who is signed in and what this server takes"),
    Endpoint("POST", "/signout", sign_out, "End this browser's session", status=204),
)
