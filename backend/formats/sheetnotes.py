"""What a workbook of Excel holds beside its values: comments, text boxes, chart titles, formulas without results."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from backend.formats.drawings import drawing_lines, parsed

WORKBOOK = "xl/workbook.xml"
RELATION = re.compile(r"\{http://[^}]*/relationships\}id")
MAX_PART_BYTES = 16 * 1024**2
BLOCK_BYTES = 1024**2
CELL_END = b"</c>"
WITHOUT_RESULT = re.compile(rb"<c\s([^<>]*)>\s*+<f(?:\s[^<>]*)?(?:/>|>[^<]*</f>)\s*+(?:<v\s*+/>|<v>\s*+</v>)?\s*</c>")
EMPTY_TEXT = b't="str"'  # a formula may well result in an empty text
UNSAVED = (
    "{count:,} cells hold formulas whose results were never saved; they are shown empty. Open the workbook in a "
    "spreadsheet program, save it and send it again."
)


def notes(path: Path) -> dict[str, list[str]]:
    """Lines of text by the name of their sheet; comments begin with their cell. What is damaged is passed over."""
    found: dict[str, list[str]] = {}
    with zipfile.ZipFile(path) as archive:
        for name, part in dict(sheet_parts(archive)).items():
            if lines := list(_lines(archive, part)):
                found[name] = lines
    return found


def sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The name of every sheet and the part that holds it."""
    workbook = _root(archive, WORKBOOK)
    sheets = dict(_relations(archive, WORKBOOK))
    for sheet in workbook.iter("{*}sheet") if workbook is not None else ():
        part = next((sheets[value] for name, value in sheet.items() if RELATION.match(name) and value in sheets), None)
        if part:
            yield sheet.get("name", ""), part[1]


def unsaved(path: Path) -> str:
    """A warning of formulas without results; empty where every formula has one."""
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        count = sum(_without_result(archive, part) for part in parts)
    return UNSAVED.format(count=count) if count else ""


def _without_result(archive: zipfile.ZipFile, part: str) -> int:
    count, rest = 0, b""
    with archive.open(part) as file:
        while block := file.read(BLOCK_BYTES):
            whole, end, rest = (rest + block).rpartition(CELL_END)
            if b"<f" in whole:
                count += sum(EMPTY_TEXT not in cell[1] for cell in WITHOUT_RESULT.finditer(whole + end))
            rest = rest[-BLOCK_BYTES:]
    return count


def _lines(archive: zipfile.ZipFile, sheet: str) -> Iterator[str]:
    threads: set[str] = set()
    parts = sorted((part for _, part in _relations(archive, sheet)), reverse=True)  # threadedComment, drawing, comments
    for kind, part in parts:
        root = _root(archive, part) if kind in {"threadedComment", "comments"} else None
        if kind == "drawing":
            yield from _drawing(archive, part)
        for comment in root.iter("{*}threadedComment", "{*}comment") if root is not None else ():
            place = comment.get("ref", "")
            words = " ".join("".join(node.text or "" for node in comment.iter("{*}t", "{*}text")).split())
            if words and (kind == "threadedComment" or place not in threads):
                yield f"{place}: {words}"
            if kind == "threadedComment":
                threads.add(place)


def _drawing(archive: zipfile.ZipFile, part: str) -> Iterator[str]:
    """Text boxes, and what stands at charts: their values are those of cells."""
    charts = [chart for _, (kind, chart) in _relations(archive, part) if kind == "chart"]
    for each in (part, *charts):
        if data := _read(archive, each):
            yield from drawing_lines(data)


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Id, kind and name of every part that this one refers to."""
    folder, name = posixpath.split(part)
    root = _root(archive, f"{folder}/_rels/{name}.rels")
    for relation in root.iter("{*}Relationship") if root is not None else ():
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/")
            yield relation.get("Id", ""), (posixpath.basename(relation.get("Type", "")), target)


def _root(archive: zipfile.ZipFile, part: str) -> Any:
    """The root of an XML part; None where it is missing or too large."""
    data = _read(archive, part)
    return parsed(data) if data.strip() else None


def _read(archive: zipfile.ZipFile, part: str) -> bytes:
    if part not in archive.namelist() or archive.getinfo(part).file_size > MAX_PART_BYTES:
        return b""
    return archive.read(part)
