"""Sending: the files of one upload, several requests at a time, streamed from disk in constant memory."""

from __future__ import annotations

import errno
import io
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from backend.cli import files, words
from backend.cli.client import Client, Json
from backend.cli.errors import Refused, Stopped
from backend.cli.files import File, Lost
from backend.cli.patience import insist
from backend.cli.screen import Show

LANES = 4
ENDS = frozenset({401, 403, 404, 409, 410})  # the upload is gone or not ours: nothing more can be sent to it


class Sending:
    """Delivers files to an open upload. `received` is shown the upload as each answer of the server tells it.

    A request that gets no answer is sent again: the server knows what it has taken. One bad file does not take its
    neighbours along.
    """

    def __init__(
        self, client: Client, upload_id: str, found: Sequence[File], show: Show, received: Callable[[Json], None]
    ) -> None:
        self.upload_id = upload_id
        self.lost: list[Lost] = []
        self._client = client
        self._found = found
        self._total_files, self._total_bytes = len(found), sum(file.size for file in found)
        self._show = show
        self._received = received
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._bytes = self._files = 0

    def send(self) -> None:
        """Return when every file was delivered or is in `lost`. Raises what ends the upload as a whole."""
        self._count(0, 0)
        with ThreadPoolExecutor(LANES, thread_name_prefix="lane") as lanes:
            try:
                for _ in lanes.map(self._deliver, files.bundles(self._found)):
                    pass
            finally:
                self._stop.set()
                lanes.shutdown(cancel_futures=True)

    def _deliver(self, bundle: Sequence[File]) -> None:
        try:
            answer = insist(lambda: self._transfer(bundle), self._stop)
        except (Refused, OSError) as error:
            if isinstance(error, Refused) and (error.status in ENDS or error.passes):
                raise
            if len(bundle) > 1:
                for file in bundle:
                    self._deliver([file])
                return
            self.lost.append(Lost(bundle[0].name, _reason(error)))
            self._count(bundle[0].size, 1)
        else:
            self._count(0, len(bundle))
            self._received(answer["upload"])

    def _transfer(self, bundle: Sequence[File]) -> Json:
        moved = 0

        def move(number: int) -> None:
            nonlocal moved
            if self._stop.is_set():
                raise Stopped("Sending was stopped.")
            moved += number
            self._count(number, 0)

        try:
            with ExitStack() as opened:
                parts = [(file.name, opened.enter_context(_Outgoing(file.path, move))) for file in bundle]
                return self._client.send(f"/uploads/{self.upload_id}/files", parts)
        except BaseException:
            self._count(-moved, 0)
            raise

    def _count(self, more_bytes: int, more_files: int) -> None:
        with self._lock:
            self._bytes += more_bytes
            self._files += more_files
            says = f"{self._files:,} of {words.plural(self._total_files, 'file')}, {words.size(self._total_bytes)}"
            self._show(self._bytes + self._files, self._total_bytes + self._total_files, says, None)


class _Outgoing(io.FileIO):
    """A file with the length it had when it was opened, though it may grow; tells how many bytes of it were read."""

    def __init__(self, path: Path, move: Callable[[int], None]) -> None:
        super().__init__(path)
        self._move = move
        self._size = os.fstat(super().fileno()).st_size

    def fileno(self) -> int:
        raise io.UnsupportedOperation  # so that the length is asked of `seek`

    def seek(self, position: int, whence: int = os.SEEK_SET, /) -> int:
        return super().seek(self._size if whence == os.SEEK_END else position)

    def read(self, size: int | None = -1, /) -> bytes:
        here = self.tell()
        data = super().read(min(size or 0, self._size - here))
        if not data and here < self._size:
            raise OSError(errno.ESTALE, "it was changed while it was being sent")
        self._move(len(data))
        return data


def _reason(error: Refused | OSError) -> str:
    return str(error) if isinstance(error, Refused) else f"The file could not be read: {error.strerror}."
