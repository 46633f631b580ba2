"""Headers: which row names the columns, also below titles, over two lines, and more than once in a sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from backend.core.values.currencies import iso_codes
from backend.rows.amounts import MEASURES, is_blank, is_number
from backend.rows.dates import read_day
from backend.rows.roles import role_of_header
from backend.rows.table import Row, Table, fold, unnamed, written
from backend.rows.words import tokens

LOOK_AT = 40  # rows at the top among which the header is sought
SAMPLE = 25  # rows below it that show what the columns hold
Kind = str  # "", "number", "date", "text"


def split_tables(document_id: str, name: str, sheet: str, rows: Sequence[Row]) -> list[Table]:
    """The tables that stand below one another in a sheet, mostly one; none where no row has two cells."""
    tables: list[Table] = []
    start = 0
    while start < len(rows):
        found = find_header(rows[start:])
        first, columns = (found[0] + start, found[2]) if found else (start, ())
        body = (found[1] + start) if found else start
        end, repeated = _end(rows, body, {fold(column) for column in columns}) if found else (len(rows), [])
        header_row = rows[first].number if found else 0
        kept = tuple(row for row in rows[body:end] if row.number not in repeated)
        if kept or not tables:
            columns = columns or tuple(unnamed(index) for index in range(_width(rows[body:end])))
            above = tuple(rows[start:first])
            tables.append(Table(document_id, name, sheet, columns, header_row, kept, above, tuple(repeated)))
        start = end
    return tables


def find_header(rows: Sequence[Row]) -> tuple[int, int, tuple[str, ...]] | None:
    """Index of the first header row, of the first row below the header, and the column names; None without a header."""
    width = _width(rows)
    scored = [(score, -index) for index in range(min(LOOK_AT, len(rows))) if (score := _score(rows, index, width)) > 0]
    if not scored:
        return None
    index = -max(scored)[1]
    first, names, body = index, _texts(rows[index]), index + 1
    if index and _is_grouping(rows[index - 1], rows[index]):
        first, names = index - 1, _joined(_texts(rows[index - 1]), names)
    if body < len(rows) and _continues(rows, body, width):
        names, body = _under(names, _texts(rows[body])), body + 1
    return first, body, _unique(names, max(_usual_width(rows[body:]), len(names)))


def _score(rows: Sequence[Row], index: int, width: int) -> float:
    """How much a row looks like a header: it fills the columns with words, and the rows below hold something else."""
    row = rows[index]
    kinds = [_kind(cell) for cell in row.cells]
    filled = [column for column, kind in enumerate(kinds) if kind]
    words = [column for column in filled if kinds[column] == "text" and not is_blank(row.cells[column])]
    if (
        len(filled) < min(2, width)
        or not words
        or any(kinds[column] == "number" and not _is_year(row, column) for column in filled)
    ):
        return 0
    below = _kinds_below(rows[index + 1 : index + 1 + SAMPLE], width)
    known = sum(1 for column in words if role_of_header(written(row.cells[column])))
    contrast = sum(1 for column in words if column < width and below[column] in {"number", "date"})
    if not known and not contrast:
        return 0 if index or len(filled) < width else 0.5
    return 2 * len(filled) / width + 2 * contrast / max(1, len(words)) + 3 * known / len(filled) - 0.05 * index


def _kinds_below(rows: Sequence[Row], width: int) -> list[Kind]:
    """What most filled cells of each column are."""
    kinds: list[Counter[Kind]] = [Counter() for _ in range(width)]
    for row in rows:
        for column, cell in enumerate(row.cells[:width]):
            kinds[column][_kind(cell)] += 1
    return [max((kind for kind in counts if kind), key=lambda kind: counts[kind], default="") for counts in kinds]


def _kind(cell: object) -> Kind:
    match cell:
        case "":
            return ""
        case Decimal():
            return "number"
        case date():
            return "date"
        case str():
            return "number" if is_number(cell) else "date" if read_day(cell) else "text"
        case _:
            return "text"


def _is_year(row: Row, column: int) -> bool:
    return read_day(row.cells[column]) is not None


def _width(rows: Sequence[Row]) -> int:
    """How many columns the table has: as many as at least a tenth of the rows fill."""
    lengths = Counter(len(row.cells) for row in rows[:1_000])
    common = [length for length, count in lengths.items() if count * 10 >= lengths.total()]
    return max(common, default=1)


def _usual_width(rows: Sequence[Row]) -> int:
    """How many cells four of five rows have: that many columns there are, though the header may not name them all."""
    lengths = sorted(len(row.cells) for row in rows)
    return lengths[len(lengths) // 5] if lengths else 0


def _is_grouping(above: Row, header: Row) -> bool:
    """Whether the row above names groups of columns ("2023" over "Budget" and "Actual")."""
    cells = [column for column, cell in enumerate(above.cells) if cell != ""]
    if above.number + 1 != header.number or len(cells) < 2 or len(above.cells) > len(header.cells) + 1:
        return False
    if any(_kind(above.cells[column]) == "number" and not _is_year(above, column) for column in cells):
        return False
    spans = [after - before > 1 for before, after in zip(cells, [*cells[1:], len(header.cells)], strict=True)]
    key_value = any(written(above.cells[column]).rstrip().endswith(":") for column in cells)
    return any(spans) and not key_value


def _continues(rows: Sequence[Row], index: int, width: int) -> bool:
    """Whether the row below the header still belongs to it: units, or the lower half of merged cells."""
    row, header = rows[index], rows[index - 1]
    filled = [(column, written(cell)) for column, cell in enumerate(row.cells) if cell != ""]
    if row.number != header.number + 1 or any(_kind(cell) not in {"", "text"} for cell in row.cells):
        return False
    if all(_is_unit(cell) for _, cell in filled):
        return True
    below = _kinds_below(rows[index + 1 : index + 1 + SAMPLE], width)
    under_blank = any(header.cell(column) == "" for column, _ in filled)
    return under_blank and all(column < width and below[column] in {"number", "date"} for column, _ in filled)


def _is_unit(text: str) -> bool:
    bare = text.strip(" ()[]").removesuffix("000").strip(" '’,")
    return bare in {"£", "€", "$", "¥"} or bare.upper() in iso_codes() or bare.casefold() in MEASURES


def _texts(row: Row) -> list[str]:
    return [" ".join(written(cell).split()) for cell in row.cells]


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Names of two rows; what stands above holds for the columns to its right until the next."""
    names, current = [], ""
    for column, name in enumerate(below):
        current = (above[column] if column < len(above) else "") or current
        names.append(f"{current} {name}".strip() if name != current else name)
    return names


