"""Opaque, sortable identifiers (UUIDv7)."""

from __future__ import annotations

import uuid_utils


def new_id() -> str:
    """A new identifier; later ones sort after earlier ones."""
    return str(uuid_utils.uuid7())
