from __future__ import annotations

import codecs

import pytest

from .conftest import Read

WESTERN = "Größe: 5 m², Preis 12,50 € – “naïve” café"
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 4
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。テストです。" * 4
CHINESE = "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。" * 4
POLISH = "Zażółć gęślą jaźń. Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i praw. " * 4
GREEK = "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. " * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Total: £5", "cp1252"),
        ("café", "cp1252"),
        ("It’s “fine” – really…", "cp1252"),
        ("Amount (£)\n1,000\n", "cp1252"),
        (WESTERN, "cp1252"),
        (WESTERN, "utf-8"),
        (WESTERN, "utf-8-sig"),
        (WESTERN, "utf-16"),
        (WESTERN, "utf-16-le"),
        (WESTERN, "utf-16-be"),
        (WESTERN, "utf-32"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GREEK, "cp1253"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "big5"),
        (POLISH, "cp1250"),
    ],
)
def test_text_in_this_encoding_is_read_exactly(text: str, encoding: str, read: Read) -> None:
    assert read("a.txt", text.encode(encoding, errors="ignore")).text.content == text.encode(
        encoding, errors="ignore"
    ).decode(encoding)


@pytest.mark.parametrize(
    ("encoding", "named"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "cp1252"), ("utf-16-le", "utf-16-le")],
)
def test_the_encoding_is_a_fact(encoding: str, named: str, read: Read) -> None:
    assert read("a.txt", WESTERN.encode(encoding)).text.facts["encoding"] == named


def test_a_legacy_letter_far_behind_plain_ascii_is_found(read: Read) -> None:
    text = "plain ascii\n" * 20_000 + "Total: £5\n"
    found = read("a.txt", text.encode("cp1252")).text
    assert found.content == text
    assert found.facts["encoding"] == "cp1252"


def test_a_few_broken_bytes_in_a_long_utf8_file_are_told_and_harm_nothing_else(read: Read) -> None:
    text = "Größe und Maß für alle\n" * 5_000
    found = read("a.txt", text.encode() + b"\xff\n").text
    assert found.content == text + "\ufffd\n"
    assert found.warnings == ("1 characters are not valid utf-8 and are shown as \ufffd.",)


def test_line_ends_become_newlines_and_control_characters_go(read: Read) -> None:
    assert read("a.txt", "a\r\nb\rc\x0cd\x1b[1m\x00e\u2028f".encode()).text.content == "a\nb\nc\nd[1me\nf"


def test_a_lone_surrogate_never_reaches_the_text(read: Read) -> None:
    data = codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00\xd8" + "cd".encode("utf-16-le")
    content = read("a.txt", data).text.content
    content.encode()
    assert content.startswith("ab") and content.endswith("cd")


def test_one_gigantic_line_is_read(read: Read) -> None:
    text = "é" * 1_500_000
    assert read("a.txt", text.encode()).text.content == text


def test_a_page_in_a_declared_encoding_is_read_by_it(read: Read) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body><p>Да</p></body></html>'
    assert read("a.html", page.encode("cp1251")).text.content == "Да\n"
