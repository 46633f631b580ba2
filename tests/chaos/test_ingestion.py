"""Whatever is killed at whatever moment: each file is ready once or says why not, and viewers know it (R1.7, R1.8)."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from tests.chaos import truth
from tests.chaos.files import Pile, pile
from tests.chaos.sender import insist, send
from tests.chaos.viewer import Viewer
from tests.eventually import eventually
from tests.running import Winnow
from tests.seaweed import Seaweed

pytestmark = [pytest.mark.chaos, pytest.mark.timeout(420)]

QUICK = {  # a crash is noticed within seconds, and many crashes in a row do not make a file look guilty
    "WINNOW_LEASE_SECONDS": "4",
    "WINNOW_HEARTBEAT_SECONDS": "1",
    "WINNOW_RECONCILE_SECONDS": "0.5",
    "WINNOW_REDISPATCH_SECONDS": "2",
    "WINNOW_GROUP_DOCUMENTS": "20",
    "WINNOW_MAX_ATTEMPTS": "20",
    "WINNOW_DISK_RESERVE_BYTES": "0",
    "WINNOW_PING_SECONDS": "1",
}
ENDING = 150.0


@pytest.fixture
def chance() -> random.Random:
    """Repeatable: the seed follows from the one pytest prints, and stands in the output of a test that failed."""
    seed = random.randrange(2**32)
    print(f"chaos seed {seed}")
    return random.Random(seed)


@pytest.fixture
def quick_winnow(tmp_path: Path) -> Iterator[Winnow]:
    made = Winnow(tmp_path, **QUICK)
    yield made
    made.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Seaweed]:
    """An S3 store for this test alone, to be killed."""
    made = Seaweed(tmp_path / "store")
    yield made
    made.stop()


@pytest.fixture
def remote_winnow(tmp_path: Path, store: Seaweed) -> Iterator[Winnow]:
    """A Winnow that keeps its files there."""
    place = {"WINNOW_BLOBS": store.new_place()}
    made = Winnow(tmp_path / "winnow", **QUICK | store.environment | place)
    yield made
    made.close()


def open_upload(winnow: Winnow) -> tuple[str, str]:
    """Ids of a new collection and a new upload into it."""
    collection: str = winnow.api.post("/collections", json={"name": "chaos"}).raise_for_status().json()["id"]
    upload = winnow.api.post("/uploads", json={"collection_id": collection}).raise_for_status().json()
    return collection, upload["id"]


def flush(winnow: Winnow) -> None:
    """Empty Redis; if it was killed a moment ago, as soon as it is there again."""
    with truth.redis_of(winnow) as redis:
        eventually(lambda: _flushed(redis))


def _flushed(redis: Redis) -> bool:
    with contextlib.suppress(RedisConnectionError):
        return bool(redis.flushall())
    return False


def send_and_kill(winnow: Winnow, path: str, request: httpx.Request, killed_at: int) -> None:
    """Send a request, and kill the API when so many of its bytes are out."""
    content = request.read()

    def body() -> Iterator[bytes]:
        yield content[:killed_at]
        winnow.kill("api")
        yield content[killed_at:]

    with contextlib.suppress(httpx.TransportError):
        winnow.api.post(path, content=body(), headers={"Content-Type": request.headers["content-type"]})


def check_all(winnow: Winnow, collection_id: str, upload_id: str, sent: Pile) -> None:
    """Every file is accounted for, once."""
    query = {"collection_id": collection_id, "limit": "1000"}
    documents = winnow.api.get("/documents", params=query).json()["items"]
    assert sorted(each["sha256"] for each in documents) == sorted(sent.contents)
    failed = {each["sha256"]: each["reason"] for each in documents if each["status"] == "failed"}
    assert failed.keys() == sent.broken, {each["name"]: each["reason"] for each in documents if each["reason"]}
    assert all(failed.values())
    view = winnow.api.get(f"/uploads/{upload_id}").json()
    assert view["status"] == "finished"
    assert (view["queued"], view["working"], view["cancelled"], view["rejected"]) == (0, 0, 0, 0)
    assert (view["files_received"], view["documents"]) == (len(sent.sent), len(sent.contents))
    assert view["ready"] + view["failed"] == view["documents"] == view["accepted"]
    assert view["duplicates"] == sent.duplicates
    truth.check_chunks(winnow, collection_id)
    truth.check_blobs(winnow)
    eventually(lambda: not truth.live_jobs(winnow))


def check_viewer(viewer: Viewer, upload_id: str, log_may_go: int) -> None:
    """The viewer missed nothing, saw nothing twice, and believes what is true."""
    winnow = viewer.winnow
    query = {"collection_id": viewer.collection_id, "limit": "1000"}
    documents = winnow.api.get("/documents", params=query).json()["items"]
    true = {each["id"]: each["status"] for each in documents}
    with contextlib.suppress(AssertionError):  # the comparison below says which documents it was mistaken about
        eventually(lambda: viewer.error or viewer.statuses() == true)
    assert viewer.error is None
    assert viewer.statuses() == true
    eventually(lambda: viewer.uploads[upload_id] == winnow.api.get(f"/uploads/{upload_id}").json())
    eventually(lambda: viewer.since_snapshot == truth.log_behind(winnow, viewer.snapshots[-1]))
    order = [tuple(map(int, identity.split("-"))) for identity in viewer.ids]
    assert all(one < two for one, two in pairwise(order))
    assert len(viewer.snapshots) <= 1 + log_may_go
    assert viewer.endings == [upload_id]


def test_everything_is_killed_at_random_moments_of_an_ingestion(quick_winnow: Winnow, chance: random.Random) -> None:
    winnow, sent = quick_winnow, pile(chance)
    collection_id, upload_id = open_upload(winnow)
    acts: list[tuple[str, Callable[[], None]]] = [
        ("worker", lambda: winnow.kill("ingestion")),
        ("api", lambda: winnow.kill("api")),
        ("redis", lambda: winnow.kill("redis")),
        ("flush", lambda: flush(winnow)),
        ("worker", lambda: winnow.kill("ingestion")),
    ]
    chance.shuffle(acts)
    moments = sorted(chance.sample(range(len(sent.contents) * 9 // 10), len(acts)))
    batches = sent.batches(15)
    with Viewer(winnow, collection_id) as viewer:
        eventually(lambda: viewer.snapshots)

        def send_all() -> None:
            for batch in batches:
                send(winnow, upload_id, batch)
            insist(lambda: winnow.api.post(f"/uploads/{upload_id}/close"))

        sender = threading.Thread(target=send_all, daemon=True)
        sender.start()
        for moment, (name, act) in zip(moments, acts, strict=True):
            truth.wait_for_ended(winnow, moment, ENDING)
            print(f"{name} at {moment}")
            act()
        sender.join(ENDING)
        eventually(lambda: insist(lambda: winnow.api.get(f"/uploads/{upload_id}"))["status"] == "finished", ENDING)
        check_all(winnow, collection_id, upload_id, sent)
        check_viewer(viewer, upload_id, log_may_go=sum(name in ("redis", "flush") for name, _ in acts))


def test_everything_and_the_store_are_killed_while_files_go_to_a_bucket(
    remote_winnow: Winnow, store: Seaweed, chance: random.Random
) -> None:
    winnow, sent = remote_winnow, pile(chance, 80)
    collection_id, upload_id = open_upload(winnow)
    acts: list[Callable[[], object]] = [
        lambda: winnow.kill("ingestion"),
        lambda: winnow.kill("api"),
        store.stop,
    ]
    chance.shuffle(acts)

    def send_all() -> None:
        for batch in sent.batches(10):
            send(winnow, upload_id, batch)
        insist(lambda: winnow.api.post(f"/uploads/{upload_id}/close"))

    sender = threading.Thread(target=send_all, daemon=True)
    sender.start()
    for moment, act in zip(sorted(chance.sample(range(40), len(acts))), acts, strict=True):
        truth.wait_for_ended(winnow, moment, ENDING)
        act()
        if store.process.poll() is not None:
            store.restart()
    sender.join(ENDING)
    eventually(lambda: insist(lambda: winnow.api.get(f"/uploads/{upload_id}"))["status"] == "finished", ENDING)
    check_all(winnow, collection_id, upload_id, sent)


def test_an_upload_goes_on_after_the_api_was_killed_in_the_middle_of_a_request(
    quick_winnow: Winnow, chance: random.Random
) -> None:
    winnow, sent = quick_winnow, pile(chance, 40)
    collection_id, upload_id = open_upload(winnow)
    for batch in sent.batches(20):
        body = httpx.Request("POST", winnow.url, files=[("file", part) for part in batch.items()])
        killed_at = chance.randrange(len(body.read()))
        send_and_kill(winnow, f"/uploads/{upload_id}/files", body, killed_at)
        outcomes = [each["outcome"] for each in send(winnow, upload_id, batch)]
        assert "rejected" not in outcomes
    insist(lambda: winnow.api.post(f"/uploads/{upload_id}/close"))
    eventually(lambda: winnow.api.get(f"/uploads/{upload_id}").json()["status"] == "finished", ENDING)
    check_all(winnow, collection_id, upload_id, sent)
