"""Intents: which way a question goes, and the plan it becomes."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.asked import measure_of
from backend.core.intent import Intent, classify, estimated
from backend.core.plan import Plan
from backend.core.questions.draft import Vocabulary
from backend.core.questions.reading import fold

TODAY = date(2026, 11, 22)


def ask(question: str, **options: Any) -> Intent:
    return classify(question, today=TODAY, **options)


def said(plan: Plan | None) -> dict[str, Any]:
    """What a plan says beyond the defaults, without the words for what is counted."""
    assert plan is not None
    filters = plan.filters.model_dump(exclude_defaults=True)
    return {**plan.model_dump(exclude_defaults=True, exclude={"filters", "what"}), **filters}


def year(number: int) -> dict[str, date]:
    return {"date_from": date(number, 1, 1), "date_to": date(number, 12, 31)}


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("total of all invoices in euros", {"operation": "sum", "unit": "EUR"}),
        ("How much have I spent altogether?", {"operation": "sum"}),
        ("What was paid in all, in £?", {"operation": "sum", "unit": "GBP"}),
        ("average receipt per month in 2018", {"operation": "average", "group_by": ("month",), **year(2018)}),
        ("average total per receipt", {"operation": "average"}),
        ("average monthly spending", {"operation": "average", "each": "month"}),
        ("What was paid in an average month?", {"operation": "average", "each": "month"}),
        ("What is the median receipt total?", {"operation": "median"}),
        ("how many different suppliers", {"operation": "distinct"}),
        ("How many suppliers were paid?", {"operation": "distinct"}),
        ("How many receipts are there?", {"operation": "count"}),
        ("How many receipts have a total above RM 100?",
         {"operation": "count", "unit": "MYR", "value_above": Decimal(100)}),
        ("How many lines are negative?", {"operation": "count", "per": "row", "value_below": Decimal(0)}),
        ("list all receipts over 100", {"operation": "list", "value_above": Decimal(100)}),
        ("largest 5 payments to ACME Ltd", {"operation": "maximum", "top": 5, "vendor": "ACME Ltd"}),
        ("the 3 smallest invoices", {"operation": "minimum", "top": 3, "order": "smallest"}),
        ("who did we pay most?", {"operation": "sum", "group_by": ("vendor",), "top": 1}),
        ("which month had the lowest spending?",
         {"operation": "sum", "group_by": ("month",), "top": 1, "order": "smallest"}),
        ("Which three vendors have the most receipts?", {"operation": "count", "group_by": ("vendor",), "top": 3}),
        ("total by vendor, biggest first", {"operation": "sum", "group_by": ("vendor",)}),
        ("spending by vendor and month", {"operation": "sum", "group_by": ("vendor", "month")}),
        ("total by cost centre", {"operation": "sum", "group_by": ("cost centre",)}),
        ("What was paid for 'General Works' in each calendar year?",
         {"operation": "sum", "group_by": ("year",), "words": ("General Works",)}),
        ("how much did I spend on coffee?", {"operation": "sum", "words": ("coffee",)}),
        ("how many tickets mention login problems?", {"operation": "count", "words": ("login problems",)}),
        ("How much have we paid Vodafone?", {"operation": "sum", "vendor": "Vodafone"}),
        ("how many invoices were issued by Acme GmbH & Co. KG?",
         {"operation": "count", "vendor": "Acme GmbH & Co. KG"}),
        ("spending at tesco in 2018", {"operation": "sum", "vendor": "tesco", **year(2018)}),
    ],
)  # fmt: skip
def test_questions_in_english(question: str, plan: dict[str, Any]) -> None:
    assert said(ask(question).plan) == plan


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("Summe aller Rechnungen in Euro", {"operation": "sum", "unit": "EUR"}),
        ("Wie viele Rechnungen gibt es pro Monat?", {"operation": "count", "group_by": ("month",)}),
        ("Was haben wir 2019 insgesamt bei Amazon ausgegeben?",
         {"operation": "sum", "vendor": "Amazon", **year(2019)}),
        ("Welche 5 Lieferanten haben am meisten erhalten?", {"operation": "sum", "group_by": ("vendor",), "top": 5}),
        ("Wie viele verschiedene Lieferanten gibt es?", {"operation": "distinct"}),
        ("Zeige alle Belege über 1.000 €", {"operation": "list", "unit": "EUR", "value_above": Decimal(1000)}),
        ("Die 10 größten Zahlungen", {"operation": "maximum", "top": 10}),
        ("Combien avons-nous dépensé par fournisseur en 2019 ?",
         {"operation": "sum", "group_by": ("vendor",), **year(2019)}),
        ("Combien de factures dépassent 500 € ?", {"operation": "count", "unit": "EUR", "value_above": Decimal(500)}),
        ("Quelle est la facture la plus chère ?", {"operation": "maximum", "top": 1}),
        ("Dépenses mensuelles moyennes", {"operation": "average", "each": "month"}),
        ("À qui avons-nous payé le plus ?", {"operation": "sum", "group_by": ("vendor",), "top": 1}),
        ("¿Cuántas facturas hay?", {"operation": "count"}),
        ("¿Cuántos proveedores distintos hay?", {"operation": "distinct"}),
        ("Total de gastos por categoría en 2018", {"operation": "sum", "group_by": ("category",), **year(2018)}),
        ("Los 5 pagos más grandes", {"operation": "maximum", "top": 5}),
        ("¿Qué facturas superan los 1.000 euros?",
         {"operation": "list", "unit": "EUR", "value_above": Decimal(1000)}),
    ],
)  # fmt: skip
def test_questions_in_german_french_and_spanish(question: str, plan: dict[str, Any]) -> None:
    assert said(ask(question).plan) == plan


@pytest.mark.parametrize(
    "question",
    [
        "What does the contract with ACME say about termination?",
        "Who signed the lease?",
        "Wann bin ich nach Paris gefahren?",
        "When does the insurance expire?",
        "What is the total on the invoice from Microsoft of 3 March 2019?",
        "how many employees does ACME have?",
        "How many days of notice does the contract require?",
        "How do I reset my password?",
        "What is the phone number of the supplier?",
        "Which document mentions the budget?",
        "what is the average temperature on Mars?",
        "Summarise the contract with ACME",
        "Wer hat den Vertrag unterschrieben?",
        "Wie lange ist die Kündigungsfrist?",
        "Quelle est la durée du contrat ?",
        "¿Qué dice el contrato sobre la rescisión?",
        "hello",
        "",
        "?",
    ],
)
def test_a_question_about_one_fact_is_answered_quickly(question: str) -> None:
    intent = ask(question)
    assert (intent.intent_type, intent.plan, intent.requires_full_scan) == ("quick_qa", None, False)
    assert intent.confidence >= 0.5


@pytest.mark.parametrize(
    "question",
    ["summarise everything", "What are the main themes in these complaints?", "Fasse alle Dokumente zusammen",
     "Résume tous les documents", "Resume todos los documentos"],
)  # fmt: skip
def test_a_question_about_all_is_a_summary(question: str) -> None:
    intent = ask(question)
    assert intent.intent_type == "full_folder_summary"
    assert intent.plan is not None
    assert intent.plan.operation == "summary"


def test_a_plan_with_filters_is_a_filtered_aggregation() -> None:
    assert ask("total by vendor").intent_type == "aggregation"
    assert ask("total by vendor in 2018").intent_type == "filtered_aggregation"


@pytest.mark.parametrize(
    ("question", "phrase"),
    [
        ("how many contracts renew by themselves?", "renew by themselves"),
        ("Which invoices are unpaid?", "unpaid"),
        ("How many invoices are in German?", "in German"),
        ("Which receipts could not be read?", "could not be read"),
        ("Welche Rechnungen sind auf Englisch?", "auf Englisch"),
        ("how many contracts have a notice period of three months?", "notice period of three months"),
        ("how many contracts can be cancelled within 30 days?", "cancelled within 30 days"),
        ("how many emails complain about delivery?", "complain about delivery"),
        ("which contracts expire next year?", "expire next year"),
        ("Welche Verträge verlängern sich automatisch?", "verlängern sich automatisch"),
        ("Quelles factures sont impayées ?", "impayées"),
        ("¿Cuántos contratos se renuevan automáticamente?", "renuevan automáticamente"),
        ("contracts without automatic renewal", "without automatic renewal"),
        ("total of paid invoices", "paid"),
        ("How many invoices are paid?", "paid"),
        ("what do we owe in total", "owe"),
        ("Wie viele Rechnungen sind noch offen?", "noch offen"),
        ("Summe der unbezahlten Rechnungen", "unbezahlten"),
        ("Wie viel schulden wir insgesamt?", "schulden"),
        ("Combien de factures sont payées ?", "payées"),
        ("Quelles factures ne sont pas encore payées ?", "ne sont pas encore payées"),
        ("¿Cuántas facturas están pagadas?", "pagadas"),
        ("Total de las facturas pendientes", "pendientes"),
    ],
)
def test_what_no_filter_can_express_is_said_and_kept_in_the_plan(question: str, phrase: str) -> None:
    intent = ask(question)
    assert intent.unresolved == (phrase,)
    assert f"No filter can express “{phrase}”" in intent.reasoning
    assert intent.plan is not None
    assert phrase in intent.plan.what
    assert intent.plan.filters.vendor == ""
    assert intent.semantic == phrase


@pytest.mark.parametrize(
    "question",
    ["how many contracts are there?", "how many contracts do we have?", "how many emails are in this collection?",
     "Wie viele Verträge gibt es?", "Combien de contrats avons-nous ?", "¿Cuántos contratos hay?",
     "What was paid in all?", "How many suppliers were paid?",
     "total of all invoices excluding VAT", "show spending by category as a chart", "what is the total of everything?"],
)  # fmt: skip
def test_what_is_only_the_subject_is_no_condition(question: str) -> None:
    intent = ask(question)
    assert intent.plan is not None
    assert intent.unresolved == ()
    assert intent.plan.filters.words == ()


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("five largest", {"operation": "maximum", "top": 5}),
        ("total", {"operation": "sum"}),
        ("total VAT", {"operation": "sum"}),
        ("net change", {"operation": "sum"}),
        ("list all suppliers", {"operation": "count", "group_by": ("vendor",)}),
        ("which categories are there?", {"operation": "count", "group_by": ("category",)}),
        ("invoices from March 2020",
         {"operation": "list", "date_from": date(2020, 3, 1), "date_to": date(2020, 3, 31)}),
        ("what did we spend on hosting and software?", {"operation": "sum", "words": ("hosting|software",)}),
        ("how much did I spend at restaurants?", {"operation": "sum", "words": ("restaurants",)}),
        ("Wie viel habe ich im Restaurant ausgegeben?", {"operation": "sum", "words": ("Restaurant",)}),
        ("Stromkosten 2022", {"operation": "sum", "words": ("Strom",), **year(2022)}),
        ("who did I pay most often?", {"operation": "count", "group_by": ("vendor",), "top": 1}),
        ("where did I spend the most?", {"operation": "sum", "group_by": ("vendor",), "top": 1}),
        ("how many times did I shop at Larkfield?", {"operation": "count", "vendor": "Larkfield"}),
        ("how much did we pay Quillon Media AG?", {"operation": "sum", "vendor": "Quillon Media AG"}),
        ("payments to Bintang SDN BHD over 50",
         {"operation": "list", "vendor": "Bintang SDN BHD", "value_above": Decimal(50)}),
        ("how much on average do I spend per week?", {"operation": "average", "each": "week"}),
        ("what did I spend by weekday?", {"operation": "sum", "group_by": ("weekday",)}),
        ("On which day of the week do I spend the most?", {"operation": "sum", "group_by": ("weekday",), "top": 1}),
        ("Ausgaben nach interner Kostenstelle", {"operation": "sum", "group_by": ("interner Kostenstelle",)}),
        ("Ausgaben nach Wochentag", {"operation": "sum", "group_by": ("weekday",)}),
        ("dépenses par jour de la semaine", {"operation": "sum", "group_by": ("weekday",)}),
        ("gasto por día de la semana", {"operation": "sum", "group_by": ("weekday",)}),
        ("how much did we spend on IT?", {"operation": "sum", "words": ("IT",)}),
        ("rank suppliers by total", {"operation": "sum", "group_by": ("vendor",)}),
        ("top suppliers", {"operation": "sum", "group_by": ("vendor",), "top": 10}),
        ("what do I spend most on?", {"operation": "sum", "group_by": ("category",), "top": 1}),
        ("is there any invoice over 10,000?", {"operation": "list", "value_above": Decimal(10000)}),
        ("how many emails mention a refund?", {"operation": "count", "words": ("refund",)}),
        ("how many emails did Anna send?", {"operation": "count", "vendor": "Anna"}),
        ("how many receipts were paid by card?", {"operation": "count", "words": ("card",)}),
        ("Tell me what we've spent so far", {"operation": "sum"}),
        ("total for the marketing department", {"operation": "sum", "words": ("marketing",)}),
        ("How many receipts from restaurants?", {"operation": "count", "words": ("restaurants",)}),
        ("How many restaurant receipts are there?", {"operation": "count", "words": ("restaurant",)}),
        ("How many suppliers sent invoices?", {"operation": "distinct"}),
        ("Kier Highways total in July 2025",
         {"operation": "sum", "vendor": "Kier Highways", "date_from": date(2025, 7, 1), "date_to": date(2025, 7, 31)}),
        ("total Uber", {"operation": "sum", "vendor": "Uber"}),
        ("cirrus cloud total", {"operation": "sum", "words": ("cirrus cloud",)}),
        ("Did I buy any olive oil?", {"operation": "list", "words": ("olive oil",)}),
        ("Habe ich Olivenöl gekauft?", {"operation": "list", "words": ("Olivenöl",)}),
        ("Wie viel Pfand habe ich bezahlt?", {"operation": "sum", "words": ("Pfand",)}),
        ("How much salary did I receive?", {"operation": "sum", "words": ("salary",)}),
        ("How much did I save through discounts?", {"operation": "sum"}),
        ("Wieviel habe ich bei REWE ausgegeben?", {"operation": "sum", "vendor": "REWE"}),
        ("first half of 2026 total in EUR",
         {"operation": "sum", "unit": "EUR", "date_from": date(2026, 1, 1), "date_to": date(2026, 6, 30)}),
        ("Total in dollars", {"operation": "sum", "unit": "USD"}),
        ("hotel expenses of Chloé Martin in EUR",
         {"operation": "list", "words": ("hotel",), "vendor": "Chloé Martin", "unit": "EUR"}),
        ("Were payments higher in Q1 or Q2 2025?",
         {"operation": "sum", "group_by": ("quarter",), "date_from": date(2025, 1, 1), "date_to": date(2025, 6, 30)}),
        ("averge spend per recipt", {"operation": "average"}),
        ("How much did I pay by card?", {"operation": "sum", "words": ("card",)}),
        ("mails by sender", {"operation": "count", "group_by": ("vendor",)}),
        ("invoices by vendor", {"operation": "sum", "group_by": ("vendor",)}),
        ("How many lease agreements?", {"operation": "count", "words": ("lease",)}),
        ("How many leases are there?", {"operation": "count"}),
        ("Wie viele Mietverträge gibt es?", {"operation": "count", "words": ("mietvertrag",)}),
        ("How much is 20 percent of my spending?", {"operation": "sum"}),
    ],
)  # fmt: skip
def test_questions_as_people_put_them(question: str, plan: dict[str, Any]) -> None:
    assert said(ask(question).plan) == plan


def test_what_is_counted_is_named_in_the_persons_words() -> None:
    plans = [ask(question).plan for question in ("how many contracts renew by themselves?", "What was paid per year?")]
    assert [plan and plan.what for plan in plans] == ["contracts renew by themselves", "paid"]
    distinct = ask("how many different suppliers").plan
    assert distinct is not None
    assert distinct.what == "vendor"


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("Total VAT on all invoices", "tax"),
        ("VAT total for all invoices", "tax"),
        ("What is the average VAT per invoice?", "tax"),
        ("MwSt aller Rechnungen", "tax"),
        ("Combien de TVA sur toutes les factures ?", "tax"),
        ("Total de IVA de todas las facturas", "tax"),
        ("total of all invoices excluding VAT", "net"),
        ("total of all VAT invoices", ""),
        ("total of all tax invoices", ""),
    ],
)
def test_a_tax_on_documents_is_not_the_documents_total(question: str, measure: str) -> None:
    plan = ask(question).plan
    assert plan is not None
    assert measure_of(plan.what) == measure


def test_assumptions_are_in_the_reasoning() -> None:
    assert "from 1 April 2019 to 31 March 2020" in ask("spend by supplier in FY2019/20").reasoning
    assert "I took the latest, 2026" in ask("what did I spend in March, by category?").reasoning
    coffee = ask("how much did I spend on coffee?").reasoning
    assert "Only what says “coffee” counts" in coffee
    assert "the whole total counts, not one item" in coffee
    assert "whole total" not in ask("how many receipts mention coffee?").reasoning


@pytest.mark.parametrize(
    "question",
    [
        "What percentage of my spending was on groceries?",
        "Wie viel Prozent meiner Ausgaben waren Lebensmittel?",
        "Quel pourcentage de mes dépenses en 2023 ?",
        "What share of the total did each category have?",
    ],
)
def test_who_asks_for_a_share_is_told_what_comes_instead(question: str) -> None:
    intent = ask(question)
    assert "a percentage is not worked out" in intent.reasoning
    assert intent.plan
    assert (intent.plan.operation, intent.plan.filters.meaning) == ("sum", "")


def test_the_largest_share_is_a_ranking() -> None:
    assert "percentage" not in ask("Which vendor has the largest share of spending?").reasoning


def test_the_person_may_choose_the_way() -> None:
    quick = ask("total of all invoices", mode="quick")
    assert (quick.intent_type, quick.plan, quick.confidence) == ("quick_qa", None, 1.0)
    assert ask("what are the risks?", mode="full").intent_type == "full_folder_summary"
    full = ask("receipts total?", mode="full")
    assert (full.intent_type, said(full.plan)) == ("aggregation", {"operation": "sum"})


def test_tags_are_reported_and_not_part_of_the_question() -> None:
    intent = ask("#Receipts #nope total by month", collections=["receipts"])
    assert (intent.hashtags.recognized, intent.hashtags.unrecognized) == (("receipts",), ("nope",))
    assert intent.question == "total by month"


def test_names_that_occur_in_the_collection_are_known() -> None:
    vocabulary = Vocabulary(vendors=["Best Buy"], categories=["Travel", "Payments"], fields=["Cost Centre"])
    asked = {
        "total for travel": {"operation": "sum", "category": "Travel"},
        "total spent, best buy": {"operation": "sum", "vendor": "Best Buy"},
        "total payments per cost centre": {"operation": "sum", "group_by": ("cost centre",)},
        "total of all 'payments'": {"operation": "sum", "category": "payments"},
    }
    assert {question: said(ask(question, vocabulary=vocabulary).plan) for question in asked} == asked


def test_what_has_to_be_read_follows_from_the_plan() -> None:
    extract = ask("spend per vendor and department by month").extract
    assert (extract.numbers, extract.dates, extract.categories) == (True, True, False)
    assert extract.fields == ("department", "vendor")
    assert not ask("How many receipts are there?").extract.numbers


def test_estimates_decide_whether_it_becomes_a_job() -> None:
    full, quick = ask("total of all invoices"), ask("who is the CEO?")
    assert full.requires_async
    assert not estimated(full, items=100, seconds_per_item=0.01).requires_async
    assert estimated(full, items=1_000, seconds_per_item=0.01).requires_async
    assert not estimated(quick, items=1_000, seconds_per_item=1).requires_async


@pytest.mark.parametrize("verb", ["paid", "spent", "received", "invoiced", "bought"])
@pytest.mark.parametrize(("group", "means"), [("in each month", "month"), ("in each calendar year", "year")])
def test_in_each_month_groups_whatever_verb_stands_before_it(verb: str, group: str, means: str) -> None:
    plan = ask(f"What was {verb} {group}, in £?").plan
    assert plan is not None
    assert plan.group_by == (means,)


WORDS = re.findall(
    r"\S+",
    "how many total of average per by month vendor invoices receipts largest 5 between and 2018 Q1 March over 100 € $ "
    "in RM to ACME Ltd not which all the who most 'x' #a , . ? wie viele pro combien de más que",
)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=80))
def test_any_text_gets_an_intent_and_always_the_same(question: str) -> None:
    intent = ask(question, collections=["a"])
    assert ask(question, collections=["a"]) == intent
    assert (intent.plan is not None) == intent.requires_full_scan
    assert 0.5 <= intent.confidence <= 1


@given(st.text(max_size=40))
def test_folding_keeps_every_letter_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_very_long_question_is_read_in_one_go() -> None:
    intent = ask("how many invoices mention " + "a word and " * 350)
    assert intent.plan is not None
    assert not re.search(r"\s{2}", intent.question)
