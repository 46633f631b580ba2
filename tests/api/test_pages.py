"""The browser's pages over HTTP: at their addresses, and nowhere else."""

from __future__ import annotations

import re

import httpx
import pytest

from backend.api.pages import FRONTEND, PAGES
from tests.running import Winnow

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PROBLEM = "application/problem+json"


@pytest.mark.parametrize("address", PAGES)
def test_every_page_comes_at_its_address(winnow: Winnow, address: str) -> None:
    answer = httpx.get(winnow.url + re.sub(r"{\w+}", "a b", address))
    assert answer.status_code == 200
    assert '<script type="module" src="/app/main.js">' in answer.text


def test_the_pages_that_the_frontend_knows_have_addresses() -> None:
    known = set(re.findall(r'section === "(\w+)"', (FRONTEND / "app" / "main.js").read_text()))
    assert known == {address.split("/")[1] for address in PAGES} - {""}


@pytest.mark.parametrize("path", ["/metrics", "/nowhere", "/library/a/b", "/jobs/1/2", "/app/none.js", "/.env"])
def test_an_unknown_address_is_not_found(winnow: Winnow, path: str) -> None:
    answer = httpx.get(winnow.url + path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    assert answer.json()["detail"].startswith("There is nothing at this address")
    page = httpx.get(winnow.url + path, headers=BROWSER)
    assert page.status_code == 404
    assert "<h1>Not found</h1>" in page.text
    assert "script" not in page.headers["content-security-policy"]


def test_the_api_answers_browsers_with_problems_too(winnow: Winnow) -> None:
    answer = httpx.get(f"{winnow.url}/api/v1/nowhere", headers=BROWSER)
    assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)


def test_a_method_that_an_address_does_not_take_is_told_which_it_does(winnow: Winnow) -> None:
    answer = httpx.post(f"{winnow.url}/api/v1/me")
    assert (answer.status_code, answer.headers["content-type"]) == (405, PROBLEM)
    assert "GET" in answer.headers["allow"]
