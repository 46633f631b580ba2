"""What a single document contributes to a plan, with the place that shows it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from backend.context import Context
from backend.core.plan import Filters, Plan
from backend.mapreduce import readers
from backend.mapreduce.mapped import Mapped
from backend.store.db import reading
from backend.store.documents import Document
from tests.builders import a_collection
from tests.mapreduce.making import put

CONTRACT = "SERVICE AGREEMENT\ndated 3 March 2019\nThe total liability is £50,000.00. Either side may terminate.\n"
RECEIPT = "Corner Shop\n3 May 2021\nUnleaded 95 £20.00\nTotal £20.00\nCash £20.00"


Say = Callable[[str, Plan], Mapped]


@pytest.fixture
def say(ctx: Context) -> Say:
    """What one document, given by its text, says about a plan; every quote stands where it says."""
    collection = a_collection(ctx)

    def one(content: str, plan: Plan) -> Mapped:
        identity = put(ctx, collection, "a.txt", content)
        with reading(ctx.engine) as session:
            document = session.get_one(Document, identity)
        [mapped] = readers.read(ctx, [document], plan).mapped
        for finding in mapped.findings:
            assert finding.quote.text
            assert content[finding.quote.start : finding.quote.end] == finding.quote.text
        return mapped

    return one


def test_what_a_contract_names_is_no_spending(say: Say) -> None:
    mapped = say(CONTRACT, Plan(operation="sum", what="spend"))
    assert (mapped.outcome, mapped.reason) == ("not_relevant", "It is a contract, not a payment.")


def test_a_receipt_is_no_contract(say: Say) -> None:
    plan = Plan(operation="count", what="contracts")
    assert say(RECEIPT, plan).reason == "It is a receipt, not a contract."
    assert len(say(CONTRACT, plan).findings) == 1


def test_a_document_that_is_counted_for_its_words_quotes_them(say: Say) -> None:
    plan = Plan(operation="count", what="documents", filters=Filters(words=("terminate",)))
    assert say(CONTRACT, plan).findings[0].quote.text == "terminate"
    assert say(RECEIPT, plan).reason == "It does not contain: terminate."


def test_a_document_that_says_what_is_left_out_does_not_count(say: Say) -> None:
    plan = Plan(operation="sum", what="spend", filters=Filters(without_words=("unleaded",)))
    assert say(RECEIPT, plan).reason == "It says “unleaded”, which is to be left out."
    others = plan.model_copy(update={"filters": Filters(without_words=("coffee",))})
    assert len(say(RECEIPT, others).findings) == 1


def test_a_receipt_has_no_balance(say: Say) -> None:
    assert say(RECEIPT, Plan(operation="sum", what="balance")).outcome == "not_relevant"


def test_a_mention_is_found_at_each_of_its_places(say: Say) -> None:
    plan = Plan(operation="count", what="Berlin", per="mention", filters=Filters(words=("Berlin",)))
    assert len(say("Berlin is far. I love Berlin, not Berliners.", plan).findings) == 2


def test_a_topic_is_found_in_the_words_of_a_receipt(say: Say) -> None:
    assert len(say(RECEIPT, Plan(operation="sum", filters=Filters(words=("fuel",)))).findings) == 1


def test_a_document_without_the_amount_asked_for_says_so(say: Say) -> None:
    assert say(RECEIPT, Plan(operation="sum", what="tips")).reason == "It names no tip."


def test_the_messages_of_a_conversation_are_counted_one_by_one(say: Say) -> None:
    chat = "".join(f"1{day}/03/2021, 09:14 - {name}: hi\n" for day, name in enumerate(("Anna", "Tom", "Anna")))
    found = say(chat, Plan(operation="count", what="messages")).findings
    assert [finding.vendor for finding in found] == ["Anna", "Tom", "Anna"]
    assert len(say(chat, Plan(operation="count", what="chats")).findings) == 1
