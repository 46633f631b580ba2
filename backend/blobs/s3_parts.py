"""Objects that are sent in parts, because they are larger than a store takes in one piece."""

from __future__ import annotations

import base64
import hashlib
import time
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO

PART_BYTES = 64 * 1024 * 1024
MOST_PARTS = 10_000


def put(client: Any, file: BinaryIO, size: int, part_bytes: int, where: dict[str, Any]) -> None:
    """Send a file of `size` bytes in parts, each checked by its MD5; nothing is left of it when that fails."""
    begun = client.create_multipart_upload(**where)
    place = {"Bucket": where["Bucket"], "Key": where["Key"], "UploadId": begun["UploadId"]}
    try:
        parts: list[dict[str, Any]] = []
        while part := file.read(max(part_bytes, -(-size // MOST_PARTS))):
            digest = base64.b64encode(hashlib.md5(part, usedforsecurity=False).digest()).decode()
            sent = client.upload_part(**place, PartNumber=len(parts) + 1, Body=part, ContentMD5=digest)
            parts.append({"PartNumber": len(parts) + 1, "ETag": sent["ETag"]})
        client.complete_multipart_upload(**place, MultipartUpload={"Parts": parts})
    except BaseException:
        client.abort_multipart_upload(**place)
        raise


def abort(client: Any, bucket: str, prefix: str, older_than: float) -> int:
    """Forget what was begun more than so many seconds ago and never completed; returns how many."""
    aborted = 0
    for page in client.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, Prefix=prefix):
        latest = now_there(page) - older_than
        for each in page.get("Uploads", ()):
            if each["Initiated"].timestamp() < latest:
                client.abort_multipart_upload(Bucket=bucket, Key=each["Key"], UploadId=each["UploadId"])
                aborted += 1
    return aborted


def now_there(page: dict[str, Any]) -> float:
    """What the store's clock shows: the times it gives are by that one."""
    said = page["ResponseMetadata"]["HTTPHeaders"].get("date", "")
    return parsedate_to_datetime(said).timestamp() if said else time.time()
