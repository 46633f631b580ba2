"""Receive: a multipart request becomes blobs while it arrives: hashed, written once, in constant memory (R1.2)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from anyio import CapacityLimiter, to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from backend.api.disposition import sent_name
from backend.api.threads import to_write
from backend.blobs.base import Incoming
from backend.context import Context
from backend.core.names import file_name
from backend.errors import BadRequest, TooLarge, WinnowError
from backend.ingest import accept
from backend.ingest.accept import Accepted, Arrival, Origin
from backend.store import uploads
from backend.store.db import reading

FEED_BYTES = 1024 * 1024
ACCEPT_TOGETHER = 50
WRITE_TOGETHER = 256  # pieces; a file of line ends may come in thousands of tiny ones
MAX_BOUNDARY_BYTES = 200
MAX_FIELD_BYTES = 8 * 1024
SILENT_SECONDS = 60.0  # a sender that sends nothing for so long is gone
Report = Callable[[Sequence[Accepted]], None]
Opened = Callable[[], str]  # opens an upload if it is not open yet; returns its id


@dataclass
class Room:
    """What this upload may still take."""

    files: int
    total_bytes: int


@dataclass
class Part:
    """The part being read: a file, or a small field such as `path`."""

    name: str
    filename: str | None
    text: bytearray = field(default_factory=bytearray)  # what a small field says
    incoming: Incoming | None = None
    pieces: list[memoryview] = field(default_factory=list)  # of the file, not written yet
    refused: WinnowError | None = None
    size: int = 0
    counted: int = 0  # bytes of it that were taken from the room
    known: bool | None = None  # asked only when the room is used up


class Reception:
    """Feeds a multipart body to the store. All methods run in a worker thread, never two at once."""

    def __init__(self, ctx: Context, upload: Opened, boundary: bytes, room: Room, report: Report) -> None:
        self.ctx = ctx
        self.report = report
        self.upload = upload
        self.room = room
        self.accepted: list[Accepted] = []
        self.ended = False
        self._path = ""
        self._part = Part("", None)
        self._complete: list[Arrival] = []  # whole files that are not accepted yet, each an open file
        self._headers: dict[bytes, bytes] = {}
        self._header = bytearray()
        self._value = bytearray()
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._finish,
            },
        )

    def feed(self, pieces: Sequence[bytes]) -> None:
        """Take the next pieces of the body; files that became complete are reported at once."""
        known = len(self.accepted)
        try:
            for piece in pieces:
                self._parser.write(piece)
            self._write()
        except FormParserError as error:
            raise BadRequest(f"The request is not a valid multipart form: {error}") from error
        finally:
            self._accept()
            if fresh := self.accepted[known:]:
                self.report(fresh)

    @property
    def unfinished(self) -> bool:
        """Whether a file was begun that is not complete."""
        return self._part.incoming is not None

    def discard(self) -> None:
        """The sender went away: what was not complete is forgotten."""
        if self._part.incoming:
            self._part.incoming.discard()

    def _begin(self) -> None:
        self._headers, self._header, self._value = {}, bytearray(), bytearray()

    def _header_end(self) -> None:
        self._headers[bytes(self._header).lower()] = bytes(self._value)
        self._header, self._value = bytearray(), bytearray()

    def _headers_finished(self) -> None:
        disposition = self._headers.get(b"content-disposition", b"")
        _, options = parse_options_header(disposition)
        part = Part(options.get(b"name", b"").decode(errors="replace"), sent_name(disposition, options))
        self._part = part
        if part.filename is not None:
            self.upload()
            part.filename = file_name(self._path or part.filename)
            self._path = ""
            try:
                self._check_number(part)
                part.incoming = self.ctx.blobs.receive()
            except WinnowError as error:
                part.refused = error

    def _check_number(self, part: Part) -> None:
        if self.room.files < 1 and not self._known(part):
            limit = self.ctx.settings.max_files_per_upload
            raise TooLarge(f"An upload takes at most {limit:,} files. Send the rest as another upload.")
        self.room.files -= 1

    def _known(self, part: Part) -> bool:
        """Whether a file of this name was taken before: sent again because its answer got lost, it needs no room."""
        if part.known is None:
            with reading(self.ctx.engine) as session:
                part.known = uploads.has_taken(session, self.upload(), part.filename or "")
        return part.known

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        part.size += end - start
        if part.incoming is None:
            if part.filename is None and len(part.text) < MAX_FIELD_BYTES:
                part.text.extend(data[start:end])
            return
        try:
            self._check_size(part, end - start)
        except WinnowError as error:
            self._refuse(part, error)
            return
        part.pieces.append(memoryview(data)[start:end])
        if len(part.pieces) >= WRITE_TOGETHER:
            self._write()

    def _write(self) -> None:
        """Hash and write what is waiting in one go: each call lets other threads in, and waits for its turn again."""
        part = self._part
        if part.incoming is None or not part.pieces:
            return
        try:
            part.incoming.write(*part.pieces)
        except WinnowError as error:
            self._refuse(part, error)
        part.pieces = []

    def _refuse(self, part: Part, error: WinnowError) -> None:
        if part.incoming:
            part.incoming.discard()
        part.incoming, part.refused, part.pieces = None, error, []
        self.room.total_bytes += part.counted

    def _check_size(self, part: Part, more: int) -> None:
        settings = self.ctx.settings
        if part.size > settings.max_file_bytes:
            raise TooLarge(
                f"This file is larger than {_size(settings.max_file_bytes)}, the most that one file may have."
            )
        self.room.total_bytes -= more
        part.counted += more
        if self.room.total_bytes < 0 and not self._known(part):
            raise TooLarge(
                f"An upload takes at most {_size(settings.max_upload_bytes)} in all. Send the rest as another upload."
            )

    def _end(self) -> None:
        self._write()
        part, self._part = self._part, Part("", None)
        if part.filename is None:
            if part.name == "path":
                self._path = part.text.decode(errors="replace")
            return
        if part.incoming is None:
            self._accept()
            error = part.refused or BadRequest("The file could not be taken.")
            self.accepted.append(accept.refuse(self.ctx, self.upload(), part.filename, part.size, error))
            return
        self._complete.append(Arrival(Origin(part.filename), part.incoming))
        if len(self._complete) >= ACCEPT_TOGETHER:
            self._accept()

    def _accept(self) -> None:
        arrivals, self._complete = self._complete, []
        if not arrivals:
            return
        try:
            self.accepted += accept.accept_all(self.ctx, self.upload(), arrivals)
        finally:
            for arrival in arrivals:
                arrival.received.discard()

    def _finish(self) -> None:
        self.ended = True


def boundary_of(content_type: str) -> bytes:
    """What stands between the parts of the request; BadRequest when it is no form with files."""
    kind, options = parse_options_header(content_type)
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 0 < len(boundary) <= MAX_BOUNDARY_BYTES:
        raise BadRequest("Send files as multipart/form-data, one part named `file` for each: curl -F file=@NAME.")
    return boundary


async def receive(
    ctx: Context, upload: Opened, boundary: bytes, body: AsyncIterator[bytes], room: Room, report: Report
) -> list[Accepted]:
    """Read the whole request; returns what became of each of its files, in order.

    `upload` is asked for the upload's id in a thread, first when a file begins. `report` is called in a thread with
    files as they become complete; those stay when the sender goes away later.
    """
    reception = Reception(ctx, upload, boundary, room, report)
    waiting: list[bytes] = []  # as they came: joining them would copy every byte twice
    size = 0
    try:
        async with asyncio.timeout(SILENT_SECONDS) as silence:
            async for piece in body:
                waiting.append(piece)
                size += len(piece)
                if size >= FEED_BYTES:
                    silence.reschedule(None)
                    await to_thread.run_sync(reception.feed, waiting, limiter=_at_once())
                    waiting, size = [], 0
                _put_off(silence)
        await to_write(reception.feed, waiting)
    except TimeoutError:
        raise BadRequest(f"Nothing came for {SILENT_SECONDS:g} seconds. Send again what is missing.") from None
    except ClientDisconnect as gone:
        raise BadRequest("The sender went away before the request was complete.") from gone
    finally:
        if reception.unfinished:
            await to_write(reception.discard)
    if not reception.ended:
        raise BadRequest(
            "The request ended in the middle of a file. Send it again; files that are here are not doubled."
        )
    if not reception.accepted:
        raise BadRequest("The request holds no file. Name each with an @: curl -F file=@NAME.")
    return reception.accepted


@cache
def _at_once() -> CapacityLimiter:
    """As many requests are hashed and written at once as there are processors: more would wait for each other."""
    return CapacityLimiter(os.cpu_count() or 1)


def _put_off(silence: asyncio.Timeout) -> None:
    """Something came: a sender is given up when nothing does for a while. Not to the moment: a timer has its price."""
    soon, due = asyncio.get_running_loop().time() + SILENT_SECONDS, silence.when()
    if due is None or soon - due > SILENT_SECONDS / 60:
        silence.reschedule(soon)


def _size(number: int) -> str:
    for unit, amount in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        if number >= amount:
            return f"{number / amount:.4g} {unit}"
    return f"{number} bytes"
