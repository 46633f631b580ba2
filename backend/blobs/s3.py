"""Blobs in an S3-compatible store: s3://bucket/prefix/blobs/ab/cd/abcd…, as on the disk.

A file is received on the local disk and sent when its hash is known: bytes that are there already are never
sent, what is sent carries the hash the store checks it by, and the sender of a file need not send it again because
the store hesitated (docs/decisions/0013-blobs-and-backups.md).
"""

from __future__ import annotations

import base64
import hashlib
import io
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from backend.blobs import s3_errors, s3_parts
from backend.blobs.place import bucket_and_prefix
from backend.blobs.s3_client import BRISK, PATIENT, connect
from backend.blobs.s3_stream import stream
from backend.blobs.spool import Spool, SpoolFolder, place_of
from backend.core.ids import new_id
from backend.errors import Damaged, NotFound, StoreUnavailable, WinnowError
from backend.settings import Settings

AT_ONCE = 16  # files that one process sends, and as many that it removes
COPY_BYTES = 1024 * 1024
LARGEST_PUT = 5 * 1000**3  # the most that S3 takes in one piece
ANSWER_HOLDS = 5.0  # seconds for which what the store said about itself is believed
GONE = "The original file is gone. Send it again."
DAMAGED = "The original file is damaged in the store. `scripts/winnow verify` says what else is."


class S3Incoming(Spool):
    """One file being received: hashed and written to the local disk, sent to the store by `keep`."""

    def __init__(self, blobs: S3Blobs) -> None:
        super().__init__(blobs.incoming)
        self._blobs = blobs
        self._sent: Future[None] | None = None

    def keep(self) -> None:
        if self._sent is None:
            self.close(flush=False)
            self._sent = self._blobs.send(self.digest(), self.path, self.size)

    def secure(self) -> None:
        if self._sent:
            self._sent.result()

    def discard(self) -> None:
        if self._sent and not self._sent.cancel():
            wait([self._sent])
        super().discard()


