"""Records: tables in JSON and JSON Lines, one object per row; numbers stay exactly as written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backend.formats.builder import TextBuilder
from backend.formats.encoding import read_text
from backend.rows.grids import MAX_CHARS
from backend.rows.table import Cell, Row

MAX_DIGITS = 40  # 1e999999999 is valid JSON and would fill the memory when written out


@dataclass(frozen=True)
class Records:
    """The list under a key, "" for the whole file; `unfit` are numbers of what is no object, `parents` what is said
    beside the list."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    unfit: frozenset[int]
    parents: Mapping[str, Cell]


def read_records(path: Path) -> Iterator[Records]:
    """The records of the file, of its lines, or of the lists under its keys."""
    content = read_text(path, TextBuilder(MAX_CHARS), MAX_CHARS)
    try:
        whole = _parse(content)
    except (ValueError, RecursionError):
        yield from _table("", _lines(content))
        return
    if isinstance(whole, list):
        yield from _table("", enumerate(whole, start=1))
    elif isinstance(whole, dict):
        lists = {key: value for key, value in whole.items() if isinstance(value, list)}
        parents = _flat({key: value for key, value in whole.items() if key not in lists})
        for key, value in lists.items():
            yield from _table(key, enumerate(value, start=1), parents)
        if not lists:
            yield from _table("", _lines(content))


def _lines(content: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            try:
                yield number, _parse(line)
            except (ValueError, RecursionError):
                yield number, line


def _parse(content: str) -> Any:
    return json.loads(content, parse_float=Decimal, parse_int=Decimal, parse_constant=str)


def _table(
    key: str, numbered: Iterable[tuple[int, Any]], parents: Mapping[str, Cell] = MappingProxyType({})
) -> Iterator[Records]:
    """A line that holds no object becomes a row of that one text, so that it is shown and not lost."""
    flat = [(number, _flat(value) if isinstance(value, dict) else value) for number, value in numbered]
    columns = tuple(dict.fromkeys(name for _, value in flat if isinstance(value, dict) for name in value))
    if not columns:
        return
    rows, unfit = [], set()
    for number, value in flat:
        if isinstance(value, dict):
            rows.append(Row(number, tuple(value.get(column, "") for column in columns)))
        elif str(value).strip():
            rows.append(Row(number, (str(value),)))
            unfit.add(number)
    yield Records(key, columns, tuple(rows), frozenset(unfit), parents)


def _flat(record: dict[str, Any], prefix: str = "") -> dict[str, Cell]:
    """{"customer": {"name": "A"}} as {"customer.name": "A"}; a list stays the text of that list."""
    flat: dict[str, Cell] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = _cell(value)
    return flat


def _cell(value: Any) -> Cell:
    match value:
        case None:
            return ""
        case Decimal():
            return value if value.is_finite() and abs(value.adjusted()) < MAX_DIGITS else str(value)
        case str():
            return " ".join(value.split())
        case bool():
            return "true" if value else "false"
        case _:
            return json.dumps(value, ensure_ascii=False, default=str)