def _under(names: Sequence[str], below: Sequence[str]) -> list[str]:
    filled = _joined(
        names, [below[column] if column < len(below) else "" for column in range(max(len(names), len(below)))]
    )
    return [
        filled[column] if column < len(below) and below[column] else (names[column] if column < len(names) else "")
        for column in range(len(filled))
    ]


def _unique(names: Sequence[str], width: int) -> tuple[str, ...]:
    """Every column with a name of its own."""
    seen: Counter[str] = Counter()
    unique = []
    for column in range(width):
        name = (names[column] if column < len(names) else "") or unnamed(column)
        seen[fold(name)] += 1
        unique.append(f"{name} ({seen[fold(name)]})" if seen[fold(name)] > 1 else name)
    return tuple(unique)


def _end(rows: Sequence[Row], start: int, header: set[str]) -> tuple[int, list[int]]:
    """Where the table ends since another begins, and the numbers of rows that only repeat its header."""
    repeated: list[int] = []
    for index in range(start, len(rows)):
        row = rows[index]
        cells = [fold(written(cell)) for cell in row.cells if cell != ""]
        if len(cells) > 1 and set(cells) <= header:
            repeated.append(row.number)
        elif index > start and row.number > rows[index - 1].number + 1 and _is_other_header(rows, start, index):
            return index, repeated
    return len(rows), repeated


def _is_other_header(rows: Sequence[Row], start: int, index: int) -> bool:
    """Whether another table begins at a row that follows a blank one, perhaps with a title before its header.

    Its header is known by the names of two roles, or by words where the table so far has numbers.
    """
    so_far = _kinds_below(rows[start:index][:SAMPLE], _width(rows[start:index]))
    for place in range(index, min(index + 3, len(rows) - 1)):
        cells = [cell for cell in rows[place].cells if cell != ""]
        if len(cells) > 1:
            roles = {role for cell in cells if (role := role_of_header(written(cell)))}
            words = all(_kind(cell) == "text" and len(tokens(written(cell))) <= 6 for cell in cells)
            pairs = zip(rows[place].cells, so_far, strict=False)
            strange = any(kind == "number" and cell != "" and not is_blank(cell) for cell, kind in pairs)
            numbers_follow = any(_kind(cell) == "number" for cell in rows[place + 1].cells)
            return words and numbers_follow and (strange or len(roles) >= 2)
    return False
