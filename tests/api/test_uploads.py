"""Sending files: however they come, each gets an answer of its own (R1.1, R1.2)."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.api.conftest import INGESTED, Sent
from tests.eventually import eventually
from tests.running import Winnow

BOUNDARY = b"winnow-test"
FORM = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY.decode()}"}
MIB = 1024 * 1024


def part(name: bytes, content: bytes) -> bytes:
    head = b'--%b\r\nContent-Disposition: form-data; name="file"; filename="%b"\r\n\r\n' % (BOUNDARY, name)
    return head + content + b"\r\n"


END = b"--" + BOUNDARY + b"--\r\n"


def names(answer: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["outcome"] for each in answer["files"]}


def test_fifty_files_arrive_in_one_request(collection: Sent) -> None:
    files = {f"folder/{number}.txt": f"File {number}".encode() for number in range(50)}
    answer = collection.ingest(files)
    assert names(answer) == dict.fromkeys(files, "accepted")
    assert [each["sha256"] for each in answer["files"]] == [hashlib.sha256(each).hexdigest() for each in files.values()]
    assert {each["status"] for each in collection.documents().values()} == {"ready"}


def test_curl_sends_files_in_one_call(winnow: Winnow, collection: Sent, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("From curl.")
    (tmp_path / "b ü;'.csv").write_text("name,amount\nrye,3\n")
    argv = ["curl", "-sS", "--fail-with-body", "-H", f"Authorization: Bearer {winnow.key}"]
    for name in ("a.txt", "b ü;'.csv"):
        argv += ["-F", f'file=@"{tmp_path / name}"']
    done = subprocess.run([*argv, f"{winnow.url}/api/v1/collections/{collection.id}/files"], capture_output=True)
    assert done.returncode == 0, done.stdout
    assert collection.documents().keys() == {"a.txt", "b ü;'.csv"}


def test_a_path_field_names_the_file_that_follows(api: httpx.Client, collection: Sent) -> None:
    fields = [
        ("path", (None, b"deep/folder/a.txt")),
        ("file", ("a.txt", b"one")),
        ("file", ("b.txt", b"two")),
    ]
    answer = api.post(f"/collections/{collection.id}/files", files=fields)
    assert names(answer.json()).keys() == {"deep/folder/a.txt", "b.txt"}


def test_the_uploader_is_told_which_file_is_a_duplicate_of_which(collection: Sent) -> None:
    answer = collection.send({"a.txt": b"same", "b.txt": b"same"})
    assert names(answer) == {"a.txt": "accepted", "b.txt": "duplicate"}
    assert answer["files"][1]["same_as"] == "a.txt"
    assert answer["files"][1]["document_id"] == answer["files"][0]["document_id"]


def test_the_same_files_on_many_connections_at_once_are_taken_once(collection: Sent) -> None:
    files = {f"{number}.txt": f"Sent eight times: {number}".encode() for number in range(10)}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: collection.send(files), range(8)))
    outcomes = [each["outcome"] for answer in answers for each in answer["files"]]
    assert (outcomes.count("accepted"), outcomes.count("duplicate")) == (10, 70)
    assert len(collection.documents()) == 10


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\Users\\a\\b.txt", "b.txt"),
        ("<script>alert(1)</script>.txt", "<script>alert(1)<_script>.txt"),
        ("a\u202etxt.exe", "a txt.exe"),
        ("Müller – Übersicht 2024 (1).txt", "Müller – Übersicht 2024 (1).txt"),
        ("日本語.txt", "日本語.txt"),
        ("...", "..."),
        ("..", "unnamed"),
        ("   ", "unnamed"),
        ("x" * 3_000 + ".txt", "x" * 996 + ".txt"),
        ('quote"d.txt', 'quote"d.txt'),
        ("line\r\nbreak.txt", "line  break.txt"),
        ("%2e%2e%2f.txt", "%2e%2e%2f.txt"),
        ("a.txt\x00.exe", "a.txt .exe"),
    ],
)
def test_odd_names_are_shown_and_never_used_as_paths(
    api: httpx.Client, collection: Sent, sent: str, shown: str
) -> None:
    written = sent.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode()
    body = part(written, b"An odd name.") + END
    answer = api.post(f"/collections/{collection.id}/files", content=body, headers=FORM)
    expected = shown.replace("<_script>", "</script>")
    assert names(answer.json()) == {expected: "accepted"}
    document = collection.documents()[expected]
    assert api.get(f"/documents/{document['id']}/blob").content == b"An odd name."


def test_a_name_that_is_not_utf8_is_shown_as_far_as_it_can_be(api: httpx.Client, collection: Sent) -> None:
    answer = api.post(f"/collections/{collection.id}/files", content=part(b"a\xff\xfe.txt", b"x") + END, headers=FORM)
    assert list(names(answer.json())) == ["a\ufffd\ufffd.txt"]


def test_a_request_that_ends_in_the_middle_keeps_what_was_complete(api: httpx.Client, collection: Sent) -> None:
    body = part(b"whole.txt", b"This one came whole.") + part(b"half.txt", b"This one")[:-6]
    answer = api.post(f"/collections/{collection.id}/files", content=body, headers=FORM)
    assert answer.status_code == 400
    assert "ended in the middle" in answer.json()["detail"]
    assert list(collection.documents()) == ["whole.txt"]


def test_a_sender_that_goes_away_leaves_what_was_complete(winnow: Winnow, collection: Sent) -> None:
    body = part(b"whole.txt", b"x" * MIB) + part(b"half.txt", b"y" * MIB)
    head = f"POST /api/v1/collections/{collection.id}/files HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Authorization: Bearer {winnow.key}\r\nContent-Length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in FORM.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", winnow.port)) as connection:
        connection.sendall(head.encode() + body[: -MIB // 2])
        eventually(lambda: "whole.txt" in collection.documents())
    eventually(lambda: not list((winnow.data_dir / "incoming").iterdir()))
    assert list(collection.documents()) == ["whole.txt"]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"just text"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=" + "x" * 5_000, b"a boundary that is too long"),
        ("multipart/form-data; boundary=winnow-test", b"no form at all"),
        ("multipart/form-data; boundary=winnow-test", part(b"a" * 100_000, b"a huge header") + END),
        ("multipart/form-data; boundary=winnow-test", b"--winnow-test\r\n" + b"a: b\r\n" * 10_000 + b"\r\n\r\n" + END),
        ("multipart/form-data; boundary=winnow-test", END),
        (
            "multipart/form-data; boundary=winnow-test",
            b'--winnow-test\r\nContent-Disposition: form-data; name="file"\r\n\r\na.pdf\r\n' + END,
        ),
    ],
)
def test_what_is_no_form_with_files_is_refused_in_words(
    api: httpx.Client, collection: Sent, content_type: str, body: bytes
) -> None:
    answer = api.post(f"/collections/{collection.id}/files", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert collection.documents() == {}
    begun = api.get("/uploads", params={"collection_id": collection.id, "limit": 1000}).json()["items"]
    assert begun == []


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        (b"filename*=UTF-8''r%C3%A4t%20%E2%82%AC.txt", "rät €.txt"),
        (b"filename=\"=?utf-8?B?csOkdC50eHQ=?=\"; filename*=utf-8''r%C3%A4t.txt", "rät.txt"),
        (b"filename*=iso-8859-1'en'r%E4t.txt", "rät.txt"),
        (b"filename*=undefined''r.txt", "r.txt"),
        (b"filename*=idna''xn--%ff.txt", "xn--\N{REPLACEMENT CHARACTER}.txt"),
        (b"filename*=punycode''%ff-%ff; filename=plain.txt", "plain.txt"),
        (b"filename*=a\x00b''r.txt", "r.txt"),
        (b"filename*=utf-16''r.txt", "r.txt"),
    ],
)
def test_names_are_read_as_other_programs_write_them(
    api: httpx.Client, collection: Sent, parameters: bytes, name: str
) -> None:
    head = b'--%b\r\nContent-Disposition: form-data; name="file"; %b\r\n\r\n' % (BOUNDARY, parameters)
    body = head + b"text\r\n" + END
    answer = api.post(f"/collections/{collection.id}/files", content=body, headers=FORM).raise_for_status().json()
    assert names(answer) == {name: "accepted"}


def test_a_name_that_can_not_be_read_is_refused_with_a_sentence(api: httpx.Client, collection: Sent) -> None:
    parameters = b"filename*1=a; filename*=b"
    head = b'--%b\r\nContent-Disposition: form-data; name="file"; %b\r\n\r\n' % (BOUNDARY, parameters)
    answer = api.post(f"/collections/{collection.id}/files", content=head + b"text\r\n" + END, headers=FORM)
    assert answer.status_code == 400
    assert "name of a file" in answer.json()["detail"]


def test_files_for_a_collection_that_is_not_there_open_nothing(api: httpx.Client) -> None:
    before = len(api.get("/uploads", params={"limit": 1000}).json()["items"])
    assert api.post("/collections/nowhere/files", files={"file": ("a.txt", b"a")}).status_code == 404
    assert len(api.get("/uploads", params={"limit": 1000}).json()["items"]) == before


def test_a_file_that_is_too_large_is_refused_and_its_siblings_are_taken(narrow: Winnow) -> None:
    collection = Sent(narrow.api)
    answer = collection.send({"a.txt": b"a", "big.bin": os.urandom(100_001), "b.txt": b"b"})
    assert names(answer) == {"a.txt": "accepted", "big.bin": "rejected", "b.txt": "accepted"}
    assert answer["files"][1]["reason"] == "This file is larger than 97.66 KB, the most that one file may have."
    assert (answer["upload"]["files_received"], answer["upload"]["rejected"]) == (3, 1)


def test_files_beyond_the_number_an_upload_takes_are_refused(narrow: Winnow) -> None:
    collection = Sent(narrow.api)
    answer = collection.send({f"{number}.txt": str(number).encode() for number in range(7)})
    assert [each["outcome"] for each in answer["files"]] == ["accepted"] * 5 + ["rejected"] * 2
    assert answer["files"][5]["reason"] == "An upload takes at most 5 files. Send the rest as another upload."


def test_a_file_that_does_not_fit_leaves_room_for_one_that_does(narrow: Winnow) -> None:
    collection = Sent(narrow.api)
    files = {f"{number}.bin": os.urandom(90_000) for number in range(3)} | {"small.bin": os.urandom(30_000)}
    answer = collection.send(files)
    assert list(names(answer).values()) == ["accepted", "accepted", "rejected", "accepted"]
    assert answer["files"][2]["reason"] == ("An upload takes at most 244.1 KB in all. Send the rest as another upload.")


def test_a_nearly_full_disk_refuses_files_and_says_what_to_do(tmp_path: Path) -> None:
    free = psutil.disk_usage(str(tmp_path)).free
    full = Winnow(tmp_path, WINNOW_DISK_RESERVE_BYTES=str(free * 2))
    try:
        answer = Sent(full.api).send({"a.txt": b"a"})
    finally:
        full.close()
    assert names(answer) == {"a.txt": "rejected"}
    assert "The disk is nearly full" in answer["files"][0]["reason"]


def test_sending_again_what_got_no_answer_counts_nothing_twice(narrow: Winnow) -> None:
    collection = Sent(narrow.api)
    upload = narrow.api.post("/uploads", json={"collection_id": collection.id}).json()["id"]
    files = {"a.txt": b"a", "twin.txt": b"a", "broken.pdf": b"%PDF-1.4 broken", "big.bin": bytes(100_001)}
    parts = [("file", (name, content)) for name, content in files.items()]

    def send() -> dict[str, Any]:
        return dict(narrow.api.post(f"/uploads/{upload}/files", files=parts).json())

    first = send()
    eventually(lambda: narrow.api.get(f"/uploads/{upload}").json()["failed"], INGESTED)
    again = send()
    assert [each["id"] for each in again["files"]] == [each["id"] for each in first["files"]]
    narrow.api.post(f"/uploads/{upload}/close").raise_for_status()
    eventually(lambda: narrow.api.get(f"/uploads/{upload}").json()["status"] == "finished", INGESTED)
    view = narrow.api.get(f"/uploads/{upload}").json()
    counts = {name: view[name] for name in ("files_received", "accepted", "duplicates", "rejected", "ready", "failed")}
    assert counts == {"files_received": 4, "accepted": 2, "duplicates": 1, "rejected": 1, "ready": 1, "failed": 1}


def test_the_members_of_an_archive_become_documents(collection: Sent) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("../../evil.txt", "Climbing out.")
        archive.writestr("inner/a.txt", "A member.")
        archive.writestr("inner/twin.txt", "A member.")
    answer = collection.ingest({"all.zip": data.getvalue()})
    assert {name: each["status"] for name, each in collection.documents().items()} == {
        "all.zip": "ready", "all.zip/evil.txt": "ready", "all.zip/inner/a.txt": "ready",
    }  # fmt: skip
    view = collection.state(answer)
    assert (view["files_received"], view["documents"], view["duplicates"]) == (1, 3, 1)


def test_memory_stays_flat_while_300_megabytes_arrive(winnow: Winnow, collection: Sent) -> None:
    api = psutil.Process(winnow.pids["api"][0])
    before, peak = api.memory_info().rss, 0
    block = os.urandom(MIB)

    def body() -> Any:
        nonlocal peak
        for number in range(10):
            head, _, tail = part(b"%d.bin" % number, b"|").partition(b"|")
            yield head + b"%d" % number
            for _ in range(30):
                yield block
                peak = max(peak, api.memory_info().rss)
            yield tail
        yield END

    answer = winnow.api.post(f"/collections/{collection.id}/files", content=body(), headers=FORM, timeout=120)
    assert [each["size"] for each in answer.json()["files"]] == [30 * MIB + 1] * 10
    assert peak - before < 60 * MIB
    winnow.api.delete(f"/collections/{collection.id}").raise_for_status()