class S3Blobs:
    """Content-addressed objects below one prefix of a bucket.

    `client` is patient; `brisk` is for calls that others wait for. Both are boto3's, and used by many threads.
    """

    def __init__(self, url: str, client: Any, brisk: Any, incoming: SpoolFolder, kms_key: str = "") -> None:
        self.url = url
        self.bucket, prefix = bucket_and_prefix(url)
        self.incoming = incoming
        self.at_once = AT_ONCE
        self.largest_put = LARGEST_PUT
        self.part_bytes = s3_parts.PART_BYTES
        self._root = f"{prefix}/" if prefix else ""
        self._client, self._brisk = client, brisk
        self._kms = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key} if kms_key else {}
        self._health = _Health(self._ask)
        self._senders = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="blobs-send")
        self._removers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="blobs-remove")  # never behind a large file

    def receive(self) -> S3Incoming:
        return S3Incoming(self)

    def send(self, sha256: str, path: Path, size: int) -> Future[None]:
        """Begin to store a local file under its hash, unless it is there."""
        return self._senders.submit(self._put, sha256, path, size)

    def has(self, sha256: str) -> bool:
        return self._head(sha256) is not None

    def open(self, sha256: str, first: int = 0, end: int | None = None) -> BinaryIO:
        key, last = self._key(sha256), "" if end is None else str(end - 1)

        def fetch(at: int) -> Any:
            return self._get(key, **({"Range": f"bytes={at}-{last}"} if at or last else {}))

        return stream(fetch, first, lambda: self._explained("read a file"))

    @contextmanager
    def local(self, sha256: str) -> Iterator[Path]:
        copy = Spool(self.incoming)
        try:
            with self.open(sha256) as source:
                while data := source.read(COPY_BYTES):
                    copy.write(data)
            copy.close(flush=False)
            if copy.digest() != sha256:
                raise Damaged(DAMAGED)
            yield copy.path
        finally:
            copy.discard()

    def delete(self, *sha256: str) -> None:
        self._remove([self._key(each) for each in sha256])

    def stored(self, prefix: str, older_than: float) -> set[str]:
        found = set()
        with self._explained("list files"):
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.bucket, Prefix=f"{self._root}blobs/{prefix}/"
            )
            for page in pages:
                latest = s3_parts.now_there(page) - older_than
                found |= {
                    each["Key"].rpartition("/")[2]
                    for each in page.get("Contents", ())
                    if each["LastModified"].timestamp() < latest
                }
        return found

    def sweep(self, older_than: float) -> int:
        removed = self.incoming.sweep(older_than)
        with self._explained("list unfinished files"):
            return removed + s3_parts.abort(self._client, self.bucket, f"{self._root}blobs/", older_than)

    def vouches(self, sha256: str) -> bool:
        found = self._head(sha256, ChecksumMode="ENABLED")
        return found is not None and found.get("ChecksumSHA256") == _base64(sha256)

    def set_aside(self, sha256: str) -> None:
        source = {"Bucket": self.bucket, "Key": self._key(sha256)}
        with self._explained("copy a file"):
            self._client.copy(source, self.bucket, f"{self._root}damaged/{sha256}", ExtraArgs=self._kms)
        self.delete(sha256)

    def claim(self, owner: str, *, adopt: bool = False) -> bool:
        key, mine = f"{self._root}winnow-owner", owner.encode()
        if adopt or self._read_if_there(key) is None:
            with self._explained("store a file"):
                self._put_object(key, mine, hashlib.sha256(mine).hexdigest())
        return self._read_if_there(key) == mine  # of two that start at this moment, one

    def check(self) -> None:
        key, probe = f"{self._root}check-{new_id()}", b"Can a file be stored, read and removed here?"
        with self._explained("list files"):
            self._client.list_objects_v2(Bucket=self.bucket, Prefix=self._root, MaxKeys=1)
        with self._explained("store a file"):
            self._put_object(key, probe, hashlib.sha256(probe).hexdigest())
        if self._read(key, Range="bytes=4-") != probe[4:]:
            raise StoreUnavailable(f"{self.url} gives back other bytes than it was given. Files can not be kept there.")
        self._delete(key)

    def answers(self) -> bool:
        return self._health.is_good()

    def _key(self, sha256: str) -> str:
        return f"{self._root}blobs/{place_of(sha256)}"

    def _explained(self, did: str) -> AbstractContextManager[None]:
        return s3_errors.explained(self.url, self.bucket, str(self._client.meta.endpoint_url), did)

    def _put(self, sha256: str, path: Path, size: int) -> None:
        if self.has(sha256):
            return
        with self._explained("store a file"), path.open("rb") as file:
            if size <= self.largest_put:
                self._put_object(self._key(sha256), file, sha256)
            else:
                s3_parts.put(self._client, file, size, self.part_bytes, self._where(self._key(sha256)) | self._kms)

    def _put_object(self, key: str, body: Any, sha256: str) -> None:
        self._client.put_object(**self._where(key), **self._kms, Body=body, ChecksumSHA256=_base64(sha256))

    def _where(self, key: str) -> dict[str, Any]:
        return {"Bucket": self.bucket, "Key": key}

    def _head(self, sha256: str, **more: str) -> dict[str, Any] | None:
        """What the store says of a blob; None when it has none."""
        from botocore.exceptions import ClientError

        with self._explained("look for a file"):
            try:
                found: dict[str, Any] = self._client.head_object(**self._where(self._key(sha256)), **more)
            except ClientError as error:
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                    return None
                raise
        return found

    def _get(self, key: str, **more: str) -> Any:
        """The body of an object, or of a range; NotFound when it is gone."""
        from botocore.exceptions import ClientError

        with self._explained("read a file"):
            try:
                return self._client.get_object(**self._where(key), **more)["Body"]
            except ClientError as error:
                if error.response["Error"]["Code"] == "NoSuchKey":
                    raise NotFound(GONE) from None
                if error.response["ResponseMetadata"]["HTTPStatusCode"] == 416:  # nothing is left to read
                    return io.BytesIO()
                raise

    def _read(self, key: str, **more: str) -> bytes:
        with self._explained("read a file"):
            return bytes(self._get(key, **more).read())

    def _read_if_there(self, key: str) -> bytes | None:
        try:
            return self._read(key)
        except NotFound:
            return None

    def _delete(self, key: str) -> None:
        with self._explained("remove a file"):
            self._brisk.delete_object(**self._where(key))

    def _remove(self, keys: list[str]) -> None:
        """Several at a time; the first error ends it."""
        futures = [self._removers.submit(self._delete, key) for key in keys]
        wait(futures, return_when=FIRST_EXCEPTION)
        for future in futures:
            future.cancel()
        for future in futures:
            if not future.cancelled():
                future.result()

    def _ask(self) -> bool:
        try:
            with self._explained("look for the bucket"):
                self._brisk.head_bucket(Bucket=self.bucket)
        except WinnowError:
            return False
        return True


class _Health:
    """Whether the store answers, asked in the background: nobody waits for it, and it is not asked too often."""

    def __init__(self, ask: Callable[[], bool]) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._good = True
        self._until = 0.0

    def is_good(self) -> bool:
        if time.monotonic() >= self._until and self._lock.acquire(blocking=False):
            threading.Thread(target=self._look, name="store-health", daemon=True).start()
        return self._good

    def _look(self) -> None:
        try:
            self._good = self._ask()
        finally:
            self._until = time.monotonic() + ANSWER_HOLDS
            self._lock.release()


def opened(url: str, settings: Settings) -> S3Blobs:
    """The blobs at s3://bucket/prefix. Connects to nothing yet."""
    incoming = SpoolFolder(settings.data_dir / "incoming", settings.disk_reserve_bytes)
    return S3Blobs(url, connect(settings, PATIENT), connect(settings, BRISK), incoming, settings.s3_kms_key)


def _base64(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()
