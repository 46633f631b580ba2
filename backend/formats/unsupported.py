"""What to say of a file that no format reads. A format that learns to (pictures, by OCR) takes its line away here."""

from __future__ import annotations

from backend.formats.base import Probe
from backend.formats.oldoffice import is_protected

READ = "Winnow reads documents, tables, mail and text."
PROTECTED = "The document is protected by a password. Remove the password and send it again."
OLE_KINDS = {
    "WordDocument": "This is a Word document of the old kind (.doc). Save it as .docx and send that.",
    "PowerPoint Document": "This is a PowerPoint presentation of the old kind (.ppt). Save it as .pptx and send that.",
}
IWORK = {
    ".pages": "This is an Apple Pages document. Export it as PDF or Word and send that.",
    ".numbers": "This is an Apple Numbers workbook. Export it as Excel and send that.",
    ".key": "This is an Apple Keynote presentation. Export it as PDF or PowerPoint and send that.",
}
OTHER_IWORK = "This is a document of Apple iWork. Export it as PDF, Word or Excel and send that."
VISIO = "This is a Visio drawing. Export it as PDF and send that."
PREFIXES = (
    ("image/", "a picture", "Reading pictures (OCR) is not available yet."),
    ("audio/", "a sound recording", READ),
    ("video/", "a video", READ),
    ("font/", "a font", READ),
    ("application/vnd.oasis.opendocument.text", "an OpenDocument text", "Save it as .docx and send that."),
    (
        "application/vnd.oasis.opendocument.presentation",
        "an OpenDocument presentation",
        "Save it as .pptx and send that.",
    ),
    ("application/x-executable", "a program", READ),
    ("application/x-pie-executable", "a program", READ),
    ("application/x-sharedlib", "a program library", READ),
    ("application/x-mach-binary", "a program", READ),
    ("application/x-dosexec", "a program", READ),
    ("application/vnd.microsoft.portable-executable", "a program", READ),
    ("application/x-tar", "a TAR archive", "Pack the files as ZIP, or send them as they are."),
    ("application/x-rar", "a RAR archive", "Pack the files as ZIP, or send them as they are."),
    ("application/x-7z-compressed", "a 7-Zip archive", "Pack the files as ZIP, or send them as they are."),
    ("application/x-bzip2", "a BZIP2 archive", "Pack the files as ZIP, or send them as they are."),
    ("application/x-xz", "an XZ archive", "Pack the files as ZIP, or send them as they are."),
    ("application/zstd", "a Zstandard archive", "Pack the files as ZIP, or send them as they are."),
    ("application/vnd.sqlite3", "a database", "Export its tables as CSV and send those."),
    ("application/x-sqlite3", "a database", "Export its tables as CSV and send those."),
    ("application/octet-stream", "binary data of an unknown kind", READ),
)


def package(probe: Probe) -> str:
    """The sentence for documents that are ZIPs of parts no reader would want one by one; empty for all others."""
    has_parts = any(name.startswith("Index/") and name.endswith(".iwa") for name in probe.members)
    if has_parts or {"Index.zip", "Metadata/Properties.plist"} <= probe.members:
        return IWORK.get(probe.suffix, OTHER_IWORK)
    if probe.office_type == "visio" or "visio/document.xml" in probe.members:
        return VISIO
    return ""


def reason(probe: Probe) -> str:
    """A sentence that says what it is, as people call it, and one that says what can be read."""
    if sentence := package(probe):
        return sentence
    if is_protected(probe):
        return PROTECTED
    for stream, sentence in OLE_KINDS.items():
        if stream in probe.streams:
            return sentence
    media_type = probe.zip_type or probe.media_type
    for prefix, kind, advice in PREFIXES:
        if media_type.startswith(prefix):
            return f"This is {kind}. {advice}"
    named = f" ({probe.suffix})" if probe.suffix else ""
    return f"This is a file of a kind Winnow does not read{named}. {READ}"
