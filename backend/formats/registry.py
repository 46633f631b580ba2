"""FORMATS: everything Winnow reads. A new one is a new file and a line here."""

from __future__ import annotations

import errno
from pathlib import Path

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats import sheet, unsupported
from backend.formats.archive import Gzip, Zip
from backend.formats.base import Extraction, Format, Limits, Probe, Source
from backend.formats.delimited import Delimited
from backend.formats.docx import Docx
from backend.formats.effort import Effort
from backend.formats.epub import Epub
from backend.formats.html import Html
from backend.formats.jsons import Json, JsonLines
from backend.formats.mail import Eml, Mbox
from backend.formats.msg import Msg
from backend.formats.pdf import Pdf
from backend.formats.plain import Code, Markdown, Plain
from backend.formats.pptx import Pptx
from backend.formats.rtf import Rtf
from backend.formats.spool import Spool
from backend.formats.xmlss import XmlSheet

FORMATS: tuple[Format, ...] = (  # most specific first
    Pdf(),
    Docx(),
    Pptx(),
    sheet.Workbook("xlsx", sheet.XLSX),
    sheet.Workbook("ods", sheet.ODS),
    sheet.Workbook("xls", sheet.XLS),
    Epub(),
    Msg(),
    Zip(),
    Gzip(),
    Rtf(),
    XmlSheet(),
    Delimited("csv", "text/csv", [".csv"]),
    Delimited("tsv", "text/tab-separated-values", [".tsv", ".tab"]),
    Json(),
    JsonLines(),
    Markdown(),
    Mbox(),
    Eml(),
    Html(),
    Code(),
    Plain(),
)


def detect(path: Path, name: str) -> tuple[Format, str]:
    """The format that reads this file, and its media type. Raises ExtractionFailed when there is none."""
    probe = Probe(path, name)
    if not probe.head:
        raise ExtractionFailed("The file is empty.")
    for each in FORMATS:
        if each.accepts(probe):
            return each, each.media_type
    raise ExtractionFailed(unsupported.reason(probe))


def read(path: Path, name: str, folder: Path, limits: Limits, effort: Effort | None = None) -> Extraction:
    """Read a file in this process, members into `folder`: what the sandbox's child does.

    Raises ExtractionFailed for whatever a parser raises; only MemoryError goes through.
    """
    found, media_type = detect(path, name)
    spool = Spool(folder, limits.max_members, limits.max_member_bytes)
    text = _guarded(found, Source(path, name, limits, spool, effort or Effort()))
    return Extraction(found.name, media_type, text, tuple(spool.members))


def _guarded(found: Format, source: Source) -> Text:
    try:
        return found.extract(source)
    except (ExtractionFailed, MemoryError):
        raise
    except RecursionError:
        raise ExtractionFailed(f"The {found.label} is nested too deeply to be read.") from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ExtractionFailed("The disk is full. Free some space and retry.", retryable=True) from error
        raise _damaged(found) from error
    except Exception as error:  # a parser may raise anything at a broken file
        raise _damaged(found) from error


def _damaged(found: Format) -> ExtractionFailed:
    return ExtractionFailed(f"The {found.label} could not be read: it is damaged or incomplete.")
