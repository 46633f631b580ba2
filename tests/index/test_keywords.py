from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import update

from backend.context import Context
from backend.index import keywords
from backend.store.chunks import Chunk
from backend.store.db import transaction
from tests.builders import a_collection
from tests.index.rows import a_document, embed, remove, windows


def found(ctx: Context, question: str, *collection_ids: str, limit: int = 10) -> list[int]:
    with ctx.engine.connect() as connection:
        return [identity for identity, _ in keywords.search(connection, question, collection_ids, limit)]


def test_a_chunk_is_found_by_its_words_in_any_form(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "The engine was repaired in Zürich", "Nothing of that kind")
    assert found(ctx, "who REPAIRS engines?", papers.id) == found(ctx, "zurich", papers.id) == [ids[0]]


def test_the_chunk_with_the_rarer_word_comes_first(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, *["a common report"] * 5, "a zebra report")
    assert found(ctx, "common zebra", papers.id)[0] == ids[5]


@pytest.mark.parametrize(
    ("written", "asked"),
    [("der Miet\u00adver\u00adtrag", "Mietvertrag"), ("die Straße", "STRASSE"), ("o\ufb03ce rent", "office")],
)
def test_a_word_is_found_however_it_is_spelled(ctx: Context, written: str, asked: str) -> None:
    papers = a_collection(ctx)
    [one, _] = a_document(ctx, papers, written, "nothing of that kind")
    assert found(ctx, asked, papers.id) == [one]


def test_equals_come_in_the_order_they_were_stored(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, *["the same words"] * 5)
    assert found(ctx, "same words", papers.id) == ids
    assert found(ctx, "same words", papers.id, limit=2) == ids[:2]


def test_only_the_collections_asked_for_are_searched(ctx: Context) -> None:
    papers, letters, notes = (a_collection(ctx, name) for name in ("papers", "letters", "notes"))
    [one], [two], [_] = (a_document(ctx, each, "a treasure") for each in (papers, letters, notes))
    assert found(ctx, "treasure", papers.id) == [one]
    assert found(ctx, "treasure", papers.id, letters.id, "unknown") == [one, two]
    assert found(ctx, "treasure") == found(ctx, "treasure", "unknown") == []


def test_a_deleted_document_is_not_found(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one], [two] = a_document(ctx, papers, "a treasure"), a_document(ctx, papers, "a treasure")
    remove(ctx, one)
    assert found(ctx, "treasure", papers.id) == [two]


def test_storing_vectors_leaves_the_words_as_they_are(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one] = a_document(ctx, papers, "a treasure")
    embed(ctx, [(one, windows(1))])
    assert found(ctx, "treasure", papers.id) == [one]
    with ctx.engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO chunk_fts(chunk_fts, rank) VALUES ('integrity-check', 1)")


def test_a_changed_text_is_found_by_its_new_words_only(ctx: Context) -> None:
    papers = a_collection(ctx)
    [one] = a_document(ctx, papers, "a treasure")
    with transaction(ctx.engine) as session:
        session.exec(update(Chunk).values(text="a shipwreck"))
    assert found(ctx, "shipwreck", papers.id) == [one]
    assert found(ctx, "treasure", papers.id) == []


def test_stop_words_count_only_where_there_are_no_others() -> None:
    assert keywords.words("What is the treasure?") == ['"treasure"']
    assert keywords.words("To be or not to be") == ['"to"', '"be"', '"or"', '"not"']


def test_words_that_most_chunks_have_are_left_out(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "ROWS", 4)
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, *["patient report"] * 8, "zebra", "patient zebra")
    assert found(ctx, "patient zebra", papers.id) == [ids[8], ids[9]]


def test_common_words_alone_still_find_chunks_that_have_them_all(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keywords, "ROWS", 4)
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, *["patient"] * 6, "patient report", *["report"] * 6)
    assert found(ctx, "patient report", papers.id) == [ids[6]]


