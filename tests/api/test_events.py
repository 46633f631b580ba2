"""The event streams: the state first, then everything, in order, for its owner only (R6.2)."""

from __future__ import annotations

from contextlib import ExitStack

import httpx
import pytest

from tests.api.conftest import Sent
from tests.api.streams import Stream, Told, following


def described(api: httpx.Client, collection: Sent, words: str) -> None:
    """Something that makes exactly one event."""
    api.patch(f"/collections/{collection.id}", json={"description": words}).raise_for_status()


def until_described(stream: Stream, words: str) -> list[Told]:
    found = [stream.next()]
    while found[-1].data.get("collection", {}).get("description") != words:
        found.append(stream.next())
    return found


def test_a_stream_opens_with_the_state_of_everything(api: httpx.Client, collection: Sent) -> None:
    answer = collection.ingest({"a.txt": b"Before the stream."})
    with following(api) as stream:
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["x-accel-buffering"] == "no"
        first = stream.next()
    assert first.name == "snapshot"
    assert first.data.keys() >= {"collections", "uploads", "jobs", "server_time"}
    [shown] = [each for each in first.data["uploads"] if each["id"] == answer["upload"]["id"]]
    assert (shown["status"], shown["ready"]) == ("finished", 1)
    [mine] = [each for each in first.data["collections"] if each["id"] == collection.id]
    assert (mine["document_count"], mine["ready_count"]) == (1, 1)


def test_an_upload_is_told_from_its_opening_to_its_end(api: httpx.Client, collection: Sent) -> None:
    with following(api) as stream:
        stream.next()
        answer = collection.send({"a.txt": b"Told live.", "twin.txt": b"Told live.", "empty.txt": b""})
        told: list[Told] = []
        while not told or told[-1].name != "upload.finished" or told[-1].data["upload"]["id"] != answer["upload"]["id"]:
            told.append(stream.next())
    mine = [each for each in told if each.data.get("upload_id") == answer["upload"]["id"]]
    names = [each.name for each in mine]
    assert (names.count("file.accepted"), names.count("file.duplicated")) == (2, 1)
    good, bad = answer["files"][0]["document_id"], answer["files"][2]["document_id"]
    steps = [each.name for each in mine if each.data.get("document", {}).get("id") == good and each.name[0] == "d"]
    assert steps[:3] == ["document.started", "document.extracted", "document.chunked"]
    assert steps[-1] == "document.ready"
    failed = [each for each in mine if each.name == "document.failed"]
    assert [(each.data["document"]["id"], bool(each.data["reason"])) for each in failed] == [(bad, True)]
    assert {key: told[-1].data[key] for key in ("ready", "failed", "duplicates")} == {
        "ready": 1, "failed": 1, "duplicates": 1,
    }  # fmt: skip


def test_a_viewer_that_comes_back_gets_exactly_what_it_missed(api: httpx.Client, collection: Sent) -> None:
    with following(api) as stream:
        position = stream.next().id
    for number in range(5):
        described(api, collection, f"missed {number}")
    with following(api, after=position) as stream:
        missed = until_described(stream, "missed 4")
    words = [
        each.data["collection"]["description"]
        for each in missed
        if each.data.get("collection", {}).get("id") == collection.id
    ]
    assert words == [f"missed {number}" for number in range(5)]
    with following(api, after=missed[2].id) as stream:
        again = until_described(stream, "missed 4")
    assert again == missed[3:]


def test_scripts_resume_by_query(api: httpx.Client, collection: Sent) -> None:
    with following(api) as stream:
        position = stream.next().id
    described(api, collection, "by query")
    with following(api, f"/events?after={position}") as stream:
        assert until_described(stream, "by query")[0].name != "snapshot"


@pytest.mark.parametrize("position", ["1-1", "0-0", "0-1", "99999999999999-0", "$", "+", "x", "1-1; DROP", "9" * 40])
def test_a_position_that_is_not_kept_gets_the_state_instead(api: httpx.Client, position: str) -> None:
    with following(api, after=position) as stream:
        assert stream.next().name == "snapshot"


def test_several_viewers_see_the_same(api: httpx.Client, collection: Sent) -> None:
    with ExitStack() as stack:
        streams = [stack.enter_context(following(api)) for _ in range(5)]
        for stream in streams:
            stream.next()
        described(api, collection, "for all")
        seen = [until_described(stream, "for all")[-1] for stream in streams]
    assert len({each.id for each in seen}) == 1


def test_asking_for_the_head_of_a_stream_opens_none(api: httpx.Client) -> None:
    answer = api.head("/events")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-type"].startswith("text/event-stream")


def test_an_idle_stream_says_that_it_lives(api: httpx.Client) -> None:
    with following(api) as stream:
        stream.next()
        told = stream.next(pings=True)
        while told.name != "ping":
            told = stream.next(pings=True)


def test_no_event_reaches_another_user(api: httpx.Client, stranger: httpx.Client, collection: Sent) -> None:
    with following(stranger) as stream:
        first = stream.next()
        assert first.data["collections"] == first.data["uploads"] == first.data["jobs"] == []
        collection.ingest({"a.txt": b"Not for strangers."})
        theirs = Sent(stranger)
        told = stream.next()
        assert (told.name, told.data["collection"]["id"]) == ("collection.created", theirs.id)
    with following(stranger, after=first.id) as stream:  # nor by asking for the past
        assert stream.next() == told


def test_one_upload_can_be_followed_alone(api: httpx.Client, collection: Sent) -> None:
    mine = api.post("/uploads", json={"collection_id": collection.id}).json()
    with (
        following(api, f"/uploads/{mine['id']}/events") as stream,
        following(api, f"/jobs/{mine['job_id']}/events") as job,
    ):
        assert stream.next().data["upload"]["id"] == mine["id"]
        assert job.next().data["job"]["job_id"] == mine["job_id"]
        collection.send({"other.txt": b"Of another upload."})
        api.post(f"/uploads/{mine['id']}/files", files=[("file", ("a.txt", b"Of this one."))])
        api.post(f"/uploads/{mine['id']}/close").raise_for_status()
        for each in (stream, job):
            told = each.until("upload.finished")
            ids = {one.data.get("upload_id") or one.data["upload"]["id"] for one in told}
            assert ids == {mine["id"]}


def test_the_whole_log_of_an_upload_can_be_replayed(api: httpx.Client, collection: Sent) -> None:
    upload = collection.ingest({"a.txt": b"Replayed."})["upload"]["id"]
    with following(api, f"/uploads/{upload}/events", after="0-1") as stream:
        told = stream.until("upload.finished")
    assert told[0].name == "upload.opened"
