from __future__ import annotations

from typing import Any

from backend.cli.answers import EXCERPT, excerpt

BEFORE, SENTENCE = "Nothing here.\n" * 60, "The carrier lost two pallets."


def passage(text: str, focus: int) -> dict[str, Any]:
    marked = {"start": 7 + focus, "end": 7 + focus + len(SENTENCE)}
    return {"text": text, "start": 7, "focus": marked}


def test_a_long_passage_is_shown_from_its_sentence() -> None:
    shown = excerpt(passage(f"{BEFORE}{SENTENCE} {BEFORE}", len(BEFORE)))
    assert shown.startswith(f"… {SENTENCE} Nothing here.")
    assert shown.endswith(" …")
    assert len(shown) <= EXCERPT


def test_a_short_passage_is_shown_whole() -> None:
    assert excerpt(passage(f"Nothing here. {SENTENCE}", 14)) == f"Nothing here. {SENTENCE}"
