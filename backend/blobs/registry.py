"""The kinds of stores there are, and which one a setting names."""

from __future__ import annotations

from collections.abc import Callable

from backend.blobs import disk, s3
from backend.blobs.base import Store
from backend.errors import StoreUnavailable
from backend.settings import Settings

BLOBS: dict[str, Callable[[str, Settings], Store]] = {
    "disk": disk.opened,
    "s3": s3.opened,
}


def open_blobs(url: str, settings: Settings) -> Store:
    """The store at this place; StoreUnavailable when there is no such kind."""
    kind = url.partition("://")[0]
    if kind not in BLOBS:
        raise StoreUnavailable(
            f"Files can not be kept at {url}. WINNOW_BLOBS is `disk`, the data folder, or s3://bucket/prefix."
        )
    return BLOBS[kind](url, settings)