def test_common_words_that_never_meet_find_the_newest_of_the_rarer(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keywords, "ROWS", 4)
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, *["patient"] * 9, *["report"] * 6)
    assert set(found(ctx, "patient report", papers.id)) <= set(ids)


def test_scores_can_be_asked_for_beyond_the_best(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "zebra zebra zebra", "zebra and much else besides", "nothing")
    with ctx.engine.connect() as connection:
        scores = dict(keywords.search(connection, "zebra", [papers.id], 1, also=ids))
        every = dict(keywords.search(connection, "zebra", [papers.id], 10))
    assert scores == every
    assert list(scores) == ids[:2]


@pytest.mark.parametrize(
    ("sentence", "asked", "other"),
    [
        ("本社は東京都新宿区にあります。", "東京", "大阪"),
        ("本社は東京都新宿区にあります。", "新宿区の本社はどこですか", "大阪"),
        ("会社更生法の適用を申請した。", "会社", "銀行"),
        ("ｶﾞｽ料金の請求書", "ガス", "電気"),
        ("合同于二〇二四年三月在上海签订。", "上海", "北京"),
        ("合同于2024年3月在上海签订。", "2024", "2023"),
        ("株式会社ABCとの契約", "abc", "xyz"),
        ("서울특별시에서 계약을 체결하였다.", "서울", "부산"),
        ("계약을 체결하였다.", "계약", "약속"),
        ("บริษัทตั้งอยู่ในกรุงเทพมหานครประเทศไทย", "กรุงเทพ", "เชียงใหม่"),
        ("ที่ประชุมมีมติ", "มติ", "มาตรา"),
        ("ສັນຍາຖືກເຊັນຢູ່ວຽງຈັນ", "ວຽງຈັນ", "ຫຼວງພະບາງ"),
        ("水は高い所から流れる。", "水", "火"),
        ("ここは清水", "水", "火"),
        ("𠮷野家で食べた。", "𠮷野", "松屋"),
    ],
)
def test_words_are_found_where_no_spaces_divide_them(ctx: Context, sentence: str, asked: str, other: str) -> None:
    papers = a_collection(ctx)
    [one, _] = a_document(ctx, papers, sentence, "Nothing of that kind")
    assert found(ctx, asked, papers.id) == [one]
    assert found(ctx, other, papers.id) == []
    remove(ctx, one)
    assert found(ctx, asked, papers.id) == []
    with ctx.engine.connect() as connection:
        connection.exec_driver_sql("INSERT INTO chunk_fts(chunk_fts, rank) VALUES ('integrity-check', 1)")


def test_the_better_match_without_spaces_comes_first(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "京都の会社", "東京の工場", "東京の会社の契約書")
    assert found(ctx, "東京の会社の契約", papers.id)[0] == ids[2]


def test_both_kinds_of_script_are_asked_together(ctx: Context) -> None:
    papers = a_collection(ctx)
    ids = a_document(ctx, papers, "invoice 東京", "invoice", "東京")
    assert found(ctx, "the invoice 東京", papers.id)[0] == ids[0]
    assert len(found(ctx, "the invoice 東京", papers.id)) == 3


NASTY = [
    '"',
    "'",
    "AND",
    "OR NOT",
    "NEAR(",
    "text:",
    "*",
    "^",
    "-",
    "\x00",
    "😀",
    "½",
    "𞤀",
    "",
    "_",
    ")(",
    "%",
    "\ud800",
]


@pytest.mark.parametrize("question", [*NASTY, " ".join(NASTY), "word " * 10_000, "x" * 100_000])
def test_any_question_is_answered(ctx: Context, question: str) -> None:
    papers = a_collection(ctx)
    a_document(ctx, papers, "word and not near text")
    found(ctx, question, papers.id)
    found(ctx, question, '" OR "', "a-b", "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(question=st.text(max_size=60))
def test_any_text_is_a_question(ctx: Context, question: str) -> None:
    assert found(ctx, question, "none") == []
