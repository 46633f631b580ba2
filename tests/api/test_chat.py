"""Asking over real HTTP, without a language model."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Sent
from tests.eventually import eventually
from tests.running import Winnow

DAY = "2026-03-01"
SHOP = "Corner Shop\nDate: {day}\n\nMilk 1.20\nTotal: £{total}\n"


def ask(collection: Sent, message: str, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = collection.api.post("/chat", json={"message": message, **more}).raise_for_status().json()
    return answer


def ended(collection: Sent, asked: dict[str, Any]) -> dict[str, Any]:
    """The answer's message, once its job has ended."""
    job = f"/jobs/{asked['job_id']}"
    eventually(lambda: collection.api.get(job).json()["status"] == "completed", 60)
    said: list[dict[str, Any]] = collection.api.get(f"/conversations/{asked['conversation_id']}/messages").json()[
        "items"
    ]
    return said[-1]


def test_a_question_about_everything_becomes_a_job_with_an_exact_answer(collection: Sent) -> None:
    collection.ingest({f"{n}.txt": SHOP.format(day=f"2026-03-0{n}", total=f"{n}.10").encode() for n in range(1, 8)})
    asked = ask(collection, f"What did I spend in total? #{collection.name}")
    assert asked["hashtag_info"]["recognized_folders"] == [collection.name]
    answer = ended(collection, asked)
    [total] = answer["answer"]["details"]["summary"]["total"]
    assert (total["unit"], total["total"], total["count"]) == ("GBP", "28.70", 7)
    assert "28.70" in answer["content"]
    details = collection.api.get(f"/jobs/{asked['job_id']}").json()["aggregation_details"]
    assert details.keys() >= {"summary", "processing_info", "top_items", "confidence"}
    assert details["summary"] == answer["answer"]["details"]["summary"]
    assert details["processing_info"]["items_processed"] == 7
    assert details["confidence"] == answer["answer"]["confidence"]
    found = collection.api.get(f"/jobs/{asked['job_id']}/findings", params={"part": total["part"]}).json()["items"]
    assert len(found) == 7
    for each in found:
        span = {"start": each["start"], "end": each["end"]}
        text = collection.api.get(f"/documents/{each['document_id']}/text", params=span)
        assert text.json()["text"] == each["quote"]


def test_a_question_that_takes_too_long_to_understand_is_searched_and_says_so(narrow: Winnow) -> None:
    collection = Sent(narrow.api)
    collection.ingest({"a.txt": b"The barley is stored in the red barn."})
    question = f"Where is the barley? #{collection.name}"
    asked = ask(collection, question, mode="full")
    assert asked["intent"]["intent_type"] == "quick_qa"
    assert "took too long to understand" in asked["answer"]["note"]
    assert [each["document_name"] for each in asked["sources"]] == ["a.txt"]


def test_what_became_of_each_document_can_be_listed(collection: Sent) -> None:
    collection.ingest({"a.txt": SHOP.format(day=DAY, total="5.00").encode(), "poem.txt": b"A rose is a rose."})
    asked = ask(collection, f"total spending #{collection.name}", mode="full")
    coverage = ended(collection, asked)["answer"]["coverage"]
    counts = {"contributing": 1, "not_relevant": 1, "excluded": 0, "failed": 0}
    assert coverage == {**counts, "total": 2, "pending": 0}
    where = f"/jobs/{asked['job_id']}/coverage"
    [left] = collection.api.get(where, params={"outcome": "not_relevant"}).json()["items"]
    assert left["name"] == "poem.txt"
    assert left["reason"]


def test_a_follow_up_changes_only_what_it_says(collection: Sent) -> None:
    files = {f"{n}.txt": SHOP.format(day=f"2026-0{n}-01", total=f"{n}.10").encode() for n in range(1, 5)}
    collection.ingest(files)
    asked = ask(collection, f"What did I spend at Corner Shop in March 2026? #{collection.name}")
    ended(collection, asked)
    for question, expected in (("and in April?", "4.10"), ("and in January and February?", "3.20")):
        asked = ask(collection, question, conversation_id=asked["conversation_id"])
        answer = ended(collection, asked)
        [total] = answer["answer"]["details"]["summary"]["total"]
        assert total["total"] == expected
        assert answer["answer"]["coverage"]["total"] == 4
        assert "goes on" in asked["intent"]["reasoning"]


def test_a_quick_question_shows_passages_and_says_that_no_model_wrote_it(collection: Sent) -> None:
    collection.ingest({"lease.txt": b"The tenant may keep one small dog in the flat."})
    asked = ask(collection, f"May I keep a dog? #{collection.name}", mode="quick")
    assert "job_id" not in asked
    assert "No language model" in asked["response"]
    assert asked["sources"][0]["document_name"] == "lease.txt"
    assert "small dog" in asked["sources"][0]["text"]


def test_an_unknown_tag_is_told(collection: Sent) -> None:
    asked = ask(collection, f"dogs #{collection.name} #no-such-collection", mode="quick")
    assert asked["hashtag_info"]["unrecognized_hashtags"] == ["no-such-collection"]


def test_a_conversation_is_titled_renamed_and_deleted(collection: Sent) -> None:
    asked = ask(collection, f"May I keep a dog? #{collection.name}", mode="quick")
    where = f"/conversations/{asked['conversation_id']}"
    assert collection.api.get(where).json()["title"].startswith("May I keep a dog?")
    assert collection.api.patch(where, json={"title": "Dogs"}).json()["title"] == "Dogs"
    roles = [each["role"] for each in collection.api.get(f"{where}/messages").json()["items"]]
    assert roles == ["user", "assistant"]
    assert collection.api.delete(where).status_code == 204
    assert collection.api.get(where).status_code == 404


def test_a_question_in_a_conversation_that_is_not_yours_is_not_found(collection: Sent) -> None:
    answer = collection.api.post("/chat", json={"message": "hello", "conversation_id": "nobody's"})
    assert answer.status_code == 404
