"""Source: a file of a collection whose rows can be computed over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROW_FORMATS = frozenset({"csv", "tsv", "xlsx", "xls", "ods", "json", "jsonl"})


@dataclass(frozen=True, slots=True)
class Source:
    """`path` is where the blob lies on this machine; `format` is the name of its format, one of ROW_FORMATS."""

    document_id: str
    name: str
    path: Path
    format: str
