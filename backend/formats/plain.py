"""Text that is read as it stands: plain text, Markdown, source code."""

from __future__ import annotations

import re

from backend.core.text import Text
from backend.formats.base import Probe, Source
from backend.formats.encoding import read_text

MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx", ".qmd", ".rmd"})
MARKDOWN_TITLE = re.compile(r"^#[ \t]++(\S.{0,300})", re.MULTILINE)
LONGEST_TITLE = 200
CODE_SUFFIXES = """
    .ada .asm .awk .bas .bash .bat .c .cc .cfg .clj .cljs .cmake .cmd .coffee .conf .cpp .cs .css .cxx .d .dart .diff
    .el .elm .erl .ex .exs .f .f90 .fish .fs .go .gradle .graphql .groovy .h .hpp .hs .ini .java .jl .js .jsx .kt .kts
    .less .lisp .lua .m .mjs .ml .mm .nim .nix .pas .patch .php .pl .pm .properties .proto .ps1 .py .pyi .r .rb .rs
    .sass .scala .scm .scss .sh .sol .sql .svelte .swift .tcl .tex .tf .toml .ts .tsx .v .vb .vhd .vim .vue .xml .xsd
    .xsl .yaml .yml .zig .zsh
"""
CODE = frozenset(CODE_SUFFIXES.split())


class Plain:
    name = "text"
    label = "text file"
    media_type = "text/plain"

    def accepts(self, probe: Probe) -> bool:
        return probe.is_text

    def extract(self, source: Source) -> Text:
        out = source.builder()
        out.add(read_text(source.path, out, source.limits.max_text_chars))
        return out.text()


class Markdown(Plain):
    name = "markdown"
    label = "Markdown file"
    media_type = "text/markdown"

    def accepts(self, probe: Probe) -> bool:
        return probe.suffix in MARKDOWN and probe.is_text

    def extract(self, source: Source) -> Text:
        text = super().extract(source)
        found = MARKDOWN_TITLE.search(text.content)
        if found and (title := found[1].rstrip("# \t")):
            text.facts["title"] = title[:LONGEST_TITLE]
        return text


class Code(Plain):
    name = "code"
    label = "source code"

    def accepts(self, probe: Probe) -> bool:
        if not probe.is_text:
            return False
        return probe.suffix in CODE or (not probe.suffix and probe.media_type.startswith("text/x-"))
