"""A relay in front of a server, so that a test can cut the wire that a browser uses."""

from __future__ import annotations

import contextlib
import socket
import threading


class Relay:
    """Passes TCP on to a local port. `cut` drops every live connection; `down` and `up` refuse and allow new ones."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.connected = True
        self.received = bytearray()  # what browsers sent, for tests that look at requests
        self._live: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        for end in list(self._live):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def down(self) -> None:
        self.connected = False
        self.cut()

    def up(self) -> None:
        self.connected = True

    def close(self) -> None:
        self.down()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            if not self.connected:
                browser.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            self._live |= {browser, server}
            for source, sink in ((browser, server), (server, browser)):
                threading.Thread(target=self._pass_on, args=(source, sink, source is browser), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, note: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if note:
                    self.received += data[:2048]
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_RDWR)
        self._live.discard(source)
        source.close()
