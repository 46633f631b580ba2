"""Names people give: of files, which are shown and never used as a path, and of collections."""

from __future__ import annotations

import re
import unicodedata

COLLECTION_NAME = re.compile(r"\w[\w.-]{0,63}")
MAX_FILE_NAME = 1_000
UNNAMED = "unnamed"


def file_name(raw: str) -> str:
    """A relative path as its sender meant it: forward slashes, no `..`, nothing invisible, at most 1,000 characters."""
    text = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    visible = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else letter for letter in text
    )
    parts = [part.strip() for part in visible.split("/")]
    kept = "/".join(part for part in parts if part not in {"", ".", ".."})
    return kept[-MAX_FILE_NAME:] or UNNAMED


def is_collection_name(name: str) -> bool:
    """Whether `#name` could select it in a question: letters of any script, digits, `_`, `-`, `.`; at most 64."""
    return COLLECTION_NAME.fullmatch(name) is not None
