"""The real embedding model, loaded once for all tests that need it."""

from __future__ import annotations

import functools

from backend.embed.folder import PACKAGED
from backend.embed.model import Embedder


@functools.cache
def embedder() -> Embedder:
    return Embedder.load(PACKAGED)
