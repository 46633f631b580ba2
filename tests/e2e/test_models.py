"""The pages where language models answer: words that come one by one, what models did and got wrong, the settings."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import ANSWERED, ask, full_answer
from tests.e2e.conftest import OpenPage, send
from tests.e2e.looks import assert_accessible
from tests.fakes.model_server import Act, FakeServer, Seen, fail
from tests.mapreduce.making import NO, reads, yes
from tests.running import Winnow

pytestmark = pytest.mark.browser

KEY = "sk-of-the-tests-0123456789"
WORDS = "The mill sold wheat flour [1]. It weighed five kilos [1]. Nobody knows who carried it. So it stands there [1]."
RENEWS = "This contract shall automatically renew for one year."
RENEWAL = {"operation": "count", "what": "contracts", "filters": {"meaning": "renew by themselves"}}


@pytest.fixture(scope="module")
def winnow(tmp_path_factory: pytest.TempPathFactory, _listening: FakeServer) -> Iterator[Winnow]:
    """A Winnow of this module's own, with a model at the fake server; requests hold about one long document."""
    model = {
        "provider": "openai", "model": "hand-1", "name": "Field Hand", "base_url": _listening.base_url("openai"),
        "api_key": KEY, "roles": ["map", "synthesis"], "price_in": "1", "price_out": "2",
    }  # fmt: skip
    folder = tmp_path_factory.mktemp("with-model")
    made = Winnow(folder, WINNOW_MODELS=json.dumps([model]), WINNOW_MAX_TOKENS_PER_JOB="1000")
    yield made
    made.close()


@pytest.fixture
def flour(collection: dict[str, Any], winnow: Winnow) -> str:
    """The name of a collection that says something about flour."""
    send(winnow, collection["id"], {"mill.txt": "The mill sold wheat flour, five kilos.\n"})
    return str(collection["name"])


@pytest.fixture
def more() -> Iterator[threading.Event]:
    """A model that stopped in the middle of its answer goes on when this is set."""
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def half(open_page: OpenPage, flour: str, model_server: FakeServer, more: threading.Event) -> Page:
    """A page on which half an answer has come."""
    model_server.next(Act(WORDS, until=more))
    page = open_page("/ask")
    ask(page, f"Who sold wheat flour in #{flour}?", "Quick answer")
    expect(page.locator(".writing")).to_contain_text("five")
    return page


def test_words_are_shown_as_they_come_and_a_citation_opens_its_source(half: Page, more: threading.Event) -> None:
    expect(half).to_have_url(re.compile("/ask/.+"))
    citation = half.get_by_role("button", name=re.compile("^Source 1")).first
    citation.click()
    expect(half.get_by_role("complementary", name="Document").locator("mark")).to_contain_text("wheat flour")
    half.keyboard.press("Escape")
    expect(half.get_by_role("button", name="Stop")).to_be_visible()
    assert_accessible(half)
    more.set()
    expect(half.get_by_text("Written by Field Hand")).to_be_visible()
    expect(citation).to_be_focused()  # what was pressed stands there still
    expect(half.locator(".remarks")).to_contain_text("without a passage to prove")
    expect(half.locator(".asked")).to_have_count(1)


def test_who_stops_reading_along_still_gets_the_whole_answer(half: Page, more: threading.Event) -> None:
    half.get_by_role("button", name="Stop").click()
    expect(half.get_by_text("You stopped reading along.")).to_be_visible()
    expect(half.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(half.get_by_label("Your question")).to_be_focused()
    more.set()
    expect(half.locator(".said")).to_contain_text("So it stands there")


def test_an_answer_is_finished_though_its_page_was_left(half: Page, more: threading.Event) -> None:
    half.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
    half.go_back()
    expect(half.locator(".writing")).to_contain_text("five")
    half.reload()
    expect(half.get_by_text("There is no answer yet.")).to_be_visible()
    more.set()
    expect(half.locator(".said")).to_contain_text("So it stands there")


def test_an_answer_that_was_cut_off_says_so_and_can_be_asked_for_again(
    open_page: OpenPage, flour: str, model_server: FakeServer, winnow: Winnow
) -> None:
    model_server.answer = lambda seen: Act(WORDS)
    begun = winnow.api.post("/chat", json={"message": f"Flour in #{flour}?", "mode": "quick"}).json()
    page = open_page(f"/ask/{begun['conversation_id']}")
    expect(page.locator(".said")).to_be_visible()
    events = [("answer.begun", begun | {"message_id": "f" * 36}), ("answer.streamed", {"text": "The mill"})]
    body = "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in events)
    page.route("**/api/v1/chat", lambda route: route.fulfill(content_type="text/event-stream", body=body))
    ask(page, "And who carried it?", "Quick answer")
    expect(page.locator(".note.warn")).to_contain_text("The answer was cut off.")
    page.unroute("**/api/v1/chat")
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".said", has_text="So it stands there")).to_have_count(2)
    expect(page.locator(".note.warn")).to_have_count(0)


