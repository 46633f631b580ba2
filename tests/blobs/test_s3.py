"""What is special about an S3 store: what it is sent, what it says, how it fails."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore import auth
from pydantic import SecretStr

from backend.blobs import s3, s3_client, s3_errors
from backend.blobs.registry import open_blobs
from backend.blobs.s3 import S3Blobs
from backend.core.clock import utc_now
from backend.errors import Damaged, DiskFull, NotFound, StoreUnavailable, WinnowError
from backend.settings import Settings
from tests.blobs.test_contract import put, received
from tests.eventually import eventually
from tests.fakes.s3_server import Asked, Reply, refusal, serving
from tests.seaweed import BUCKET, REFUSED, Seaweed

CONTENT = bytes(range(256)) * 4_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def opened(settings: Settings) -> S3Blobs:
    made = open_blobs(settings.blobs, settings)
    assert isinstance(made, S3Blobs)
    return made


@pytest.fixture
def blobs(seaweed: Seaweed, tmp_path: Path) -> S3Blobs:
    return opened(seaweed.settings(tmp_path, blobs=seaweed.new_place()))


def at(url: str, folder: Path, **more: Any) -> S3Blobs:
    """A store that the fake answers for."""
    keys = {"s3_access_key": SecretStr("key"), "s3_secret_key": SecretStr("secret")}
    own = {"data_dir": folder, "disk_reserve_bytes": 0, "blobs": "s3://papers/here", "s3_endpoint": url}
    return opened(Settings(**own | keys | more))


def objects(blobs: S3Blobs, seaweed: Seaweed) -> list[str]:
    prefix = blobs.url.removeprefix(f"s3://{BUCKET}/")
    found = seaweed.client.list_objects_v2(Bucket=BUCKET, Prefix=f"{prefix}/").get("Contents", [])
    return [each["Key"].removeprefix(f"{prefix}/") for each in found]


def test_a_blob_lies_where_it_would_lie_on_the_disk(blobs: S3Blobs, seaweed: Seaweed) -> None:
    sha256 = put(blobs, b"hello")
    assert objects(blobs, seaweed) == [f"blobs/{sha256[:2]}/{sha256[2:4]}/{sha256}"]


def test_the_store_vouches_for_what_it_was_sent(blobs: S3Blobs) -> None:
    assert blobs.vouches(put(blobs, CONTENT))


def test_bytes_that_are_not_what_they_are_called_are_damaged(blobs: S3Blobs, seaweed: Seaweed) -> None:
    sha256 = put(blobs, CONTENT)
    [key] = objects(blobs, seaweed)
    flipped = bytes([CONTENT[0] ^ 1]) + CONTENT[1:]
    where = blobs.url.removeprefix(f"s3://{BUCKET}/")
    seaweed.client.put_object(Bucket=BUCKET, Key=f"{where}/{key}", Body=flipped)
    assert not blobs.vouches(sha256)
    with pytest.raises(Damaged, match="damaged in the store"), blobs.local(sha256):
        pass
    blobs.set_aside(sha256)
    assert objects(blobs, seaweed) == [f"damaged/{sha256}"]


def test_a_file_larger_than_one_piece_is_sent_in_parts(blobs: S3Blobs, seaweed: Seaweed) -> None:
    blobs.largest_put, blobs.part_bytes = 1_000_000, 5 * 1024**2
    content = CONTENT * 12
    sha256 = put(blobs, content)
    with blobs.local(sha256) as path:
        assert path.read_bytes() == content
    [key] = objects(blobs, seaweed)
    assert key.endswith(sha256)


def test_parts_that_were_never_completed_are_swept(blobs: S3Blobs, seaweed: Seaweed) -> None:
    key = f"{blobs.url.removeprefix(f's3://{BUCKET}/')}/blobs/ab/cd/abcd"
    seaweed.client.create_multipart_upload(Bucket=BUCKET, Key=key)
    assert blobs.sweep(older_than=3_600) == 0
    assert blobs.sweep(older_than=-60) == 1
    assert blobs.sweep(older_than=-60) == 0


def test_parts_are_forgotten_at_once_when_sending_them_fails(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.method == "HEAD":
            return Reply(404)
        if asked.method == "POST":
            return Reply(200, b"<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")
        return Reply(204) if asked.method == "DELETE" else refusal(403, "AccessDenied")

    with serving(answer) as fake:
        blobs = at(fake.url, tmp_path)
        blobs.largest_put = 10
        with pytest.raises(StoreUnavailable, match="may not store a file"):
            put(blobs, CONTENT)
        assert [each.method for each in fake.asked] == ["HEAD", "POST", "PUT", "DELETE"]


def test_a_file_travels_once_with_the_hash_that_the_store_checks_it_by(tmp_path: Path) -> None:
    with serving(lambda asked: Reply(404 if asked.method == "HEAD" else 200)) as fake:
        put(at(fake.url, tmp_path, s3_kms_key="key-1"), CONTENT)
        looked, sent = fake.asked
    assert looked.path == sent.path == f"/papers/here/blobs/{SHA256[:2]}/{SHA256[2:4]}/{SHA256}"
    assert sent.body == CONTENT
    assert sent.headers["x-amz-checksum-sha256"] == base64.b64encode(bytes.fromhex(SHA256)).decode()
    assert "x-amz-checksum-sha256" in sent.headers["authorization"]  # signed
    assert sent.headers["x-amz-server-side-encryption"] == "aws:kms"
    assert sent.headers["x-amz-server-side-encryption-aws-kms-key-id"] == "key-1"


def test_bytes_that_are_there_are_not_sent_again(tmp_path: Path) -> None:
    with serving(lambda _: Reply()) as fake:
        put(at(fake.url, tmp_path), CONTENT)
        assert [each.method for each in fake.asked] == ["HEAD"]


def test_reading_goes_on_where_the_connection_broke(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        begin = int(asked.headers.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        return Reply(206 if begin else 200, CONTENT[begin:], cut=300_000)

    with serving(answer) as fake:
        with at(fake.url, tmp_path).open(SHA256) as stream:
            assert stream.read() == CONTENT
        assert [each.headers.get("range") for each in fake.asked] == [
            None,
            "bytes=300000-",
            "bytes=600000-",
            "bytes=900000-",
        ]


def test_a_store_that_breaks_off_again_and_again_is_said_so(tmp_path: Path) -> None:
    with serving(lambda _: Reply(200, CONTENT, cut=0)) as fake:
        with pytest.raises(StoreUnavailable, match="does not answer"), at(fake.url, tmp_path).local(SHA256):
            pass
        assert list((tmp_path / "incoming").iterdir()) == []


REFUSALS: dict[str, tuple[Reply, type[WinnowError], str]] = {
    "clock": (
        replace(refusal(403, "RequestTimeTooSkewed"), slow=7_200),
        StoreUnavailable,
        r"clocks .* differ by 120 minutes",
    ),
    "clock without a word": (Reply(403, slow=7_200), StoreUnavailable, r"clocks .* differ by 120"),
    "region": (
        refusal(400, "AuthorizationHeaderMalformed", x_amz_bucket_region="eu-west-3"),
        StoreUnavailable,
        "papers is in the region eu-west-3. Set WINNOW_S3_REGION=eu-west-3",
    ),
    "bucket": (refusal(404, "NoSuchBucket"), StoreUnavailable, "There is no bucket papers at http://127"),
    "key": (refusal(403, "InvalidAccessKeyId"), StoreUnavailable, "does not accept the key.*WINNOW_S3_ACCESS_KEY"),
    "secret": (refusal(403, "SignatureDoesNotMatch"), StoreUnavailable, "does not accept the key"),
    "denied": (refusal(403, "AccessDenied"), StoreUnavailable, "may not list files in s3://papers/here.*s3:ListBucket"),
    "encryption": (refusal(400, "KMS.DisabledException"), StoreUnavailable, "WINNOW_S3_KMS_KEY"),
    "full": (refusal(507, "XMinioStorageFull"), DiskFull, "is full"),
    "quota": (refusal(403, "QuotaExceeded"), DiskFull, "is full"),
    "unknown": (refusal(501, "NotImplemented"), StoreUnavailable, "does not know how"),
    "else": (refusal(409, "Weird", "beyond me"), StoreUnavailable, "409 Weird: beyond me"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_sentence_and_not_tried_again(name: str, tmp_path: Path) -> None:
    reply, kind, sentence = REFUSALS[name]
    with serving(lambda _: reply) as fake:
        with pytest.raises(kind, match=sentence):
            at(fake.url, tmp_path).check()
        assert len({each.path for each in fake.asked}) == 1


@pytest.mark.parametrize("reply", [refusal(503, "SlowDown"), refusal(500, "InternalError"), Reply(503)])
def test_what_can_pass_is_tried_several_times(reply: Reply, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "PATIENT", s3_client.Patience(1, 1, 2))
    left = [reply]

    def answer(asked: Asked) -> Reply:
        return left.pop() if left else Reply(404 if asked.method == "HEAD" else 200)

    with serving(answer) as fake:
        put(at(fake.url, tmp_path), CONTENT)
        assert [each.method for each in fake.asked] == ["HEAD", "HEAD", "PUT"]
        left += [reply, reply]
        with pytest.raises(StoreUnavailable, match=r"right now.*several times"):
            put(at(fake.url, tmp_path), CONTENT)


def test_bytes_that_change_on_the_way_are_not_stored(tmp_path: Path) -> None:
    with serving(lambda asked: Reply(404) if asked.method == "HEAD" else refusal(400, "BadDigest")) as fake:
        blobs = at(fake.url, tmp_path)
        with pytest.raises(StoreUnavailable, match="not those that were sent"):
            put(blobs, CONTENT)


def test_a_real_store_checks_what_arrives(blobs: S3Blobs) -> None:
    incoming = received(blobs, CONTENT)
    incoming.path.write_bytes(CONTENT[:-1] + b"?")  # as if it changed on the way
    incoming.keep()
    with pytest.raises(StoreUnavailable, match="not those that were sent"):
        incoming.secure()
    incoming.discard()
    assert not blobs.has(incoming.digest())


Change = Callable[[Seaweed], dict[str, Any]]
WRONG: dict[str, tuple[Change, str]] = {
    "key": (lambda _: {"s3_access_key": SecretStr("nobody")}, "does not accept the key"),
    "secret": (lambda _: {"s3_secret_key": SecretStr("wrong")}, "does not accept the key"),
    "rights": (lambda _: {"s3_access_key": SecretStr(REFUSED)}, "the key may not"),
    "bucket": (lambda _: {"blobs": "s3://no-such-bucket"}, "There is no bucket no-such-bucket"),
    "port": (lambda _: {"s3_endpoint": "http://127.0.0.1:9"}, "does not answer"),
    "protocol": (lambda it: {"s3_endpoint": it.endpoint.replace("http", "https")}, "does not answer|not trusted"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_said_by_a_real_store(
    name: str, seaweed: Seaweed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(s3, "PATIENT", s3_client.Patience(1, 1, 1))
    change, sentence = WRONG[name]
    with pytest.raises(StoreUnavailable, match=sentence):
        opened(seaweed.settings(tmp_path, **{"blobs": seaweed.new_place()} | change(seaweed))).check()


def test_without_keys_it_is_said_how_to_give_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    none = {"s3_access_key": SecretStr(""), "s3_secret_key": SecretStr("")}
    with pytest.raises(StoreUnavailable, match=r"There is no key for s3://papers/here\. Set WINNOW_S3_ACCESS_KEY"):
        at("http://127.0.0.1:9", tmp_path, **none).check()


@pytest.mark.parametrize("place", ["s3://", "s3:///prefix", "s3://a b"])
def test_an_address_without_a_bucket_is_refused(place: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="names no bucket"):
        at("http://127.0.0.1:9", tmp_path, blobs=place)


def test_a_kind_of_store_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="Files can not be kept at ftp://papers"):
        open_blobs("ftp://papers", Settings(data_dir=tmp_path))


def test_a_place_belongs_to_whoever_claimed_it_first(blobs: S3Blobs) -> None:
    assert blobs.claim("anna")
    assert blobs.claim("anna")
    assert not blobs.claim("bert")


def test_whether_the_store_answers_is_asked_in_the_background(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(s3, "ANSWER_HOLDS", 0)
    monkeypatch.setattr(s3, "BRISK", s3_client.Patience(1, 1, 1))
    ill: list[Reply] = []
    with serving(lambda _: ill[0] if ill else Reply()) as fake:
        blobs = at(fake.url, tmp_path)
        assert blobs.answers()
        ill.append(Reply(503))
        eventually(lambda: not blobs.answers())
        ill.clear()
        eventually(blobs.answers)


def test_a_missing_object_is_no_refusal(tmp_path: Path) -> None:
    with serving(lambda _: refusal(404, "NoSuchKey")) as fake:
        blobs = at(fake.url, tmp_path)
        assert not blobs.has(SHA256)
        with pytest.raises(NotFound, match="gone"):
            blobs.open(SHA256)


def test_the_settings_of_a_store_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_BLOBS", "s3://papers/here/")
    monkeypatch.setenv("WINNOW_S3_PATH_STYLE", "false")
    assert Settings().blobs == "s3://papers/here"
    assert Settings().s3_path_style is False
    assert "told to nobody" not in repr(Settings(s3_secret_key=SecretStr("told to nobody")))


@pytest.mark.parametrize("minutes", [-60, 60])
def test_a_real_store_refuses_a_machine_whose_clock_is_wrong(
    minutes: int, blobs: S3Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = utc_now() + timedelta(minutes=minutes)
    monkeypatch.setattr(auth, "get_current_datetime", lambda: moment)
    monkeypatch.setattr(s3_errors, "utc_now", lambda: moment)
    with pytest.raises(StoreUnavailable, match=r"clocks .* differ by (59|60) minutes"):
        blobs.check()
