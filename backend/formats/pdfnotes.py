"""What people put onto the pages of a PDF: values filled into forms, text typed onto a page, notes, files pinned to it.

None of it is part of a page's text layer. Speaks to pdfium's C functions: its Python module has none for annotations.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

UTF16_END = 2  # bytes of the zero that ends a string


def notes(page: Any, form: Any) -> Iterator[str]:
    """A page's filled form fields as "name: value", and the words of its notes; `form` is None where there is none."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

    seen = set()
    for annotation in _visible(page):
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            words = _field(annotation, form) if form is not None else ""
        elif kind in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            words = ""
        else:
            words = _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
        if words.strip() and words not in seen:
            seen.add(words)
            yield words.strip()


def pinned(page: Any, document: Any) -> Iterator[Any]:
    """The files that are attached to places on a page."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    for annotation in _visible(page):
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
            attachment = pdfium.FPDFAnnot_GetFileAttachment(annotation)
            if attachment:
                yield pypdfium2.PdfAttachment(attachment, document)


def _visible(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        with _opened(page, index) as annotation:
            if annotation and not pdfium.FPDFAnnot_GetFlags(annotation) & pdfium.FPDF_ANNOT_FLAG_HIDDEN:
                yield annotation


@contextmanager
def _opened(page: Any, index: int) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    try:
        yield annotation
    finally:
        if annotation:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _field(widget: Any, form: Any) -> str:
    """A field with its value; of boxes and buttons only those that are ticked; of what is unnamed only the value."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetFormFieldType(form, widget)
    value = _string(pdfium.FPDFAnnot_GetFormFieldValue, form, widget)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        ticked = pdfium.FPDFAnnot_IsChecked(form, widget)
        value = (_string(pdfium.FPDFAnnot_GetFormFieldExportValue, form, widget) or value) if ticked else ""
    elif kind == pdfium.FPDF_FORMFIELD_PUSHBUTTON:
        value = ""
    name = _string(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, widget)
    name = name or _string(pdfium.FPDFAnnot_GetFormFieldName, form, widget)
    return (f"{name}: {value}" if name else value) if value.strip() else ""


def _string(read: Any, *arguments: Any) -> str:
    """A string from one of pdfium's functions, asked first for its length."""
    import pypdfium2.raw as pdfium

    size = read(*arguments, None, 0)
    if size <= UTF16_END:
        return ""
    buffer = ctypes.create_string_buffer(size)
    read(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return buffer.raw[: size - UTF16_END].decode("utf-16-le", errors="replace")
