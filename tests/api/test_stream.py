"""Event streams and the process that sends them: a viewer that is gone costs nothing more."""

from __future__ import annotations

import socket
import threading

import uvicorn

from backend.app import create_app
from backend.context import Context
from backend.store import keys, users
from backend.store.db import transaction
from tests.eventually import eventually


def test_a_viewer_that_went_away_is_forgotten_at_the_next_ping(ctx: Context) -> None:
    with transaction(ctx.engine) as session:
        key = keys.issue(session, users.owner(session, ctx.clock()).id, "api", ctx.clock())
    app = create_app(ctx.settings.model_copy(update={"ping_seconds": 0.05}))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        address = server.servers[0].sockets[0].getsockname()
        with socket.create_connection(address) as viewer:
            head = f"GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n\r\n"
            viewer.sendall(head.encode())
            eventually(lambda: app.state.hub._viewers)
        eventually(lambda: not app.state.hub._viewers)
    finally:
        app.state.hub.end()
        server.should_exit = True
        thread.join()
