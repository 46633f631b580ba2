"""read: the tables of a file."""

from __future__ import annotations

from backend.errors import ExtractionFailed
from backend.rows.fitting import fit
from backend.rows.grids import delimited_grid, workbook_grids
from backend.rows.headers import split_tables
from backend.rows.parents import inherit
from backend.rows.records import read_records
from backend.rows.source import Source
from backend.rows.table import Table


def read(source: Source) -> list[Table]:
    """Every table of the file that has a row, in order. Raises ExtractionFailed when the file can not be read."""
    try:
        return [table for table in _tables(source) if table.rows]
    except OSError as error:
        raise ExtractionFailed(f"{source.name} could not be opened: {error.strerror}. Send it again.") from error


def _tables(source: Source) -> list[Table]:
    match source.format:
        case "csv" | "tsv":
            rows = delimited_grid(source.path, tabs=source.format == "tsv")
            return [fit(table) for table in split_tables(source.document_id, source.name, "", rows)]
        case "xlsx" | "xls" | "ods":
            return [
                table
                for sheet, rows in workbook_grids(source.path)
                for table in split_tables(source.document_id, source.name, sheet, rows)
            ]
        case "json" | "jsonl":
            return [
                inherit(
                    Table(source.document_id, source.name, it.key, it.columns, 0, it.rows, unfit=it.unfit), it.parents
                )
                for it in read_records(source.path)
            ]
        case other:
            raise ExtractionFailed(f"{source.name} is no table: rows are not read from {other}.")
