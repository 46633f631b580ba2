from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, write

TOTALS = {"Mill & Sons": "1,250.40", "Corner Bakery": "20.20", "Harbour Grocer": "30.30"}


@pytest.fixture
def receipts(run: Run, name: str, tmp_path: Path) -> str:
    """The name of a collection of three receipts, 1,300.90 MYR in total, and a poem."""
    for vendor, total in TOTALS.items():
        text = f"{vendor}\nReceipt\nDate: 25/03/2018\n\nWheat flour\n\nTOTAL RM {total}\n\nThank you\n"
        write(tmp_path / "all" / f"{vendor}.txt", text)
    write(tmp_path / "all" / "poem.txt", "The sheaves stand gold against the evening sky.\n")
    assert run("upload", "all", "--collection", name).code == 0
    return name


def test_a_question_about_everything_is_followed_to_its_answer(run: Run, receipts: str) -> None:
    ran = run("ask", "What is the total?", "--collection", receipts, "--mode", "full")
    assert ran.code == 0
    assert "MYR 1,300.90" in ran.out
    assert "Coverage: 4 documents: 3 contributed, 1 not relevant." in ran.out
    assert "Confidence: " in ran.out
    assert "Answering: Done, 4 of 4 documents" in ran.err


def test_its_job_shows_the_answer_again(run: Run, receipts: str) -> None:
    asked = run("ask", f"What is the total of #{receipts}?", "--mode", "full", "--json")
    job = json.loads(asked.out)
    assert job["status"] == "completed"
    assert "MYR 1,300.90" in run("jobs", "show", job["job_id"]).out


def test_a_quick_answer_numbers_its_sources_and_can_be_asked_on(run: Run, receipts: str) -> None:
    ran = run("ask", "Which bakery sold wheat flour?", "--collection", receipts, "--mode", "quick")
    assert ran.code == 0
    assert "[1] all/" in ran.out
    assert f"(#{receipts})" in ran.out
    conversation = ran.err.split("--conversation ")[1].split()[0]
    again = run("ask", "And who else?", "--mode", "quick", "--conversation", conversation, "--json")
    assert json.loads(again.out)["conversation_id"] == conversation


def test_a_collection_that_is_not_there_is_said_before_anything_is_asked(run: Run, receipts: str) -> None:
    ran = run("ask", "What is the total?", "--collection", "recipes")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("There is no collection #recipes. There are: ")
    assert f"#{receipts}" in ran.err


def test_a_tag_that_is_no_collection_is_not_passed_over(run: Run, receipts: str) -> None:
    ran = run("ask", f"What is the total of #recipes and #{receipts}?", "--mode", "quick")
    assert "There is no collection #recipes. The question went to the others you named." in ran.err


@pytest.mark.parametrize("question", ["", "   "])
def test_an_empty_question_is_told_so(run: Run, question: str) -> None:
    ran = run("ask", question)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.strip() == "The question (`message`) is empty. Write something there."
