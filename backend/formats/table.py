"""What rows of a table have in common, whatever file they come from."""

from __future__ import annotations

import re
from collections.abc import Sequence

HEADER_WITHIN = 10
NUMBER = re.compile(r"[\s\d.,:/()%£$€¥+-]*")


class Tally:
    """Finds the row that names a table's columns, and counts the rows of data: those below it that hold something."""

    def __init__(self) -> None:
        self.header = ""
        self._filled = 0
        self._above = 0

    @property
    def rows(self) -> int:
        """Rows of data."""
        return self._filled - self._above

    def add(self, cells: Sequence[str], line: str) -> bool:
        """Look at the next row; returns whether it holds anything."""
        if not any(cell.strip() for cell in cells):
            return False
        self._filled += 1
        if not self.header and self._filled <= HEADER_WITHIN and _names_columns(cells):
            self.header = line
            self._above = self._filled
        return True


def _names_columns(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and not any(NUMBER.fullmatch(cell) for cell in cells)
