"""What the Ask page computes without a page around it: amounts, tags, order, figures."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import OpenPage
from tests.e2e.test_modules import run

pytestmark = pytest.mark.browser

NAMES = ["receipts-2018", "Übersicht", "v1.2", "42"]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page("/settings", locale="en-GB")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1234567.80", "1,234,567.80"),
        ("-0.50", "-0.50"),
        ("12345678901234567890.10", "12,345,678,901,234,567,890.10"),
        ("7", "7"),
        ("94171/62", "94171/62"),
    ],
)
def test_amounts_are_grouped_without_losing_a_digit(page: Page, written: str, shown: str) -> None:
    assert run(page, "decimal", "(m, text) => m.decimal(text)", written) == shown


def test_amounts_are_shown_in_the_signs_of_the_reader(open_page: OpenPage) -> None:
    page = open_page("/settings", locale="de-DE")
    assert run(page, "decimal", "(m, text) => m.decimal(text)", "-1234.50") == "-1.234,50"


def tags(page: Page, question: str) -> list[Any]:
    body = "(m, text, names) => m.pieces(text, names).filter(({ tag }) => tag).map(({ tag, name }) => [tag, name])"
    found: list[Any] = run(page, "hashtags", body, question, NAMES)
    return found


def test_tags_are_found_as_the_server_finds_them(page: Page) -> None:
    assert tags(page, "Total of #Receipts-2018.") == [["Receipts-2018", "receipts-2018"]]
    assert tags(page, "#v1.2. and #nowhere-") == [["v1.2", "v1.2"], ["nowhere", None]]
    assert tags(page, "Issue #7, door #42, a#b, http://x/#y") == [["42", "42"]]


def test_the_pieces_of_a_question_are_the_question(page: Page) -> None:
    question = "What of #übersicht, and #7?"
    body = "(m, text, names) => m.pieces(text, names).map(({ text, tag }) => text ?? `#${tag}`).join('')"
    assert run(page, "hashtags", body, question, NAMES) == question


def test_collections_that_begin_with_what_is_typed_come_first(page: Page) -> None:
    body = """(m) => {
      const names = ["old-tax", "tax-2026", "tax-2025", "minutes"].map((name) => ({ name }));
      return [m.begunTag("in #tax", 7), m.begunTag("in#tax", 6), m.suggest(names, "TAX").map(({ name }) => name)];
    }"""
    assert run(page, "hashtags", body) == [{"start": 3, "typed": "tax"}, None, ["tax-2025", "tax-2026", "old-tax"]]


def entries(page: Page, messages: list[dict[str, Any]], jobs: list[dict[str, Any]]) -> list[str]:
    body = """(m, messages, jobs) =>
      m.entries(messages, jobs).map(({ kind, id, again }) => `${kind} ${id}${again ? " again" : ""}`)"""
    found: list[str] = run(page, "entries", body, messages, jobs)
    return found


def question(id_: str, job: str | None = None) -> dict[str, Any]:
    return {"id": id_, "role": "user", "content": "?", "job_id": job, "answer": None}


def answer(id_: str, job: str | None = None) -> dict[str, Any]:
    return {"id": id_, "role": "assistant", "content": "!", "job_id": job, "answer": {}}


def test_an_answer_stands_at_its_question_however_late_it_came(page: Page) -> None:
    messages = [question("1", "j"), question("2"), answer("3"), answer("4", "j")]
    assert entries(page, messages, []) == ["question 1", "answer 4", "question 2", "answer 3"]


def test_a_job_stands_at_its_question_until_it_is_answered_and_only_once(page: Page) -> None:
    messages = [question("1", "j"), question("2", "j")]
    assert entries(page, messages, [{"job_id": "j"}]) == ["question 1", "job j", "question 2", "job j again"]


def test_a_job_that_no_question_names_stands_where_it_was_made(page: Page) -> None:
    messages = [question("1"), question("3"), answer("4")]
    assert entries(page, messages, [{"job_id": "2"}]) == ["question 1", "job 2", "question 3", "answer 4"]


def arriving(page: Page, asking: dict[str, Any] | None, messages: list[dict[str, Any]]) -> list[str]:
    body = """(m, asking, messages) => m.withArriving(m.entries(messages, []), asking ? [asking] : [], messages)
      .map(({ kind, key, arriving }) => `${kind} ${key}${arriving ? " arriving" : ""}`)"""
    found: list[str] = run(page, "entries", body, asking, messages)
    return found


def test_a_question_on_its_way_is_shown_once_and_its_answer_keeps_its_place(page: Page) -> None:
    asking = {"number": 1, "text": "?", "questionId": "", "jobId": None, "sources": []}
    unsent = ["question sent-1", "answer sent-1 answer arriving"]
    assert arriving(page, asking, []) == unsent
    asking["questionId"] = "1"
    taken = ["question 1", "answer 1 answer arriving"]
    assert arriving(page, asking, []) == taken
    assert arriving(page, asking, [question("1")]) == taken
    assert arriving(page, asking, [question("1"), answer("2")]) == ["question 1", "answer 1 answer"]


def test_a_question_that_nobody_here_waits_for_says_that_it_has_no_answer(page: Page) -> None:
    assert arriving(page, None, [question("1")]) == ["question 1", "unanswered 1 answer"]
    assert arriving(page, None, [question("1", "j")])[-1] == "job 1 j"


PLAN = {
    "operation": "sum", "what": "spend", "per": "document", "group_by": ["Cost centre", "month"], "top": 5,
    "order": "smallest", "each": "",
    "filters": {
        "date_from": "2018-03-01", "date_to": "2018-03-31", "words": ["diesel|petrol", "paid"],
        "vendor": "Mill", "category": "", "unit": "EUR", "value_from": None,
        "value_to": "90.10", "value_above": "12", "value_below": None,
        "meaning": "renews by itself", "weekdays": ["Saturday", "Sunday"], "without_vendors": ["Hill"],
        "without_words": ["coffee"],
    },
}  # fmt: skip


def test_a_plan_comes_out_of_its_form_as_it_went_in(page: Page) -> None:
    assert run(page, "plan", "(m, plan) => m.planOf(m.formOf(plan), plan)", PLAN) == PLAN


def test_a_plan_is_said_in_words(page: Page) -> None:
    assert run(page, "plan", "(m, plan) => m.planWords(plan, plan.per)", PLAN) == [
        "Total: spend",
        "one for each document",
        "by Cost centre and month",
        "dated 1 Mar 2018 to 31 Mar 2018",
        "saying “diesel” or “petrol” and “paid”",
        "on a Saturday or Sunday",
        "vendor Mill",
        "in EUR",
        "above 12",
        "at most 90.10",
        "without Hill and without coffee",
        "only where it holds: “renews by itself”",
        "the 5 smallest",
    ]


FEW = {
    "operation": "sum", "what": "total", "per": "document", "group_by": ["month"], "top": None,
    "order": "largest",
}  # fmt: skip


def changed(page: Page, asked: str, **changes: Any) -> str:
    body = "(m, ...values) => m.changedQuestion(...values)"
    made: str = run(page, "changes", body, asked, FEW, FEW | changes)
    return made


def test_a_question_that_is_run_again_says_what_was_changed(page: Page) -> None:
    by_vendor = changed(page, "Total by month?", group_by=["vendor"])
    assert by_vendor == "Total by month?\nChanged: by vendor instead of by month."
    assert changed(page, by_vendor, filters={"unit": "EUR"}) == "Total by month?\nChanged: in EUR."
    assert changed(page, by_vendor, group_by=[]) == "Total by month?\nChanged: no longer by month."
    assert changed(page, by_vendor) == "Total by month?"
    average = changed(page, "Total by month?", operation="average", top=3)
    assert average == "Total by month?\nChanged: average instead of total, the 3 largest."


def test_a_question_that_fills_its_length_can_be_run_again(page: Page) -> None:
    assert len(changed(page, "x" * 4000, group_by=["vendor"])) == 4000


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"top": "3.5"}, "top"),
        ({"top": "0"}, "top"),
        ({"low": "12,50"}, "low"),
        ({"high": "much"}, "high"),
        ({"low": "20", "high": "3"}, "high"),
        ({"from": "2018-03-02", "to": "2018-03-01"}, "to"),
        ({"low": "-1.5", "high": " 20 ", "top": "7"}, None),
        ({"from": "2018-03-02", "to": "2018-03-02"}, None),
    ],
)
def test_what_makes_no_plan_is_said_in_words(
    page: Page,
    typed: dict[str, str],
    field: str | None,
) -> None:
    body = "(m, plan, typed) => m.faultIn({ ...m.formOf(plan), ...typed })"
    fault = run(page, "plan", body, FEW, typed)
    assert (fault and fault["field"]) == field
    assert fault is None or fault["words"].endswith(".")


def test_tables_are_counted_by_their_rows_whatever_the_plan_says(page: Page) -> None:
    body = "(m, plan, per) => m.planWords(plan, per)[1]"
    assert run(page, "plan", body, PLAN, "row") == "one for each row"
    mixed = "one for each row of a table and for each other document"
    assert run(page, "plan", body, PLAN, "mixed") == mixed


def test_what_happens_less_than_once_a_second_is_not_shown_as_never(page: Page) -> None:
    body = "(m, ...rates) => rates.map((each) => m.perSecond(each, 'batch', 'batches'))"
    assert run(page, "format", body, 4.126, 0.03) == ["4.1 batches a second", "33 s a batch"]


def remarks(page: Page, said: str, **details: Any) -> str:
    """The remarks under an answer whose text is `said`."""
    body = r"""async (m, details, said) => {
      const { h, render } = await import("preact");
      const box = document.createElement("div");
      render(h(m.Remarks, { job: "j", details, said }), box);
      return box.textContent.replace(/\s+/g, " ");
    }"""
    whole = {"notes": [], "silent": [], "group_by": [], "processing_info": {}} | details
    return str(run(page, "../components/remarks", body, whole, said))


def test_a_note_that_stands_in_the_answer_is_not_said_again_below_it(page: Page) -> None:
    notes = ["2 of them are credit notes.", "No column is called fee."]
    assert remarks(page, f"The total is 5. {notes[0]}", notes=notes) == notes[1]


def test_one_that_does_not_say_it_is_not_spoken_of_as_several(page: Page) -> None:
    one = remarks(page, "", silent=[4], group_by=["month"])
    assert "1 of those counted does not say what the answer is grouped by. It is listed" in one
    two = remarks(page, "", silent=[4, 7])
    assert "2 of those counted do not say it, so they are not among the different ones." in two


def test_batches_that_fail_and_recover_are_kept_until_they_are_read(page: Page) -> None:
    body = """(m) => {
      const r = new m.Replica();
      r.apply("batch.retried", { job_id: "j", batch: 1, reason: "Busy." });
      r.apply("batch.failed", { job_id: "j", batch: 1, reason: "Gone." });
      r.apply("batch.failed", { job_id: "j", batch: 2, reason: "Gone." });
      r.reset({});
      const before = r.snapshot().troubles;
      r.apply("batch.mapped", { job_id: "j", batch: 1 });
      return [before, r.take().troubles];
    }"""
    before, after = run(page, "replica", body)
    assert before == [{"job_id": "j", "failed": [1, 2], "reason": "Gone.", "again": ""}]
    assert after == [{"job_id": "j", "failed": [2], "reason": "Gone.", "again": ""}]


def figures(page: Page, operation: str, **details: Any) -> list[list[Any]]:
    total = {"unit": "MYR", "total": "1300.90", "findings_count": 3, "part": "details.summary.total.0"}
    average = {"unit": "MYR", "average": "433.63", "exact": "130090/300"}
    line = {"key": [], "unit": "MYR", "value": "1300.90", "findings_count": 3, "part": "details.lines.0"}
    summary = {"total": [total], "count": 3, "average": [average]}
    answer = {
        "plan": {"operation": operation},
        "details": {"summary": summary, "lines": [line], "group_by": []} | details,
    }
    body = "(m, answer) => m.headline(answer).map(({ label, value, part }) => [label, value, part])"
    found: list[list[Any]] = run(page, "figures", body, answer)
    return found


def test_every_figure_on_top_of_an_answer_names_its_place(page: Page) -> None:
    assert figures(page, "sum") == [
        ["Total", "1300.90", "details.lines.0"],
        ["Values counted", "3", "counted"],
        ["Average", "433.63", "details.summary.total.0"],
    ]
    assert figures(page, "median")[0] == ["Median", "1300.90", "details.lines.0"]
    assert figures(page, "sum", group_by=["month"])[0] == ["Total", "1300.90", "details.summary.total.0"]
    assert figures(page, "count", group_by=["month"]) == [["Number", "3", "counted"]]


def test_a_figure_made_of_nothing_leads_nowhere(page: Page) -> None:
    nothing = {"key": [], "unit": "", "value": "0", "findings_count": 0, "part": "details.lines.0"}
    assert figures(page, "count", lines=[nothing]) == [["Number", "0", None]]


def test_conversations_are_kept_and_messages_passed_on(page: Page) -> None:
    body = """(m) => {
      const r = new m.Replica();
      r.reset({ conversations: [{ id: "a" }, { id: "b" }] });
      r.apply("message.added", { message: { id: "m", conversation_id: "a" } });
      r.apply("conversation.deleted", { conversation_id: "b" });
      const { messages, deleted } = r.take();
      return [messages, deleted.conversations, r.snapshot().conversations];
    }"""
    messages, deleted, kept = run(page, "replica", body)
    assert messages == [{"id": "m", "conversation_id": "a"}]
    assert deleted == ["b"]
    assert kept == [{"id": "a"}]
