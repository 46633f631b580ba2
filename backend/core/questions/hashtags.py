"""Hashtags: `#collection` in a question selects collections."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from backend.core.names import COLLECTION_NAME

_TAG = re.compile(rf"(?<![\w#&/])#({COLLECTION_NAME.pattern})")


class Hashtags(BaseModel):
    """The tags as written, without `#`, and the collections' own names of those that exist; each once, in order."""

    model_config = ConfigDict(frozen=True)

    detected: tuple[str, ...] = ()
    recognized: tuple[str, ...] = ()
    unrecognized: tuple[str, ...] = ()


def split(question: str, collections: Sequence[str]) -> tuple[Hashtags, str]:
    """The tags, and the question without them. "#123" is a number unless a collection has this name."""
    names = {_key(name): name for name in collections}
    detected: list[str] = []

    def cut(found: re.Match[str]) -> str:
        tag = _longest(found[1], names)
        if tag.isdigit() and _key(tag) not in names:
            return found[0]
        detected.append(tag)
        return found[1][len(tag) :]

    rest = " ".join(_TAG.sub(cut, unicodedata.normalize("NFC", question)).split())
    tags = list(dict.fromkeys(detected))
    known = dict.fromkeys(names[_key(tag)] for tag in tags if _key(tag) in names)
    unknown = tuple(tag for tag in tags if _key(tag) not in names)
    return Hashtags(detected=tuple(tags), recognized=tuple(known), unrecognized=unknown), rest


def _longest(tag: str, names: dict[str, str]) -> str:
    """The tag without a full stop or dash that ends the sentence; a collection may have one in its name."""
    while _key(tag) not in names and tag[-1] in ".-":
        tag = tag[:-1]
    return tag


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
