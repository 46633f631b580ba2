"""JSON and JSON Lines: records one per line, numbers exactly as written, escaped letters readable.

The text is rewritten token by token and never parsed into objects: a float would not keep 1.10, and no nesting is too
deep for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.builder import TextBuilder
from backend.formats.encoding import read_text

STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
TOKEN = re.compile(r"\s*+(" + STRING.pattern + r'|[{}\[\],:]|[^\s{}\[\],:"]++|"|$)', re.DOTALL)
SCALAR = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity")
ESCAPES = re.compile(r"\\(?:([nrtbf])(?:\\[nrtbf])*|.)", re.DOTALL)
WHITE, BLANK = frozenset("nrtbf"), " "
UNESCAPED = {"\\/": "/"}
CLOSES = {"}": "{", "]": "["}
OPENS = frozenset(CLOSES.values())
SPACED = {",": ", ", ":": ": "}
INDENT = "  "
BROKEN_LEVELS = 2  # an object shows each key, and each element of its lists, on its own line


class NotJson(ValueError):
    """The brackets, strings or values are not JSON's."""


class Json:
    name = "json"
    label = "JSON file"
    media_type = "application/json"

    def accepts(self, probe: Probe) -> bool:
        named = probe.suffix in {".json", ".geojson", ".har"}
        return probe.is_text and (named or (not probe.suffix and probe.media_type == self.media_type))

    def extract(self, source: Source) -> Text:
        out = source.builder()
        content = read_text(source.path, out, source.limits.max_text_chars)
        try:
            lines = list(_lines(content, 1 if content.lstrip().startswith("[") else BROKEN_LEVELS))
        except NotJson:
            _add_json_lines(out, content)
            return out.text()
        listed = lines[0] == "["
        for number, line in enumerate(lines):
            if listed and 0 < number < len(lines) - 1:
                out.row(number, follows=number > 1)
            out.record(line)
        if listed:
            out.fact("rows", len(lines) - 2)
        return out.text()


class JsonLines:
    name = "jsonl"
    label = "JSON Lines file"
    media_type = "application/jsonl"

    def accepts(self, probe: Probe) -> bool:
        named = probe.suffix in {".jsonl", ".ndjson"}
        return probe.is_text and (named or (not probe.suffix and probe.media_type == "application/x-ndjson"))

    def extract(self, source: Source) -> Text:
        out = source.builder()
        _add_json_lines(out, read_text(source.path, out, source.limits.max_text_chars))
        return out.text()


def _add_json_lines(out: TextBuilder, content: str) -> None:
    """Add each line as a row; those that are not JSON as they stand, with a warning."""
    rows = broken = 0
    for number, line in enumerate(content.split("\n"), start=1):
        shown = line
        if line.strip():
            rows += 1
            if _is_json(line):
                shown = STRING.sub(lambda match: _readable(match[0]), line) if "\\" in line else line
            else:
                broken += 1
            out.row(number)
        out.record(shown)
    out.fact("rows", rows - broken)
    if broken:
        out.warn(f"{broken:,} of {rows:,} lines are not valid JSON; they were read as plain text.")


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _lines(content: str, broken_levels: int) -> Iterator[str]:
    """The same JSON with line ends only between the elements of its outermost levels. Raises NotJson."""
    open_brackets: list[str] = []
    line: list[str] = []
    previous = ""
    for token in _tokens(content):
        depth = len(open_brackets)
        if not depth and previous:
            raise NotJson
        broken = 0 < depth <= broken_levels
        closing = token in CLOSES
        begins_level, ends_level = previous in OPENS and not closing, closing and previous not in OPENS
        if broken and (begins_level or ends_level):
            yield "".join(line)
            line = [INDENT * max(0, depth - 1 - closing)]
        if closing and (not depth or open_brackets.pop() != CLOSES[token]):
            raise NotJson
        if token in OPENS:
            open_brackets.append(token)
        if broken and token == ",":  # noqa: S105  a token of JSON
            yield "".join([*line, token])
            line = [INDENT * (depth - 1)]
        else:
            line.append(SPACED.get(token, token))
        previous = token
    if open_brackets or not previous:
        raise NotJson
    yield "".join(line)


def _tokens(content: str) -> Iterator[str]:
    """Brackets, commas, colons, strings and values. Raises NotJson at anything else."""
    for match in TOKEN.finditer(content):
        token = match[1]
        if token.startswith('"') and len(token) > 1:
            yield _readable(token)
        elif token in SPACED or token in CLOSES or token in OPENS or SCALAR.fullmatch(token):
            yield token
        elif token:
            raise NotJson


def _readable(string: str) -> str:
    r"""A JSON string with \u00e9 as é, and \n and \t as the blanks they are: a record stays one line of text.

    Only quotation marks, backslashes and control characters stay escaped.
    """
    if "\\" not in string:
        return string
    if "\\u" in string:
        try:
            string = json.dumps(json.loads(string, strict=False), ensure_ascii=False)
        except ValueError:
            raise NotJson from None
    return ESCAPES.sub(lambda found: BLANK if found[1] in WHITE else UNESCAPED.get(found[0], found[0]), string)
