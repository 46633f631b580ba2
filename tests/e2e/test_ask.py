"""The Ask page: questions, answers from passages, answers from every document, and what stands behind their numbers."""

from __future__ import annotations

import os
import re
import signal
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.asking import ANSWERED, TOTALS, ask, evidence, full_answer
from tests.e2e.conftest import OpenPage
from tests.e2e.looks import PHONE, assert_accessible
from tests.eventually import eventually
from tests.running import Winnow

pytestmark = pytest.mark.browser


def test_a_quick_answer_shows_passages_that_open_highlighted(open_page: OpenPage, receipts: str) -> None:
    page = open_page("/ask")
    ask(page, f"Who sold wheat flour in #{receipts}?", "Quick answer")
    page.locator(".hit-open, .chip").first.click()
    document = page.get_by_role("complementary", name="Document")
    expect(document.locator("mark")).to_contain_text("Wheat flour")
    page.keyboard.press("Escape")
    expect(page.locator(".hit-open, .chip").first).to_be_focused()


def test_a_number_opens_its_findings_and_these_their_documents(answered: Page) -> None:
    total = full_answer(answered).locator(".headline").get_by_role("button", name=re.compile("1,300.90"))
    total.click()
    expect(evidence(answered).get_by_role("heading")).to_contain_text("3 findings")
    expect(evidence(answered).get_by_role("heading")).to_be_focused()
    for vendor, amount in TOTALS.items():
        row = evidence(answered).get_by_role("row").filter(has_text=f"{vendor.split()[0]}.txt")
        expect(row).to_contain_text(amount)
    row.get_by_role("button").click()
    document = answered.get_by_role("complementary", name="Document")
    expect(document.locator("mark")).to_contain_text(amount)
    answered.keyboard.press("Escape")  # back to the list, and from there to the number
    expect(row.get_by_role("button")).to_be_focused()
    answered.keyboard.press("Escape")
    expect(total).to_be_focused()


def test_every_number_of_an_answer_leads_to_its_source(answered: Page) -> None:
    card = full_answer(answered)
    for tab in card.get_by_role("tab").all():
        tab.click()
        for button in card.locator(".figure:visible").all():
            button.click()
            beside = answered.locator(".source:not([hidden])")
            expect(beside.locator(".table-row .link, mark").first).to_be_visible()
            answered.keyboard.press("Escape")
            expect(beside).to_have_count(0)


def test_every_document_is_accounted_for_and_each_list_opens(answered: Page) -> None:
    line = full_answer(answered).locator(".coverage")
    numbers = [int(number) for number in re.findall(r"\d+", line.inner_text())]
    assert numbers[0] == sum(numbers[1:]) == 4
    line.get_by_role("button", name=re.compile("contributed")).click()
    expect(evidence(answered).get_by_role("row")).to_have_count(3 + 1)  # and the head
    line.get_by_role("button", name=re.compile("not relevant")).click()
    expect(evidence(answered).get_by_role("button", name="poem.txt")).to_be_visible()


def test_the_breakdown_shows_months_items_and_how_it_was_done(answered: Page) -> None:
    card = full_answer(answered)
    card.get_by_role("tab", name="By month").click()
    expect(card.get_by_role("img", name=re.compile("by month"))).to_be_visible()
    expect(card.get_by_role("row", name=re.compile("2018"))).to_contain_text("1,300.90")
    answered.keyboard.press("ArrowRight")
    expect(card.get_by_role("tab", name="Top items")).to_be_focused()
    expect(card.get_by_role("tabpanel").get_by_role("row").nth(1)).to_contain_text("1,250.40")
    card.get_by_role("tab", name="How it was done").click()
    expect(card.get_by_role("tabpanel")).to_contain_text("Confidence")
    every = "4 in all, 3 in the answer, 1 not relevant or left out, 0 could not be read"
    expect(card.get_by_role("tabpanel")).to_contain_text(every)
    expect(card.get_by_role("tabpanel")).to_contain_text("No batch failed.")


def test_everything_is_there_again_after_leaving_and_after_a_reload(answered: Page) -> None:
    full_answer(answered).locator(".headline .figure").first.click()
    expect(evidence(answered)).to_be_visible()
    answered.reload()
    expect(evidence(answered).get_by_role("heading")).to_contain_text("3 findings")
    expect(full_answer(answered)).to_contain_text("1,300.90")
    address = answered.url
    answered.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
    answered.go_back()
    expect(answered).to_have_url(address)
    expect(full_answer(answered)).to_contain_text("1,300.90")


def test_several_questions_run_at_once_and_each_answer_stands_at_its_question(
    open_page: OpenPage, receipts: str
) -> None:
    page = open_page("/ask")
    questions = [f"What is the total of #{receipts}?", f"How many receipts are in #{receipts}?"]
    for question in questions:
        ask(page, question)
        expect(page).to_have_url(re.compile("/ask/.+"))
    expect(full_answer(page)).to_have_count(2, timeout=ANSWERED)
    order = page.locator(".asked, .full h3").all_inner_texts()
    assert order == [questions[0], "Full answer", questions[1], "Full answer"]


