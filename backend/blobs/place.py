"""Where a setting says that blobs are: `disk`, or the address of a store."""

from __future__ import annotations

import re

from backend.errors import StoreUnavailable

BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,62}")


def bucket_and_prefix(url: str) -> tuple[str, str]:
    """The parts of s3://bucket/prefix; the prefix may be empty."""
    bucket, _, prefix = url.removeprefix("s3://").partition("/")
    if not BUCKET.fullmatch(bucket):
        raise StoreUnavailable(f"{url} names no bucket. It looks like s3://bucket or s3://bucket/prefix.")
    return bucket, prefix.strip("/")
