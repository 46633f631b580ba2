"""Copying: from one store to another, proven by the hash on the way."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from backend.blobs.base import Blobs
from backend.errors import Damaged

COPY_BYTES = 1024 * 1024


def copy(source: Blobs, target: Blobs, sha256: str) -> int:
    """Store in `target` what `source` has; returns its size.

    Damaged when these are not the bytes that the name says, and nothing is stored then. NotFound when there are none.
    """
    incoming = target.receive()
    try:
        with source.open(sha256) as stream:
            while piece := stream.read(COPY_BYTES):
                incoming.write(piece)
        if incoming.digest() != sha256:
            raise Damaged("The bytes are not those that were stored.")
        incoming.keep()
        incoming.secure()
        return incoming.size
    finally:
        incoming.discard()


def is_intact(blobs: Blobs, sha256: str) -> bool:
    """Whether the stored bytes are those that the name says; all of them are read. NotFound when there are none."""
    with blobs.open(sha256) as stream:
        return digest(stream) == sha256


def digest(stream: BinaryIO) -> str:
    """SHA-256 of what is left to read, hex."""
    found = hashlib.sha256()
    while piece := stream.read(COPY_BYTES):
        found.update(piece)
    return found.hexdigest()