def test_a_question_goes_on_while_nobody_watches(
    open_page: OpenPage,
    receipts: str,
    winnow: Winnow,
) -> None:
    page = open_page("/ask")
    expect(page.get_by_label("Your question")).to_be_focused()
    workers = eventually(lambda: winnow.pids.get("query"))
    try:
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)  # or it would be answered before anybody has left
        ask(page, f"What is the total of #{receipts}?")
        expect(page).to_have_url(re.compile("/ask/.+"))
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
        expect(page.get_by_role("heading", name="Library", level=1)).to_be_visible()
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)
    expect(page.locator(".toast")).to_contain_text("An answer is ready", timeout=ANSWERED)
    page.locator(".toast").get_by_role("link", name="Open").click()
    expect(full_answer(page)).to_contain_text("1,300.90")


def test_a_failed_job_says_why_and_can_go_on(answered: Page) -> None:
    reason = "The job took longer than 10 minutes."
    conversation = answered.url.split("/ask/")[1]
    answered.evaluate(
        """async ([conversation_id, error_message]) => {
            const { jobs } = await import("/app/lib/store.js");
            const job = { job_id: "ffffffff-failed", kind: "query", title: "A long question", status: "failed" };
            const done = { total_items: 40, processed_items: 12, failed_items: 0, created_at: "2026-01-01T00:00:00Z" };
            jobs.put([{ ...job, ...done, conversation_id, error_message }]);
        }""",
        [conversation, reason],
    )
    card = answered.get_by_role("region", name="Job: A long question")
    expect(card).to_contain_text(reason)
    expect(card).to_contain_text("12 of 40 documents were read and are kept")
    with answered.expect_request("**/api/v1/jobs/ffffffff-failed/retry"):
        card.get_by_role("button", name="Go on").click()


def test_a_collection_is_completed_by_keyboard_alone(open_page: OpenPage, receipts: str) -> None:
    page = open_page("/ask")
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    page.keyboard.type(f"What is in #{receipts[:9]}")
    expect(page.get_by_role("option", name=receipts)).to_be_visible()
    page.keyboard.press("Enter")
    expect(box).to_have_value(f"What is in #{receipts} ")
    expect(page.get_by_text(f"Asks #{receipts}.")).to_be_visible()


def test_enter_asks_when_the_name_is_typed_out(
    open_page: OpenPage,
    receipts: str,
    winnow: Winnow,
) -> None:
    longer = f"{receipts}-old"
    winnow.api.post("/collections", json={"name": longer}).raise_for_status()
    page = open_page("/ask")
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    page.keyboard.type(f"Who sold flour in #{receipts}")
    expect(page.get_by_role("option").first).to_have_text(re.compile(f"^#{receipts}4 documents"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")  # chosen with an arrow it is taken
    expect(box).to_have_value(f"Who sold flour in #{longer} ")
    box.fill("")
    page.keyboard.type(f"Who sold flour in #{receipts}")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".asked")).to_have_text(f"Who sold flour in #{receipts}")


def test_an_unknown_collection_is_said_before_and_after_asking(open_page: OpenPage, receipts: str) -> None:
    page = open_page("/ask")
    page.get_by_label("Your question").fill(f"Flour in #{receipts} and #nowhere-{uuid.uuid4().hex[:6]} please")
    expect(page.get_by_text("There is no collection #nowhere")).to_be_visible()
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".toast")).to_contain_text("There is no collection #nowhere")


def test_a_question_that_was_not_sent_stays_in_the_box(open_page: OpenPage, receipts: str) -> None:
    page = open_page("/ask")
    page.route("**/api/v1/chat", lambda route: route.abort())
    page.get_by_label("Your question").fill("Is anybody there?")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Your question was not sent")
    expect(page.get_by_label("Your question")).to_have_value("Is anybody there?")
    page.reload()
    expect(page.get_by_label("Your question")).to_have_value("Is anybody there?")


def test_a_conversation_is_renamed_saved_and_deleted(answered: Page, tmp_path: Path) -> None:
    title = f"Spending {uuid.uuid4().hex[:6]}"
    answered.get_by_role("button", name="Rename the conversation").click()
    answered.get_by_role("dialog").get_by_label("Title").fill(title)
    answered.get_by_role("button", name="Save", exact=True).click()
    expect(answered.get_by_role("heading", level=1, name=title)).to_be_visible()
    with answered.expect_download() as download:
        answered.get_by_role("button", name="Save as Markdown").click()
    download.value.save_as(tmp_path / "saved.md")
    assert "1,300.90" in (tmp_path / "saved.md").read_text()
    address = answered.url
    answered.get_by_role("button", name="Delete the conversation").click()
    answered.get_by_role("dialog").get_by_role("button", name="Delete the conversation").click()
    expect(answered.get_by_role("link", name=title)).to_have_count(0)
    answered.goto(address)
    expect(answered.get_by_text("This conversation can not be shown")).to_be_visible()
    expect(answered.get_by_role("link", name="Ask something new")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_beside_answers_and_lists(answered: Page, scheme: Any) -> None:
    answered.emulate_media(color_scheme=scheme)
    for tab in answered.get_by_role("tab").all():
        tab.click()
        assert_accessible(answered)
    full_answer(answered).locator(".headline .figure").first.click()
    expect(evidence(answered).get_by_role("button").nth(1)).to_be_visible()
    assert_accessible(answered)


def test_a_phone_never_scrolls_sideways_beside_an_answer(answered: Page) -> None:
    answered.set_viewport_size(PHONE)
    for tab in answered.get_by_role("tab").all():
        tab.click()
        assert answered.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    answered.get_by_role("link", name="All conversations").click()
    expect(answered.get_by_role("navigation", name="Conversations").get_by_role("link").nth(1)).to_be_visible()
    assert answered.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
