"""Holding: bytes are stored and removed outside of any transaction, and never both at once (see store/holds.py)."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from backend.context import Context
from backend.core.ids import new_id
from backend.errors import StoreUnavailable
from backend.store import holds
from backend.store.db import transaction

logger = logging.getLogger(__name__)

STORING = timedelta(hours=1)  # more than storing a file ever takes
REMOVING = timedelta(minutes=1)  # a store's calls to remove end long before
LOOK_SECONDS = 0.05
REMOVED_TOGETHER = 50


@contextmanager
def storing(ctx: Context, hashes: Collection[str]) -> Iterator[str]:
    """Keep these blobs from being removed while the block stores and names them; gives the hold.

    The block lets go of it in the transaction that names them. When it fails, what nobody names is removed again.
    """
    holder = new_id()
    _wait_for(ctx, holder, hashes)
    try:
        yield holder
    except BaseException as error:
        with transaction(ctx.engine) as session:
            holds.release(session, holder, ctx.clock())
        if not isinstance(error, StoreUnavailable):
            drop_blobs(ctx, hashes)
        raise


def drop_blobs(ctx: Context, hashes: Iterable[str]) -> None:
    """Remove the bytes nothing refers to any more. What can not be removed now is an orphan for `drop_orphans`."""
    left = iter(sorted(set(hashes)))
    while some := list(islice(left, REMOVED_TOGETHER)):
        holder = new_id()
        with transaction(ctx.engine) as session:
            free = holds.to_remove(session, holder, some, ctx.clock(), ctx.clock() + REMOVING)
        if not free:
            continue
        try:
            ctx.blobs.delete(*free)
        except StoreUnavailable as error:  # it may still be doing it: the hold stays until nothing can come of that
            logger.warning("blobs are left to be removed later: %s", error)
            return
        with transaction(ctx.engine) as session:
            holds.release(session, holder, ctx.clock())


def _wait_for(ctx: Context, holder: str, hashes: Collection[str]) -> None:
    """Take the hold. Removing takes a moment; one whose remover died is waited for until its hold is void."""
    deadline = time.monotonic() + 2 * REMOVING.total_seconds()
    while time.monotonic() < deadline:
        with transaction(ctx.engine) as session:
            if holds.to_store(session, holder, hashes, ctx.clock(), ctx.clock() + STORING):
                return
        time.sleep(LOOK_SECONDS)
    raise StoreUnavailable("The same file is being deleted right now. Send it again in a minute.")
