from __future__ import annotations

import pytest

from .conftest import Read


def test_a_list_of_records_becomes_one_line_per_record(read: Read) -> None:
    text = read("a.json", b'[{"name": "caf\\u00e9", "amount": 1.10},\n\n {"name":"b","tags":[1,2]}]').text
    assert text.content == '[\n{"name": "café", "amount": 1.10},\n{"name": "b", "tags": [1, 2]}\n]\n'
    assert text.place(text.content.index('"b"')) == {"row": 2}
    assert text.facts["rows"] == 2


def test_an_object_shows_each_key_and_each_element_of_its_lists_on_a_line(read: Read) -> None:
    content = read("a.json", b'{"total": 10.00, "items": [{"n": 1}, {"n": 2}], "none": []}').text.content
    assert content.splitlines() == [
        "{",
        '"total": 10.00,',
        '"items": [',
        '  {"n": 1},',
        '  {"n": 2}',
        "],",
        '"none": []',
        "}",
    ]


def test_numbers_stay_exactly_as_written(read: Read) -> None:
    content = read("a.json", b"[1.10, 12345678901234567890.123456789, 1E5, -0.0]").text.content
    assert content == "[\n1.10,\n12345678901234567890.123456789,\n1E5,\n-0.0\n]\n"


def test_escapes_that_must_stay_stay(read: Read) -> None:
    assert read("a.json", rb'["a \"b\" \u00fc \ud800"]').text.content == '[\n"a \\"b\\" ü "\n]\n'


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"Hello,\nrent\r\n\tdue", "Hello, rent due"),
        (r"C:\\new\\table", r"C:\\new\\table"),
        (r"a\\\nb\/c", r"a\\ b/c"),
        (r"\u000arent\u0009due \u0001", r" rent due \u0001"),
        (r"\"n\" \\", r"\"n\" \\"),
    ],
)
def test_line_ends_and_tabs_in_strings_part_words_and_no_records(
    written: str, shown: str, name: str, read: Read
) -> None:
    record, other = f'{{"text": "{written}"}}', '{"text": "last"}'
    data = f"[{record}, {other}]" if name == "a.json" else f"{record}\n{other}"
    text = read(name, data.encode()).text
    assert f'{{"text": "{shown}"}}' in text.content
    assert text.place(text.content.index("last")) == {"row": 2}


@pytest.mark.parametrize("data", [b"hello: world", b'{"a": 1', b'{"a": ]}', b'["open', b"[1] trailing"])
def test_what_is_no_json_is_read_as_text_with_a_warning(data: bytes, read: Read) -> None:
    text = read("a.json", data).text
    assert text.content == data.decode() + "\n"
    assert "not valid JSON" in text.warnings[0]


def test_json_lines_keep_their_rows_whatever_the_name_says(read: Read) -> None:
    for name in ("a.jsonl", "a.json"):
        text = read(name, b'{"a": "\\u00e4"}\n\n{"b": 2}\n').text
        assert text.content.startswith('{"a": "ä"}\n\n{"b": 2}\n')
        assert text.place(text.content.index('"b"')) == {"row": 3}
        assert text.facts["rows"] == 2


def test_a_broken_line_among_json_lines_is_told(read: Read) -> None:
    assert read("a.jsonl", b'{"a": 1}\n{broken\n').text.warnings == (
        "1 of 2 lines are not valid JSON; they were read as plain text.",
    )


def test_no_nesting_is_too_deep(read: Read) -> None:
    content = read("a.json", b"[" * 100_000 + b"1.50" + b"]" * 100_000).text.content
    assert "1.50" in content
