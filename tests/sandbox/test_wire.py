from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from backend.sandbox import wire


def message(*members: tuple[str, str]) -> dict[str, Any]:
    return {
        "format": "zip",
        "media_type": "",
        "marks": [],
        "warnings": [],
        "facts": {},
        "members": members,
    }


def test_a_member_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "000000").symlink_to("/etc/passwd")
    with pytest.raises(ValueError, match="no plain file"):
        wire.extraction(message(("a.txt", "000000")), b"", tmp_path)


def test_a_member_is_looked_for_in_its_folder_alone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        wire.extraction(message(("a.txt", "/etc/passwd")), b"", tmp_path)
