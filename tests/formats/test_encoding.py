from __future__ import annotations

import codecs
import io
import tarfile

import pytest

from .conftest import Read, Refused

WESTERN = "Größe: 5 m², Preis 12,50 € – “naïve” café"
RUSSIAN = "Съешь же ещё этих мягких французских булок, да выпей чаю. " * 4
JAPANESE = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。テストです。" * 4
CHINESE = "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心。" * 4
POLISH = "Zażółć gęślą jaźń. Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i praw. " * 4
KOREAN = "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다. " * 4
GREEK = "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα. " * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Total: £5", "cp1252"),
        *(
            (text, "cp1252")
            for text in ("Only 5¢ each", "Brand™ and Other®", "‚Ja‘, sagt er", "died † 1950", "a ¬ b ¦ c")
        ),
        *((text, "cp1252") for text in ("Škoda", "Fidži", "Perú", "São Tomé\nÅland\nCittà", "Füllung für Señor Løvås")),
        ("Öl", "cp850"),
        ("Käse und Brühe", "cp850"),
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
        (KOREAN, "iso2022_kr"),
        (f"Contract\n{KOREAN}", "iso2022_kr"),
        (KOREAN, "cp949"),
    ],
)
def test_text_in_this_encoding_is_read_exactly(text: str, encoding: str, read: Read) -> None:
    assert read("a.txt", text.encode(encoding, errors="ignore")).text.content == text.encode(
        encoding, errors="ignore"
    ).decode(encoding)


GERMAN = "Müller;Größe;Straße\nJäger;Öl für Übermaß\n"
FRENCH = "Reçu le 5 août à Orléans, payé et signé ; être prêt, là où naît la forêt\n"
SPANISH = "El señor Muñoz pagó la habitación el miércoles. ¿Cuánto costó aquí?\n"
CZECH = "Jméno;Město\nDvořák;Plzeň\nNěmcová;Ústí nad Labem\n"
ICELANDIC = "Þetta er reikningur frá Íslandi og það er gott\n"
TURKISH = "Kira sözleşmesi imzalandı, İstanbul, ağaç ve çiçek\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, encoding) for text in (GERMAN, FRENCH, SPANISH) for encoding in ("cp1252", "cp850", "mac_roman")),
        (GERMAN, "cp437"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (POLISH, "iso8859-2"),
        (POLISH, "cp852"),
        (ICELANDIC, "cp1252"),
        (TURKISH, "cp1254"),
        ("Preis: 5 € für Öl", "iso8859-15"),
        (RUSSIAN, "cp866"),
        (GREEK, "iso8859-7"),
        (JAPANESE, "iso2022_jp"),
    ],
)
def test_letters_of_a_language_tell_code_pages_apart(text: str, encoding: str, read: Read) -> None:
    assert read("a.txt", text.encode(encoding)).text.content == text


@pytest.mark.parametrize("text", [RUSSIAN, GREEK, "חוזה השכירות נחתם בירושלים. "])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_letters_of_another_alphabet_need_no_mark(text: str, encoding: str, read: Read) -> None:
    assert read("a.txt", text.encode(encoding)).text.content == text


def test_a_log_with_blocks_of_zeros_is_text_and_other_files_with_zeros_are_not(read: Read, refused: Refused) -> None:
    assert read("a.log", b"first line\n" + bytes(4_096) + b"last line\n").text.content == "first line\nlast line\n"
    assert "binary data" in refused("a.log", b"name\n" + b"\0\0abc" * 50)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    assert "TAR" in refused("a.tar", buffer.getvalue())


def test_the_colours_of_a_terminal_are_no_text(read: Read) -> None:
    log = "\x1b[31mred\x1b[0m \x1b[1;32mgreen\x1b[m [1m] \x1b]0;window\x07title \x1b]8;;http://a.b\x1b\\link"
    assert read("a.log", log.encode()).text.content == "red green [1m] title link"


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.html", "a.json"])
def test_what_no_one_sees_within_a_word_does_not_keep_it_from_being_found(name: str, read: Read) -> None:
    hidden = '["Ver\xadtrags\u200bwerk\u2060 \u0e01\u200b\u0e02 \u06cc\u200c\u06cc"]'
    assert "Vertragswerk \u0e01\u200b\u0e02 \u06cc\u200c\u06cc" in read(name, hidden.encode()).text.content


@pytest.mark.parametrize(
    ("name", "data"), [("a.csv", "id,x\n1,a\x0b{}b\n2,c\n"), ("a.json", '["id",\n"a{}b",\n"2,c"]')]
)
def test_odd_line_ends_do_not_part_a_row(name: str, data: str, read: Read) -> None:
    text = read(name, data.format("\u2028").encode()).text
    assert text.place(text.content.index("2,c")) == {"row": 3}


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
    assert read("a.txt", "a\r\nb\rc\x0cd\x1b\x00e\u2028f".encode()).text.content == "a\nb\nc\nde\nf"


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


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"one\0two\0three", "onetwothree"),
        (b"a\0b\0c\n", "abc\n"),
        (b"a\0b\0\0c\0d, and so on to the end of a line, and on\0 to another one", None),
        (b"The rent is 950.\0\n" * 30, "The rent is 950.\n" * 30),
    ],
)
def test_a_few_zeros_make_no_binary_file_of_a_text(data: bytes, text: str | None, read: Read) -> None:
    assert read("a.txt", data).text.content == (text or data.replace(b"\0", b"").decode())


def test_many_zeros_make_one(refused: Refused) -> None:
    assert "binary" in refused("a.bin", b"ab\0cd\0e\0" * 20)
