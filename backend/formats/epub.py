"""E-books (EPUB): the chapters in reading order."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from backend.core.text import Text
from backend.errors import ExtractionFailed
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.effort import Effort, left_out
from backend.formats.encoding import decode
from backend.formats.markup import parse

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
MAX_CHAPTER_BYTES = 64 * 1024**2
REPEATED = "The e-book lists the same chapter several times; it was read once."
PROTECTED = "The e-book is protected against copying (DRM). Send a copy without protection."


class Epub:
    name = "epub"
    label = "EPUB e-book"
    media_type = "application/epub+zip"

    def accepts(self, probe: Probe) -> bool:
        return probe.zip_type == self.media_type or (probe.suffix == ".epub" and CONTAINER in probe.members)

    def extract(self, source: Source) -> Text:
        out = source.builder()
        with zipfile.ZipFile(source.path) as archive:
            names = set(archive.namelist())
            package_path = _attribute(_xml(archive, CONTAINER), "rootfile", "full-path")
            package = _xml(archive, package_path)
            chapters = [name for name in _spine(package, posixpath.dirname(package_path)) if name in names]
            if ENCRYPTION in names and not set(_references(_xml(archive, ENCRYPTION))).isdisjoint(chapters):
                raise ExtractionFailed(PROTECTED)
            if len(chapters) > len(set(chapters)):
                out.warn(REPEATED)
            _add_chapters(out, archive, list(dict.fromkeys(chapters)), source.effort)
        out.fact("title", _first(package, "title"))
        out.fact("author", _first(package, "creator"))
        return out.text()


def _add_chapters(out: TextBuilder, archive: zipfile.ZipFile, chapters: list[str], effort: Effort) -> None:
    left = []
    for number, name in enumerate(chapters, start=1):
        if not effort.begin(number):
            left.append(number)
            continue
        page = parse(decode(_read(archive, name)))
        out.mark("section", number, page.title)
        page.add_to(out)
        out.line()
    effort.end()
    if left:
        out.warn(left_out("chapter", left, len(chapters)))


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        data = file.read(MAX_CHAPTER_BYTES + 1)
    if len(data) > MAX_CHAPTER_BYTES:
        raise ExtractionFailed("A chapter of the e-book is larger than 64 MB, more than Winnow reads.")
    return data


def _xml(archive: zipfile.ZipFile, name: str) -> Any:
    """The root of an XML member; nothing it names is fetched or expanded."""
    from lxml import etree  # type: ignore[import-untyped]

    return etree.fromstring(_read(archive, name), etree.XMLParser(resolve_entities=False, no_network=True))


def _spine(package: Any, folder: str) -> Iterator[str]:
    """Names of the chapters in reading order."""
    items = {item.get("id"): item.get("href", "") for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        href = items.get(reference.get("idref"), "")
        if href:
            yield posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _references(encryption: Any) -> Iterator[str]:
    for reference in encryption.iter("{*}CipherReference"):
        yield unquote(reference.get("URI", ""))


def _attribute(root: Any, tag: str, name: str) -> str:
    return str(next(root.iter(f"{{*}}{tag}")).get(name))


def _first(root: Any, tag: str) -> str:
    return next((node.text or "" for node in root.iter(f"{{*}}{tag}")), "")
