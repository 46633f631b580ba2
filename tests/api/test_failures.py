"""What failed: counted, explained, listed, and tried again only where that can help."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

from tests.api.conftest import INGESTED, Sent
from tests.eventually import eventually

GOOD, EMPTY, BLANK = b"Good.", b"", b" \n "
FILES = {"a/good.txt": GOOD, "a/empty.txt": EMPTY, "b/empty.md": b"\n", "blank.txt": BLANK}


def documents(collection: Sent, **query: Any) -> dict[str, Any]:
    found = collection.api.get("/documents", params={"collection_id": collection.id, **query})
    answer: dict[str, Any] = found.raise_for_status().json()
    return answer


def jobs(api: httpx.Client, collection: Sent, status: str) -> list[str]:
    query = {"collection_id": collection.id, "status": status}
    found = api.get("/jobs", params=query).raise_for_status().json()["items"]
    return [each["job_id"] for each in found]


def test_a_list_says_how_many_there_would_be_at_each_status(collection: Sent) -> None:
    collection.ingest(FILES)
    page = documents(collection, status="failed", limit=1)
    assert (page["total"], page["counts"]) == (3, {"failed": 3, "ready": 1})
    page = documents(collection, q="good", status="failed")
    assert (page["total"], page["counts"]) == (0, {"ready": 1})


def test_why_documents_failed_is_said_once_for_all_that_failed_so(collection: Sent) -> None:
    answer = collection.ingest(FILES)
    why = f"/collections/{collection.id}/failures"
    found = collection.api.get(why).raise_for_status().json()["items"]
    assert [(each["count"], each["retryable"]) for each in found] == [(2, 0), (1, 0)]
    assert found[0]["reason"] == "The file holds no text, nothing but white space."
    assert [each["name"] for each in found[0]["documents"]] == ["b/empty.md", "blank.txt"]
    of_upload = {"upload_id": answer["upload"]["id"]}
    assert collection.api.get(why, params=of_upload).json()["items"] == found
    assert collection.api.get(why, params={"upload_id": "none"}).json()["items"] == []


def test_a_job_that_finished_with_failures_is_found_among_the_failed(
    api: httpx.Client,
    collection: Sent,
) -> None:
    job = collection.ingest(FILES)["upload"]["job_id"]
    assert jobs(api, collection, "failed") == []
    assert jobs(api, collection, "with_failures") == [job]
    assert jobs(api, collection, "failed,with_failures") == [job]
    assert jobs(api, collection, "completed") == [job]


def test_what_would_fail_again_is_not_tried_again(api: httpx.Client, collection: Sent) -> None:
    upload = collection.ingest(FILES)["upload"]
    for path in (f"/jobs/{upload['job_id']}", f"/uploads/{upload['id']}"):
        refused = api.post(f"{path}/retry")
        assert refused.status_code == 409
        assert refused.json()["detail"].startswith("Its failed files would fail again as they are.")
    assert api.get(f"/jobs/{upload['job_id']}").json()["result"]["retryable"] == 0


def test_what_did_not_fail_is_not_tried_again(api: httpx.Client, collection: Sent) -> None:
    upload = collection.ingest({"good.txt": GOOD})["upload"]
    refused = api.post(f"/jobs/{upload['job_id']}/retry")
    assert refused.json()["detail"] == "None of its files failed, so there is nothing to try again."
    asked = {"message": f"How many documents are in #{collection.name}?", "mode": "full"}
    job = api.post("/chat", json=asked).raise_for_status().json()["job_id"]
    eventually(lambda: api.get(f"/jobs/{job}").json()["status"] == "completed", INGESTED)
    refused = api.post(f"/jobs/{job}/retry")
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("It was answered, and nothing failed")


def test_an_upload_that_was_stopped_says_so_and_goes_on(
    api: httpx.Client,
    collection: Sent,
) -> None:
    request = {"collection_id": collection.id, "expected_files": 3, "label": "Papers/"}
    upload = api.post("/uploads", json=request).raise_for_status().json()
    where = f"/uploads/{upload['id']}"

    def send(*names: str) -> None:
        parts = [("file", (name, name.encode())) for name in names]
        api.post(f"{where}/files", files=parts).raise_for_status()

    def ended() -> dict[str, Any]:
        eventually(lambda: api.get(where).json()["status"] == "finished", INGESTED)
        job: dict[str, Any] = api.get(f"/jobs/{upload['job_id']}").json()
        return job

    send("one.txt")
    api.post(f"{where}/close").raise_for_status()
    stopped = ended()
    assert (stopped["result"]["missing"], stopped["total_items"]) == (2, 1)

    assert api.post(f"{where}/reopen").raise_for_status().json()["status"] == "open"
    assert api.post(f"{where}/reopen").raise_for_status().json()["finished_at"] is None
    send("one.txt", "two.txt", "three.txt")
    whole = ended()
    shown = api.get(where).json()
    assert (shown["ready"], shown["files_received"], shown["duplicates"]) == (3, 3, 0)
    assert (whole["result"]["missing"], whole["total_items"]) == (0, 3)


def test_a_cancelled_upload_does_not_go_on(api: httpx.Client, collection: Sent) -> None:
    upload = api.post("/uploads", json={"collection_id": collection.id}).raise_for_status().json()
    api.delete(f"/uploads/{upload['id']}").raise_for_status()
    assert api.post(f"/uploads/{upload['id']}/reopen").status_code == 409


def test_the_counts_of_a_collection_add_up_and_follow_every_deletion(
    api: httpx.Client,
    collection: Sent,
) -> None:
    answer = collection.ingest({f"{number}.txt": str(number).encode() for number in range(3)})
    told = api.get(f"/collections/{collection.id}").json()
    assert (told["document_count"], told["ready_count"], told["active_count"]) == (3, 3, 0)
    deadline, left = time.monotonic() + INGESTED, None
    with api.stream("GET", "/events") as stream:
        lines = stream.iter_lines()
        next(line for line in lines if line.startswith("event: snapshot"))
        for file in answer["files"]:
            api.delete(f"/documents/{file['document_id']}").raise_for_status()
        while left != 0:  # there is a ping every few seconds
            data = next(lines).removeprefix("data: ")
            if data.startswith("{") and (changed := json.loads(data).get("collection", {})):
                left = changed["document_count"] if changed["id"] == collection.id else left
            assert time.monotonic() < deadline, f"the last that was told are {left}"
