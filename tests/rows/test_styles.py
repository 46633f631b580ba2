"""Made-up tables in many languages, layouts and formats, each compared with what is true of it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from backend.core.plan import Plan
from backend.core.text import Text
from backend.formats import registry
from backend.formats.base import Limits
from backend.rows.compute import compute
from backend.rows.read import read
from backend.rows.result import RowsResult, rows_of
from backend.rows.source import Source
from backend.rows.spans import row_span

from .making import Folder, Made, as_csv, as_jsonl, as_rows, make

LIMITS = Limits(max_text_chars=10**7, max_members=1, max_member_bytes=1)


def text_of(source: Source, folder: Path) -> Text:
    return registry.read(source.path, source.name, folder, LIMITS).text


def check(made: Made, source: Source, text: Text) -> None:
    tables = read(source)
    by_month = compute(tables, Plan(operation="sum", what="paid", per="row", group_by=("month",)))
    by_vendor = compute(tables, Plan(operation="sum", what="paid", per="row", group_by=("supplier",)))
    assert [figure.value for figure in by_month.totals] == [made.total], by_month
    assert by_month.totals[0].rows == len(made.rows)
    assert {figure.keys[0]: figure.value for figure in by_month.groups} == made.by_month
    assert {figure.keys[0]: figure.value for figure in by_vendor.groups} == made.by_vendor
    every_row_is_accounted_for_and_stands_in_the_text(by_month, text)


def every_row_is_accounted_for_and_stands_in_the_text(result: RowsResult, text: Text) -> None:
    assert sum(each.rows for each in (*result.totals, *result.left_out)) == result.rows
    for part in (*result.totals, *result.left_out):
        for row in rows_of(result, part, limit=10_000):
            start, end = row_span(text, row.row, row.ref.sheet)
            assert row.written in text.content[start:end]
            assert text.place(start)["row"] == row.row


@pytest.mark.parametrize("seed", range(24))
def test_a_csv_of_any_office_is_added_up_to_the_cent(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    made = make(chance)
    name = "table.tsv" if made.language.delimiter == "\t" else "table.csv"
    source = Folder(tmp_path).source(name, as_csv(made, chance))
    check(made, source, text_of(source, tmp_path))


@pytest.mark.parametrize("seed", range(12))
def test_a_workbook_of_any_office_is_added_up_to_the_cent(tmp_path: Path, seed: int) -> None:
    chance = random.Random(1_000 + seed)
    made = make(chance)
    source = Folder(tmp_path).source("table.xlsx", as_rows(made, chance))
    check(made, source, text_of(source, tmp_path))


@pytest.mark.parametrize("seed", range(4))
def test_json_records_are_added_up_to_the_cent(tmp_path: Path, seed: int) -> None:
    made = make(random.Random(2_000 + seed))
    source = Folder(tmp_path).source("table.jsonl", as_jsonl(made))
    check(made, source, text_of(source, tmp_path))