def reader(seen: Seen) -> Act:
    """Reads contracts; fails on a rotten one, and lies about a car."""
    if "rotten" in seen.text:
        return fail(400, "no such thing")
    return reads(lambda text: yes("It renews for ever.") if "car" in text else judged(text))(seen)


def judged(text: str) -> dict[str, Any]:
    return yes(RENEWS) if RENEWS in text else NO


def test_failed_batches_are_told_and_tried_again(
    open_page: OpenPage, collection: dict[str, Any], winnow: Winnow, model_server: FakeServer
) -> None:
    filler = "Both sides keep to what is written here. " * 60
    texts = {"a.txt": f"{RENEWS} {filler}", "b.txt": f"rotten {RENEWS} {filler}", "c.txt": f"Lease of a car. {filler}"}
    send(winnow, collection["id"], texts)
    model_server.answer = reader
    question = {"message": f"Which contracts of #{collection['name']} renew?", "mode": "full", "plan": RENEWAL}
    asked = winnow.api.post("/chat", json=question).raise_for_status().json()
    page = open_page(f"/ask/{asked['conversation_id']}")
    card = full_answer(page)
    expect(card).to_contain_text("1 of 3 batches failed", timeout=ANSWERED)
    expect(card).to_contain_text("only where it holds: “renew by themselves”")
    card.get_by_role("tab", name="How it was done").click()
    expect(card.get_by_role("row", name=re.compile("Field Hand"))).to_contain_text("0.00")
    card.get_by_text("1 statement of a model rejected").click()
    expect(card.locator(".rejected")).to_contain_text("It renews for ever.")
    assert_accessible(page)
    model_server.answer = reads(judged)
    card.get_by_role("button", name="Try the failed ones again").click()
    expect(card.locator(".headline")).to_contain_text("2", timeout=ANSWERED)
    expect(card.get_by_role("button", name="Try the failed ones again")).to_have_count(0)


def test_a_question_that_waits_says_how_many_come_before_it(
    open_page: OpenPage,
    collection: dict[str, Any],
    winnow: Winnow,
    model_server: FakeServer,
    more: threading.Event,
) -> None:
    send(winnow, collection["id"], {"a.txt": f"Lease of an office. {RENEWS}"})
    answer = json.dumps({"documents": [{"id": "D1", **judged(RENEWS)}]})
    model_server.answer = lambda seen: Act(answer, until=more)
    messages = [f"Which of #{collection['name']} {how} renew?" for how in ("really", "never")]
    asked = [winnow.api.post("/chat", json={"message": each, "plan": RENEWAL}) for each in messages]
    page = open_page(f"/ask/{asked[1].json()['conversation_id']}")
    card = page.get_by_role("region", name=re.compile("^Job: "))
    expect(card).to_contain_text("1 question comes before this one")
    listed = page.get_by_role("navigation", name="Conversations").get_by_role("link")
    expect(listed.filter(has_text="never")).to_contain_text("Waiting")
    expect(listed.filter(has_text="really")).to_contain_text("Reading")
    assert_accessible(page)
    jobs = open_page("/jobs")
    row = jobs.get_by_role("row", name=re.compile("never"))
    expect(row).to_contain_text("1 question comes before this one")
    more.set()
    expect(full_answer(page)).to_be_visible(timeout=ANSWERED)


def test_the_settings_show_the_models_and_never_a_key(open_page: OpenPage, winnow: Winnow) -> None:
    page = open_page("/settings")
    models = page.get_by_role("region", name="Models")
    expect(models.get_by_role("heading", name="Field Hand")).to_be_visible()
    expect(models).to_contain_text("OpenAI-compatible")
    expect(models).to_contain_text("Reads documents and writes answers.")
    expect(models).to_contain_text("1 read, 2 written")
    assert KEY not in page.content()


def test_the_settings_say_what_works_without_a_model_and_how_one_is_set_up(open_page: OpenPage) -> None:
    setting = "WINNOW_MODEL=openai:small WINNOW_MODEL_URL=http://127.0.0.1:11434/v1"
    here = {"name": "Ollama", "base_url": "http://127.0.0.1:11434/v1", "models": ["small"], "settings": setting}
    none: dict[str, Any] = {"items": [], "balance": "round-robin", "local": []}
    page = open_page("/library")
    page.route("**/api/v1/models", lambda route: route.fulfill(json=none))
    page.route("**/api/v1/models?look=1", lambda route: route.fulfill(json=none | {"local": [here]}))
    page.get_by_role("link", name="Settings").click()
    models = page.get_by_role("region", name="Models")
    expect(models).to_contain_text("No language model is set up. This works without one:")
    expect(models).to_contain_text("WINNOW_MODEL=anthropic:MODEL")
    models.get_by_role("button", name="Look for one on this machine").click()
    expect(models).to_contain_text(setting)
    assert_accessible(page)
