"""Bytes written as letters are no text: a scan within a bill would be found before the bill."""

from __future__ import annotations

import base64
import random

import pytest

from backend.formats.noise import INSTEAD, without

from .conftest import Read
from .hostile import wrapped

BYTES = random.Random(1).randbytes(30_000)
SCAN = base64.b64encode(BYTES).decode()
WARNING = "characters of encoded data, such as pictures within the text, were left out."


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        (
            "a.xml",
            f"<bill><sum>950</sum><scan>{SCAN}</scan></bill>",
            f"<bill><sum>950</sum><scan>{INSTEAD}</scan></bill>",
        ),
        ("a.xml", f"<scan>\n  {wrapped(SCAN)}\n</scan>", f"<scan>\n  {INSTEAD}\n</scan>"),
        ("a.json", f'{{"sum": 950, "scan": "{SCAN}"}}', f'{{\n"sum": 950,\n"scan": "{INSTEAD}"\n}}\n'),
        ("a.csv", f"sum,scan\n950,{SCAN}\n", f"sum,scan\n950,{INSTEAD}\n"),
        ("a.md", f"![x](data:image/png;base64,{SCAN})", f"![x](data:image/png;base64,{INSTEAD})"),
        ("a.html", f"<pre>{wrapped(SCAN)}</pre><p>950", f"{INSTEAD}\n\n950\n"),
        ("a.txt", f"950\n{wrapped(BYTES.hex(), 64)}\nend", f"950\n{INSTEAD}\nend"),
    ],
)
def test_a_scan_within_a_text_is_left_out_and_told(name: str, data: str, text: str, read: Read) -> None:
    found = read(name, data.encode()).text
    assert found.content == text
    assert [warning.partition(" ")[2] for warning in found.warnings] == [WARNING]


@pytest.mark.parametrize(
    "text",
    [
        "ACGT" * 5_000,
        "3.14159" + "2653589793" * 500,
        "a" * 10_000,
        "Word" * 1_000,
        "one two three " * 1_000,
        "https://example.com/a/b?c=d " * 500,
        SCAN[:1_900],
        "Müller-Lüdenscheid/" * 500,
    ],
)
def test_what_only_looks_strange_stays(text: str) -> None:
    assert without(text) == (text, 0)


def test_a_long_run_of_anything_is_looked_at_once() -> None:
    assert without("a1B" * 1_000_000)[0] == INSTEAD
    assert without(("-" * 39 + " ") * 50_000)[1] == 0
