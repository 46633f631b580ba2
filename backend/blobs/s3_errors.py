"""What an S3-compatible store answers when it refuses, as sentences: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from backend.core.clock import utc_now
from backend.errors import DiskFull, StoreUnavailable, WinnowError

SKEW = timedelta(minutes=5)  # less than the 15 that stores allow: enough to say what is wrong
FULL = frozenset(
    {"507", "InsufficientStorage", "InsufficientCapacity", "QuotaExceeded", "StorageFull", "XMinioStorageFull"}
)
CLOCK = frozenset({"RequestTimeTooSkewed", "RequestExpired"})
REGION = frozenset({"301", "PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException"})
KEYS = frozenset({"401", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"})
DENIED = frozenset({"403", "AccessDenied", "AllAccessDisabled", "AccountProblem"})
CHANGED = frozenset({"BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch"})


@dataclass(frozen=True)
class Refusal:
    """One answer that is no success."""

    place: str  # s3://bucket/prefix
    bucket: str
    endpoint: str
    did: str  # what was tried, as in "may not list files"
    code: str
    message: str
    status: int
    headers: dict[str, str]

    @property
    def skew(self) -> timedelta:
        """How far the store's clock is from this machine's."""
        said = self.headers.get("date", "")
        try:
            return abs(utc_now() - parsedate_to_datetime(said))
        except ValueError:
            return timedelta(0)


@contextmanager
def explained(place: str, bucket: str, endpoint: str, did: str) -> Iterator[None]:
    """StoreUnavailable or DiskFull in place of what botocore raises."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        answer = error.response.get("ResponseMetadata", {})
        said = error.response.get("Error", {})
        refusal = Refusal(
            place=place,
            bucket=bucket,
            endpoint=endpoint,
            did=did,
            code=str(said.get("Code", "")),
            message=str(said.get("Message", "")),
            status=int(answer.get("HTTPStatusCode", 0)),
            headers=answer.get("HTTPHeaders", {}),
        )
        raise sentence(refusal) from error
    except BotoCoreError as error:
        raise StoreUnavailable(unreached(error, place, endpoint)) from error


def sentence(refusal: Refusal) -> WinnowError:
    """What a refusal means for a person."""
    for applies, say in SENTENCES:
        if applies(refusal):
            return say(refusal)
    return _other(refusal)


def unreached(error: Any, place: str, endpoint: str) -> str:
    """What it means when no answer came at all."""
    name = type(error).__name__
    if "Credential" in name or name in {"TokenRetrievalError", "ProfileNotFound", "UnauthorizedSSOTokenError"}:
        return (
            f"There is no key for {place}. Set WINNOW_S3_ACCESS_KEY and WINNOW_S3_SECRET_KEY, or give this machine a "
            "role."
        )
    if name == "SSLError":
        return (
            f"The certificate of {endpoint} is not trusted ({error}). Correct WINNOW_S3_ENDPOINT, or name the "
            "authority that signed it: AWS_CA_BUNDLE=FILE."
        )
    if name in {"ParamValidationError", "InvalidEndpointConfigurationError", "UnsupportedS3ConfigurationError"}:
        return f"{place} is no place in an S3 store: {error} Correct WINNOW_BLOBS."
    return (
        f"The store at {endpoint}, where files are kept, does not answer ({error}). Look whether it runs and can be "
        "reached from here; what was not stored can be sent again then."
    )


def _full(refusal: Refusal) -> DiskFull:
    return DiskFull(f"The store that keeps the files ({refusal.place}) is full. Free some space there and try again.")


def _clock(refusal: Refusal) -> StoreUnavailable:
    minutes = refusal.skew.total_seconds() / 60
    return StoreUnavailable(
        f"The clocks of this machine and of the store at {refusal.endpoint} differ by "
        f"{minutes:.0f} minutes, so that it refuses everything. Set the wrong one; best let both "
        "follow a time server."
    )


def _region(refusal: Refusal) -> StoreUnavailable:
    region = refusal.headers.get("x-amz-bucket-region", "")
    what = f"is in the region {region}" if region else f"is in another region ({refusal.message})"
    return StoreUnavailable(f"The bucket {refusal.bucket} {what}. Set WINNOW_S3_REGION{region and '='}{region} to it.")


def _keys(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(
        f"The store at {refusal.endpoint} does not accept the key ({refusal.code}: {refusal.message}). Correct "
        "WINNOW_S3_ACCESS_KEY and WINNOW_S3_SECRET_KEY."
    )


def _no_bucket(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(
        f"There is no bucket {refusal.bucket} at {refusal.endpoint}. Make it there, or correct WINNOW_BLOBS."
    )


def _denied(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(
        f"The store refused ({refusal.code}): the key may not {refusal.did} in {refusal.place}. It needs s3:ListBucket "
        "and s3:ListBucketMultipartUploads on the bucket, s3:GetObject, s3:PutObject, s3:DeleteObject and "
        "s3:AbortMultipartUpload on what is in it."
    )


def _kms(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(
        f"The store can not use the encryption key ({refusal.code}: {refusal.message}). Correct WINNOW_S3_KMS_KEY, or "
        "allow its use."
    )


def _changed(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(
        f"The bytes that arrived at {refusal.endpoint} are not those that were sent ({refusal.code}), and were not "
        "stored. Send the file again; if it stays, look for what changes them on the way."
    )


def _unknown(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(f"The store at {refusal.endpoint} can not {refusal.did}: it does not know how.")


def _busy(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(
        f"The store at {refusal.endpoint} can not {refusal.did} right now ({refusal.status} "
        f"{refusal.code}: {refusal.message}). It was tried several times; try again in a while."
    )


def _other(refusal: Refusal) -> StoreUnavailable:
    return StoreUnavailable(
        f"The store at {refusal.endpoint} refused to {refusal.did} ({refusal.status} {refusal.code}: "
        f"{refusal.message})."
    )


SENTENCES: tuple[tuple[Callable[[Refusal], bool], Callable[[Refusal], WinnowError]], ...] = (
    (lambda it: it.code in FULL or it.status == 507, _full),
    (lambda it: it.code in CLOCK or (it.status == 403 and it.skew > SKEW), _clock),
    (lambda it: it.code in REGION, _region),
    (lambda it: it.code == "400" and "x-amz-bucket-region" in it.headers, _region),
    (lambda it: it.code in KEYS, _keys),
    (lambda it: it.code == "NoSuchBucket", _no_bucket),
    (lambda it: it.code.startswith("KMS"), _kms),
    (lambda it: it.code in DENIED, _denied),
    (lambda it: it.code in CHANGED, _changed),
    (lambda it: it.status == 501, _unknown),
    (lambda it: it.status >= 500 or it.status == 429 or it.code == "SlowDown", _busy),
)
