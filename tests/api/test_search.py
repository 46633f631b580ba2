"""Searching over HTTP: what is found says the sentence that was meant, and its page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Sent
from tests.api.test_chat_with_model import says
from tests.fakes.model_server import FakeServer
from tests.formats.samples import pdf
from tests.running import Winnow

REPORT = pdf(
    "The turbines of the county. Two of them stand idle.",
    "The turbine at Grayfield produced 4,213 MWh in its best year.",
    "Visitors may climb it on Sundays.",
    title="Report",
)
PRODUCED = "The turbine at Grayfield produced 4,213 MWh in its best year."


def meant(collection: Sent, found: dict[str, Any]) -> tuple[str, Any]:
    """The sentence that is marked when it is opened, and the place that is named there."""
    where = f"/documents/{found['document_id']}/text"
    shown = collection.api.get(where, params=found["focus"]).raise_for_status().json()
    assert shown["place"] == found["place"]
    return shown["text"], shown["place"]


@pytest.fixture
def report(collection: Sent) -> Sent:
    collection.ingest({"report.pdf": REPORT})
    return collection


def test_a_hit_names_the_page_of_its_sentence(report: Sent) -> None:
    query = {"q": "How much did Grayfield produce?", "collection_id": report.id}
    [hit] = report.api.get("/search", params=query).raise_for_status().json()["items"]
    assert hit["place"] == {"page": 2}
    assert meant(report, hit) == (PRODUCED, {"page": 2})


def test_a_quick_answer_names_the_page_of_the_sentence(report: Sent) -> None:
    question = {"message": f"How much did Grayfield produce? #{report.name}", "mode": "quick"}
    [source] = report.api.post("/chat", json=question).raise_for_status().json()["sources"]
    assert meant(report, source) == (PRODUCED, {"page": 2})


def test_a_citation_points_at_what_proves_it(modelled: Winnow, model_server: FakeServer) -> None:
    report = Sent(modelled.api)
    report.ingest({"report.pdf": REPORT})
    model_server.answer = says("The tower is open to visitors on Sundays [1].")
    question = {"message": f"What of Grayfield? #{report.name}", "mode": "quick"}
    asked = report.api.post("/chat", json=question).raise_for_status().json()
    [source] = asked["answer"]["sources"]
    assert asked["sources"] == [source]
    assert meant(report, source) == ("Visitors may climb it on Sundays.", {"page": 3})
