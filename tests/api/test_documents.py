"""Documents, search, retry, cancel, delete, and lists that page."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import httpx
import pytest

from tests.api.conftest import INGESTED, Sent
from tests.eventually import eventually
from tests.running import Winnow


@contextmanager
def still(winnow: Winnow) -> Iterator[None]:
    """Ingestion stands still: whatever is sent waits."""
    pids = eventually(lambda: winnow.pids.get("ingestion"))

    def stopped() -> bool:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        if _writable(winnow):
            return True
        for pid in pids:  # it held the write lock: a little later it does not
            os.kill(pid, signal.SIGCONT)
        return False

    try:
        eventually(stopped)
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def _writable(winnow: Winnow) -> bool:
    with closing(sqlite3.connect(winnow.data_dir / "winnow.db", timeout=0.5)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        return True


def the_id(answer: dict[str, Any], at: int = 0) -> str:
    found: str = answer["files"][at]["document_id"]
    return found


def test_text_is_read_by_span_with_its_place(api: httpx.Client, collection: Sent) -> None:
    table = "number,grain\n" + "".join(f"{number},barley\n" for number in range(1, 101))
    document = the_id(collection.ingest({"a.csv": table.encode()}))
    whole = api.get(f"/documents/{document}/text").json()
    start = whole["text"].index("50")
    shown = api.get(f"/documents/{document}/text", params={"start": start, "end": start + 2}).json()
    assert (shown["text"], shown["start"], shown["end"]) == ("50", start, start + 2)
    assert shown["characters"] == len(whole["text"])
    assert shown["place"] == {"row": 51}
    beyond = api.get(f"/documents/{document}/text", params={"start": 10**9}).json()
    assert beyond["text"] == ""


@pytest.mark.parametrize(
    "span", [{"start": 5, "end": 4}, {"end": 200_001}, {"start": -1}, {"start": 10**30}, {"start": "x"}]
)
def test_an_impossible_span_is_refused(api: httpx.Client, collection: Sent, span: dict[str, Any]) -> None:
    document = the_id(collection.ingest({"a.txt": b"short"}))
    assert api.get(f"/documents/{document}/text", params=span).status_code == 400


def test_the_original_comes_as_a_sandboxed_download(api: httpx.Client, collection: Sent) -> None:
    page = b"<html><script>alert(1)</script><p>Hello, barley.</p></html>"
    document = the_id(collection.send({"folder/eva's page.html": page}))
    answer = api.get(f"/documents/{document}/blob")
    assert answer.content == page
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''eva%27s%20page.html"
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_a_file_that_can_not_be_read_says_why(collection: Sent) -> None:
    collection.ingest(
        {"good.txt": b"Good.", "empty.txt": b"", "broken.pdf": b"%PDF-1.7 nothing", "noise.bin": bytes(500)}
    )
    found = collection.documents()
    assert {name: each["status"] for name, each in found.items()} == {
        "good.txt": "ready", "empty.txt": "failed", "broken.pdf": "failed", "noise.bin": "failed",
    }  # fmt: skip
    assert all(each["reason"].endswith(".") for each in found.values() if each["status"] == "failed")


def test_what_is_deleted_is_found_no_more_and_can_be_sent_again(api: httpx.Client, collection: Sent) -> None:
    files = {"a.txt": b"The quinquereme of Nineveh."}

    def found() -> list[str]:
        query = {"q": "quinquereme", "collection_id": collection.id}
        return [hit["document_name"] for hit in api.get("/search", params=query).json()["items"]]

    document = the_id(collection.ingest(files))
    assert found() == ["a.txt"]
    assert api.delete(f"/documents/{document}").status_code == 204
    assert found() == []
    assert api.get(f"/documents/{document}").status_code == 404
    assert api.delete(f"/documents/{document}").status_code == 404
    assert collection.ingest(files)["files"][0]["outcome"] == "accepted"
    assert found() == ["a.txt"]


def test_a_failed_file_is_retried_alone(api: httpx.Client, collection: Sent) -> None:
    answer = collection.ingest({"good.txt": b"Good.", "empty.txt": b""})
    again = api.post(f"/documents/{the_id(answer, 1)}/retry")
    assert again.status_code == 200
    eventually(lambda: collection.state(answer)["status"] == "finished", INGESTED)
    assert collection.state(answer)["failed"] == 1


def test_only_what_failed_or_was_cancelled_can_be_retried(api: httpx.Client, collection: Sent) -> None:
    document = the_id(collection.ingest({"good.txt": b"Good."}))
    answer = api.post(f"/documents/{document}/retry")
    assert answer.status_code == 409
    assert answer.json()["detail"] == "Only failed and cancelled documents can be tried again."


def test_a_waiting_document_is_cancelled_and_retried(winnow: Winnow, api: httpx.Client, collection: Sent) -> None:
    with still(winnow):
        answer = collection.send({"one.txt": b"One waits.", "two.txt": b"Two waits."})
        cancelled = api.post(f"/documents/{the_id(answer)}/cancel").json()
        assert cancelled["status"] == "cancelled"
        assert api.post(f"/documents/{the_id(answer)}/cancel").status_code == 409
    eventually(lambda: collection.state(answer)["status"] == "finished", INGESTED)
    assert (collection.state(answer)["ready"], collection.state(answer)["cancelled"]) == (1, 1)
    api.post(f"/documents/{the_id(answer)}/retry").raise_for_status()
    eventually(lambda: collection.state(answer)["ready"] == 2, INGESTED)


def test_a_cancelled_upload_ends_and_takes_no_more_files(winnow: Winnow, api: httpx.Client, collection: Sent) -> None:
    with still(winnow):
        answer = collection.send({f"{number}.txt": str(number).encode() for number in range(5)})
        upload = answer["upload"]["id"]
        assert api.delete(f"/uploads/{upload}").json()["status"] == "cancelled"
        refused = api.post(f"/uploads/{upload}/files", files=[("file", ("late.txt", b"late"))])
        assert (refused.status_code, api.delete(f"/uploads/{upload}").status_code) == (409, 409)
        assert api.post(f"/uploads/{upload}/close").status_code == 409
    assert api.get(f"/jobs/{answer['upload']['job_id']}").json()["status"] == "cancelled"
    api.post(f"/uploads/{upload}/retry").raise_for_status()
    eventually(lambda: collection.state(answer)["ready"] == 5, INGESTED)
    assert api.delete(f"/jobs/{answer['upload']['job_id']}").status_code == 409


def test_a_collection_is_deleted_while_it_is_filled(winnow: Winnow, api: httpx.Client, collection: Sent) -> None:
    with still(winnow):
        answer = collection.send({f"{number}.txt": f"Doomed {number}".encode() for number in range(120)})
        assert api.delete(f"/collections/{collection.id}").status_code == 204
    assert api.get(f"/uploads/{answer['upload']['id']}").status_code == 404
    hashes = [each["sha256"] for each in answer["files"]]
    assert not [each for each in hashes if (winnow.data_dir / "blobs" / each[:2] / each[2:4] / each).exists()]


def test_a_collection_is_renamed_while_it_is_filled(winnow: Winnow, api: httpx.Client, collection: Sent) -> None:
    with still(winnow):
        answer = collection.send({"a.txt": b"The name changes."})
        api.patch(f"/collections/{collection.id}", json={"name": f"{collection.name}-new"}).raise_for_status()
    eventually(lambda: collection.state(answer)["ready"] == 1, INGESTED)
    assert api.get(f"/collections/{collection.id}").json()["name"] == f"{collection.name}-new"


def test_names_of_collections_are_unique_and_plain(api: httpx.Client, collection: Sent) -> None:
    taken = api.post("/collections", json={"name": f"#{collection.name}"})
    assert (taken.status_code, taken.json()["title"]) == (409, "Not possible now")
    for name in ("", "two words", "a/b", "<b>", "x" * 65, "\u202e", "a\u0000b"):
        refused = api.post("/collections", json={"name": name})
        assert refused.status_code == 400
        assert "no spaces" in refused.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"name": 1}',
        b'{"nom": "x"}',
        b"[" * 100_000,
        b'"' + b"x" * 2_000_000 + b'"',
        b"\xff",
    ],
)
def test_a_body_that_makes_no_sense_is_refused_in_words(api: httpx.Client, body: bytes) -> None:
    answer = api.post("/collections", content=body)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("number", [-1, 2**63, 10**40, 1.5, "many"])
def test_an_impossible_number_of_files_is_refused(api: httpx.Client, collection: Sent, number: Any) -> None:
    assert api.post("/uploads", json={"collection_id": collection.id, "expected_files": number}).status_code == 400


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "`limit` is 0; it must be at least 1."),
        ("limit=1001", "`limit` is 1001; it must be at most 1,000."),
        ("limit=x", "`limit` must be a whole number, not “x”."),
        ("limt=5", "There is nothing called `limt` here. Leave it out, or write it as one of `limit`, `after`."),
        ("after=" + "x" * 101, "`after` has 101 characters; 100 are the most. Send fewer."),
    ],
)
def test_a_query_with_a_mistake_is_refused_and_told_what_to_do(api: httpx.Client, query: str, sentence: str) -> None:
    answer = api.get(f"/collections?{query}")
    assert (answer.status_code, answer.json()["detail"]) == (400, sentence)


def test_lists_page_to_the_end_without_repeat(winnow: Winnow, api: httpx.Client, collection: Sent) -> None:
    with still(winnow):
        answer = collection.send({f"{number}.txt": f"Page {number}".encode() for number in range(25)})
        found: list[str] = []
        query: dict[str, Any] = {"collection_id": collection.id, "limit": 10}
        while True:
            page = api.get("/documents", params=query).json()
            found += [each["name"] for each in page["items"]]
            assert page["total"] == 25
            if not page["next"]:
                break
            query["after"] = page["next"]
        assert found == [f"{number}.txt" for number in range(25)]
        files = api.get(f"/uploads/{answer['upload']['id']}/files", params={"outcome": "accepted", "limit": 20}).json()
        assert (len(files["items"]), bool(files["next"])) == (20, True)


def test_documents_are_narrowed_by_status_and_words(api: httpx.Client, collection: Sent) -> None:
    collection.ingest({"Apple_1.txt": b"a", "apple%.txt": b"b", "pear.txt": b"c", "empty.txt": b""})

    def found(**query: str) -> set[str]:
        shown = api.get("/documents", params={"collection_id": collection.id} | query).json()
        assert shown["total"] == len(shown["items"])
        return {each["name"] for each in shown["items"]}

    assert found(q="apple") == {"Apple_1.txt", "apple%.txt"}
    assert found(q="%") == {"apple%.txt"}
    assert found(status="failed") == {"empty.txt"}
    assert found(status="ready,failed", q="e_1") == {"Apple_1.txt"}


@pytest.mark.parametrize(
    "q", ['"', "a AND", "NEAR(", "*", "-", "col:x", "'; DROP TABLE document; --", "\x00", "🌾" * 1000, "^", "()"]
)
def test_no_question_breaks_the_search(api: httpx.Client, q: str) -> None:
    assert api.get("/search", params={"q": q}).status_code == 200
