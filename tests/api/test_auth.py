"""Who gets in, and what no other site may cause (R9.1, R9.3)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.api.conftest import Sent
from tests.running import BY_HAND, Winnow

SignIn = Callable[[], httpx.Client]
PROBLEM = "application/problem+json"


def test_a_link_that_a_person_opens_signs_in_once(winnow: Winnow) -> None:
    link = winnow.sign_in_link()
    first, second = httpx.get(link, headers=BY_HAND), httpx.get(link, headers=BY_HAND)
    cookie = first.headers["set-cookie"]
    assert (first.status_code, first.headers["location"]) == (303, "/")
    assert f"winnow_{winnow.port}=" in cookie
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert second.status_code == 410
    assert "set-cookie" not in second.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        BY_HAND | {"Sec-Fetch-Site": "cross-site"},
        BY_HAND | {"Sec-Fetch-Dest": "iframe"},
        BY_HAND | {"Sec-Purpose": "prefetch;prerender"},
        BY_HAND | {"Purpose": "prefetch"},
        BY_HAND | {"X-Moz": "prefetch"},
        BY_HAND | {"Host": "192.168.1.7"},
    ],
)
def test_what_only_looks_at_a_link_does_not_use_it_up(winnow: Winnow, headers: dict[str, str]) -> None:
    link = winnow.sign_in_link()
    for look in (httpx.head, httpx.get, httpx.head):
        seen = look(link, headers=headers)
        assert seen.status_code == 200
        assert "set-cookie" not in seen.headers
        assert seen.headers["cache-control"] == "no-store"
    assert httpx.head(link, headers=BY_HAND).status_code == 200
    opened = httpx.post(f"{winnow.url}/signin", data={"key": key_of(link)}, headers={"Origin": winnow.url})
    assert opened.status_code == 303
    assert httpx.get(link).status_code == 410


def key_of(link: str) -> str:
    return link.partition("key=")[2]


def test_another_site_can_not_press_the_button(winnow: Winnow) -> None:
    link = winnow.sign_in_link()
    for headers in ({}, {"Origin": "http://evil.example"}, {"Origin": "null"}):
        answer = httpx.post(f"{winnow.url}/signin", data={"key": key_of(link)}, headers=headers)
        assert answer.status_code == 403
    assert httpx.get(link).status_code == 200


def test_whoever_guesses_links_is_slowed_down_and_nobody_else(winnow: Winnow) -> None:
    guess = f"{winnow.url}/signin?key=wl_guessed"
    stranger = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(transport=stranger, timeout=30) as client, ThreadPoolExecutor(30) as pool:
        guesses = [pool.submit(client.get, guess) for _ in range(30)]
        assert httpx.get(winnow.sign_in_link()).status_code == 200
        answers = [each.result() for each in guesses]
    assert {each.status_code for each in answers} == {410, 429}
    refused = next(each for each in answers if each.status_code == 429)
    assert refused.headers["retry-after"]
    assert refused.json()["detail"].startswith("Too many sign-in links")


@pytest.mark.parametrize(("proto", "secure"), [("https", True), ("http", False)])
def test_a_cookie_that_came_over_tls_stays_there(winnow: Winnow, proto: str, secure: bool) -> None:
    """The proxy in front is on this machine, so it is believed."""
    key = key_of(winnow.sign_in_link())
    headers = {"X-Forwarded-Proto": proto, "Origin": f"{proto}://127.0.0.1:{winnow.port}"}
    answer = httpx.post(f"{winnow.url}/signin", data={"key": key}, headers=headers)
    assert answer.status_code == 303
    assert ("; Secure" in answer.headers["set-cookie"]) is secure


def test_a_cookie_opens_the_api_until_sign_out(winnow: Winnow, browser: SignIn) -> None:
    client = browser()
    kept = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    assert client.get("/api/v1/me").json()["name"] == "owner"
    assert client.post("/api/v1/signout").status_code == 204
    assert httpx.get(f"{winnow.url}/api/v1/me", headers={"Cookie": kept}).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wk_wrong"},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic d2lubm93"},
        {"Cookie": "winnow_1=ws_wrong"},
    ],
)
def test_without_a_valid_key_nothing_is_told(winnow: Winnow, headers: dict[str, str]) -> None:
    for path in ("/me", "/collections", "/events", "/documents/x", "/openapi-is-not-here"):
        answer = httpx.get(f"{winnow.url}/api/v1{path}", headers=headers)
        assert answer.status_code == (401 if "openapi" not in path else 404)
        assert answer.headers["content-type"] == PROBLEM


def test_a_sign_in_link_or_a_cookie_is_no_api_key(winnow: Winnow, browser: SignIn) -> None:
    link = key_of(winnow.sign_in_link())
    cookie = browser().cookies[f"winnow_{winnow.port}"]
    for secret in (link, cookie):
        answer = httpx.get(f"{winnow.url}/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_write_that_another_site_caused_is_refused(browser: SignIn, headers: dict[str, str]) -> None:
    answer = browser().post("/api/v1/collections", json={"name": "evil"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "Another web site caused this request, so it was refused."


def test_a_write_from_our_own_address_by_another_scheme_is_refused(browser: SignIn, winnow: Winnow) -> None:
    headers = {"Origin": winnow.url.replace("http", "https")}
    assert browser().post("/api/v1/collections", json={"name": "evil"}, headers=headers).status_code == 403


def test_a_write_with_a_cookie_that_does_not_say_where_it_is_from_is_refused(browser: SignIn) -> None:
    client = browser()
    del client.headers["Origin"]
    assert client.post("/api/v1/collections", json={"name": "evil"}).status_code == 403
    client.headers["Sec-Fetch-Site"] = "same-origin"
    assert client.post("/api/v1/conversations", json={"title": "Mine"}).status_code == 201


def test_a_write_from_our_own_page_is_obeyed(browser: SignIn, winnow: Winnow, collection: Sent) -> None:
    headers = {"Origin": winnow.url, "Sec-Fetch-Site": "same-origin"}
    path = f"/api/v1/collections/{collection.id}"
    assert browser().patch(path, json={"description": "mine"}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "[", "localhost.evil.example", "", "@", "127.0.0.1.x"]
)
def test_a_foreign_host_is_refused(winnow: Winnow, host: str) -> None:
    answer = httpx.get(f"{winnow.url}/healthz", headers={"Host": host})
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:winnow:unknown-host"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]:9", "192.168.1.7"])
def test_own_names_and_plain_addresses_are_hosts(winnow: Winnow, host: str) -> None:
    assert httpx.get(f"{winnow.url}/healthz", headers={"Host": host}).status_code == 200


def test_every_answer_keeps_browsers_safe(winnow: Winnow, api: httpx.Client) -> None:
    for answer in (
        api.get("/me"),
        api.get("/nothing"),
        httpx.get(f"{winnow.url}/"),
        httpx.get(f"{winnow.url}/healthz"),
    ):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-request-id"]


def test_what_belongs_to_another_user_does_not_exist(collection: Sent, stranger: httpx.Client) -> None:
    answer = collection.ingest({"secret.txt": b"The secret barley contract."})
    upload, document = answer["upload"], answer["files"][0]["document_id"]
    calls = [
        ("GET", f"/collections/{collection.id}"),
        ("PATCH", f"/collections/{collection.id}"),
        ("DELETE", f"/collections/{collection.id}"),
        ("GET", f"/uploads/{upload['id']}"),
        ("DELETE", f"/uploads/{upload['id']}"),
        ("POST", f"/uploads/{upload['id']}/close"),
        ("POST", f"/uploads/{upload['id']}/retry"),
        ("GET", f"/uploads/{upload['id']}/events"),
        ("GET", f"/uploads/{upload['id']}/files?outcome=accepted"),
        ("GET", f"/documents?collection_id={collection.id}"),
        ("GET", f"/documents/{document}"),
        ("DELETE", f"/documents/{document}"),
        ("GET", f"/documents/{document}/text"),
        ("GET", f"/documents/{document}/blob"),
        ("POST", f"/documents/{document}/retry"),
        ("POST", f"/documents/{document}/cancel"),
        ("GET", f"/search?q=barley&collection_id={collection.id}"),
        ("GET", f"/jobs/{upload['job_id']}"),
        ("GET", f"/jobs/{upload['job_id']}/events"),
        ("DELETE", f"/jobs/{upload['job_id']}"),
        ("POST", f"/jobs/{upload['job_id']}/retry"),
    ]
    for method, path in calls:
        body = {"description": "taken"} if method == "PATCH" else None
        refused = stranger.request(method, path, json=body)
        assert (refused.status_code, refused.headers["content-type"]) == (404, PROBLEM), path
    parts = [("file", ("a.txt", b"a"))]
    for path in (f"/collections/{collection.id}/files", f"/uploads/{upload['id']}/files"):
        assert stranger.post(path, files=parts).status_code == 404
    assert stranger.post("/uploads", json={"collection_id": collection.id}).status_code == 404
    for path in ("/collections", "/uploads", "/jobs"):
        assert stranger.get(path).json()["items"] == []
    assert stranger.get("/search", params={"q": "barley"}).json()["items"] == []
    assert collection.documents()["secret.txt"]["status"] == "ready"
