"""What the terminal shows: results on stdout; bars, notes and errors on stderr, so that results can be piped."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskProgressColumn, TextColumn
from rich.text import Text

from backend.cli import words

MOST_COLUMNS = 110  # of a bar with its words
LEAST_COLUMNS = 100  # of a table; a narrower terminal breaks its lines
Show = Callable[[int, int, str, float | None], None]
"""Move a bar: done, total, what to say beside it, seconds left where they are known."""


def say(text: str = "") -> None:
    """A line of the result."""
    print(words.plain(text))


def note(text: str) -> None:
    """A line for the person that is no part of the result."""
    print(words.plain(text), file=sys.stderr, flush=True)


def show_json(data: object) -> None:
    """For programs; ASCII, so that no terminal and no encoding can hurt it."""
    print(json.dumps(data, indent=2))


def table(rows: Sequence[Sequence[str]]) -> None:
    """Columns under the first row, as wide as they need; a terminal cuts the last one at its edge."""
    clean = [[words.plain(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(*clean, strict=True)]
    edge = max(LEAST_COLUMNS, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None
    for row in clean:
        line = "  ".join(set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        print(line if edge is None or cell_len(line) <= edge else set_cell_size(line, edge - 1) + "…")


@contextmanager
def bars() -> Iterator[Callable[[str], Show]]:
    """Makes bars by name: live ones on a terminal, elsewhere a line for each tenth that is done.

    Of a bar without a total, which nothing is done for yet, each change of words is a line.
    """
    console = Console(stderr=True)
    if not console.is_interactive:
        yield _lines
        return
    console.width = min(console.width, MOST_COLUMNS)
    texts = (TextColumn("{task.description}"), BarColumn(None), TaskProgressColumn(), TextColumn("{task.fields[says]}"))
    with Progress(*texts, _Left(), console=console, expand=True) as progress:

        def bar(name: str) -> Show:
            task = progress.add_task(name, total=None, says="", left=None)

            def show(done: int, total: int, says: str, left: float | None = None) -> None:
                progress.update(task, completed=done, total=total or None, says=words.plain(says), left=left)

            return show

        yield bar


class _Left(ProgressColumn):
    """How long it still takes, as the server says or as it went until now."""

    def render(self, task: Task) -> Text:
        seconds = task.time_remaining if task.fields["left"] is None else task.fields["left"]
        return Text(words.left(seconds) if seconds and not task.finished else "", style="progress.remaining")


def _lines(name: str) -> Show:
    told, said = -1, ""

    def show(done: int, total: int, says: str, _left: float | None = None) -> None:
        nonlocal told, said
        tenth = 10 * done // total if total else told
        if says != said and (tenth > told or not total):
            told, said = tenth, says
            note(f"{name.strip()}: {says}")

    return show
